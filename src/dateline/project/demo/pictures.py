"""The demo's pictures: drawn by this program, each with its caption, credit and alt text inside."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PIL import Image

from dateline.blog.core.picture_text import Words
from dateline.blog.core.picture_write import jpeg_with_words
from dateline.project.demo.scenes_ground import airfield, front_line, training
from dateline.project.demo.scenes_rooms import press_room, table
from dateline.project.demo.scenes_water import palace

CREDIT = "Dateline demo"
# Smaller than they are drawn: a first start makes all renditions, and a column of text is narrower.
SHOWN = (1200, 800)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPicture:
    """A made-up picture as a file to upload, and the name by which the demo's texts call it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawing:
    name: str
    draw: Callable[[], Image.Image]
    caption: str
    alt: str


_DRAWINGS = (
    _Drawing(
        name="palace",
        draw=palace,
        caption="Illustration: a palace on the shore of a strait at dawn, imagined for this page.",
        alt="Drawing of a long white palace at the water’s edge at sunrise; a ferry crosses in front of it,"
        " and a bridge, domes and minarets stand against the light on the far shore.",
    ),
    _Drawing(
        name="airfield",
        draw=airfield,
        caption="Illustration: bombers burn on an airfield at night. The place and the aircraft are imagined.",
        alt="Drawing of four swept-wing aircraft, black against the flames of two fires; smoke rises into a"
        " starry sky beside a control tower.",
    ),
    _Drawing(
        name="table",
        draw=table,
        caption="Illustration: two delegations face each other across a long table. The room is imagined.",
        alt="Drawing of two rows of people, seen as outlines, at a long table with microphones and papers;"
        " tall windows behind them look out on water.",
    ),
    _Drawing(
        name="press-room",
        draw=press_room,
        caption="Illustration: a lectern crowded with microphones waits for a statement.",
        alt="Drawing of a wooden lectern in the light of three lamps before a blue curtain, nine microphones"
        " on it; camera crews stand in front as outlines.",
    ),
    _Drawing(
        name="front-line",
        draw=front_line,
        caption="Illustration: a front line moves across a map. It shows no real place and no measured ground.",
        alt="Drawing of a map with contour lines, a river and towns, cut from top to bottom by a dark red line;"
        " the right side is hatched red, and three bulges along the line are darker.",
    ),
    _Drawing(
        name="training",
        draw=training,
        caption="Illustration: soldiers cross a training range at dusk. The people and the place are imagined.",
        alt="Drawing of nine soldiers with packs and rifles walking in line at sunset, tents behind them and"
        " round targets ahead.",
    ),
)


def demo_pictures() -> Iterator[DemoPicture]:
    """Six illustrations as JPEG files of 1200 × 800, the same bytes each time with the same Pillow."""
    for drawing in _DRAWINGS:
        words = Words(caption=drawing.caption, agency=CREDIT, alt=drawing.alt)
        yield DemoPicture(
            name=drawing.name, content=jpeg_with_words(drawing.draw().resize(SHOWN, Image.Resampling.LANCZOS), words)
        )
