"""Draws the faces of the demo's made-up staff: flat shapes, so that nobody takes them for real people."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw

SIZE = 480
FINE = 3  # drawn three times as large and reduced, which smooths the edges
Oval = tuple[float, float, float, float]  # centre x and y, radius across and down


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One person: colours, the hair behind and before the face, and what else tells them apart."""

    ground: str
    skin: str
    hair: str
    clothes: str
    behind: tuple[Oval, ...] = ()
    fringe: tuple[Oval, ...] = ()
    beard: bool = False
    glasses: bool = False
    scarf: str = ""


FACES = {
    "Ada Lindqvist": Face(
        ground="#d9e4ea",
        skin="#f0cdb4",
        hair="#c9a15f",
        clothes="#1f3a4d",
        behind=((240, 235, 116, 132), (240, 320, 112, 70)),
        fringe=((196, 150, 72, 46), (292, 156, 60, 44)),
        glasses=True,
    ),
    "Mira Kostandin": Face(
        ground="#e8d6c3",
        skin="#d9a57f",
        hair="#2e2019",
        clothes="#8d2f2b",
        behind=((240, 270, 128, 178),),
        fringe=((205, 148, 82, 48), (306, 158, 34, 50)),
    ),
    "Teodor Vash": Face(
        ground="#d5dccd",
        skin="#e3b695",
        hair="#6f6a66",
        clothes="#38443a",
        behind=((240, 190, 98, 92),),
        fringe=((240, 128, 74, 28),),
        beard=True,
        glasses=True,
    ),
    "Rui Tavares": Face(
        ground="#ece1c0",
        skin="#b97f58",
        hair="#1c1614",
        clothes="#274b63",
        behind=((240, 180, 102, 96),),
        fringe=((176, 142, 44, 38), (226, 126, 50, 38), (280, 130, 48, 38), (316, 158, 30, 36)),
    ),
    "يسرا الحموي": Face(
        ground="#dcd7e6",
        skin="#d8a884",
        hair="#2a2230",
        clothes="#3f4a63",
        scarf="#5f7c8f",
        behind=((240, 250, 134, 158),),
    ),
}


def portrait(face: Face) -> bytes:
    """The face as a square JPEG; the same face gives the same bytes."""
    image = Image.new("RGB", (SIZE * FINE, SIZE * FINE), face.ground)
    draw = ImageDraw.Draw(image)
    _ovals(draw, face.behind, face.scarf or face.hair)
    _ovals(draw, ((240, 570, 186, 176),), face.clothes)
    draw.rounded_rectangle(_fine(204, 300, 276, 430), radius=34 * FINE, fill=_shaded(face.skin))
    _ovals(draw, ((240, 240, 88, 112),), face.skin)
    if face.beard:
        _beard(draw, face)
    if face.scarf:
        _scarf(draw, face)
    _features(draw, face)
    _ovals(draw, face.fringe, face.hair)
    if face.glasses:
        _glasses(draw)
    return _jpeg(image)


def _features(draw: ImageDraw.ImageDraw, face: Face) -> None:
    for x in (204, 276):
        _ovals(draw, ((x, 238, 8, 9),), "#26201d")
        draw.arc(_fine(x - 20, 202, x + 20, 232), 205, 335, fill=face.hair, width=6 * FINE)
    draw.arc(_fine(226, 246, 254, 280), 20, 160, fill=_shaded(face.skin), width=5 * FINE)
    draw.arc(_fine(208, 270, 272, 314), 25, 155, fill="#8c4238", width=6 * FINE)


def _beard(draw: ImageDraw.ImageDraw, face: Face) -> None:
    draw.chord(_fine(152, 128, 328, 358), 22, 158, fill=face.hair)
    _ovals(draw, ((240, 286, 52, 24),), face.hair)
    _ovals(draw, ((240, 298, 32, 16),), face.skin)


def _scarf(draw: ImageDraw.ImageDraw, face: Face) -> None:
    draw.arc(_fine(140, 112, 340, 376), 0, 360, fill=face.scarf, width=36 * FINE)
    draw.polygon([p * FINE for p in (150, 330, 330, 330, 356, 480, 124, 480)], fill=face.scarf)
    _ovals(draw, ((240, 244, 66, 96),), face.skin)
    draw.line([p * FINE for p in (208, 352, 300, 420)], fill=_shaded(face.scarf), width=5 * FINE)


def _glasses(draw: ImageDraw.ImageDraw) -> None:
    for x in (204, 276):
        draw.ellipse(_fine(x - 29, 210, x + 29, 266), outline="#2b2b2b", width=5 * FINE)
    draw.line([p * FINE for p in (232, 236, 248, 236)], fill="#2b2b2b", width=5 * FINE)


def _ovals(draw: ImageDraw.ImageDraw, ovals: tuple[Oval, ...], fill: str) -> None:
    for x, y, across, down in ovals:
        draw.ellipse(_fine(x - across, y - down, x + across, y + down), fill=fill)


def _fine(*box: float) -> list[float]:
    return [edge * FINE for edge in box]


def _shaded(colour: str) -> tuple[int, ...]:
    return tuple(round(band * 0.86) for band in ImageColor.getrgb(colour))


def _jpeg(image: Image.Image) -> bytes:
    file = BytesIO()
    left, top, right, bottom = _fine(55, 60, 425, 430)
    image.crop((left, top, right, bottom)).resize((SIZE, SIZE)).save(file, "JPEG", quality=88)
    return file.getvalue()
