"""What charts and maps share: a width, colours, and the words around a picture, as parts of a Vega-Lite specification.

A picture is one Vega-Lite view whose coordinates are pixels, so that a spec has the same size everywhere and needs no
font to be measured. Colours read on paper and on a dark page alike: ink is one colour that a page may replace; the two
hues (orange for gains, blue for losses) keep a contrast of 3:1 with both, and the colour-blind tell them apart.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FONT = "Liberation Sans"  # vl-convert carries it; browsers are told Arial, whose letters are as wide
PAPER, INK, GAIN, LOSS, HELD = "#ffffff", "#17191d", "#c8590a", "#2a7fb8", "#8f8577"
SOFT = 0.72  # the opacity of lesser words: 4.5:1 on paper and in the dark

Spec = dict[str, Any]
_NARROW_LETTERS, _THIN_LETTERS, _WIDE_LETTERS = set("iljI.,:;'|! ’()[]"), set('frt-–/"“”*'), set("mwMWШЩЮЖшщюж@%—")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A picture's width and the sizes of its letters, in pixels."""

    width: int
    title: int
    body: int
    small: int
    plot: int


WIDE = Layout(width=720, title=22, body=15, small=13, plot=300)
NARROW = Layout(width=360, title=19, body=14, small=12, plot=230)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The words around a picture; a card that says them itself leaves them empty."""

    title: str = ""
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Layers of a specification and how many pixels down they reach."""

    layers: tuple[Spec, ...]
    bottom: float


def head(around: Around, layout: Layout) -> Drawn:
    """The title and subtitle, broken into lines."""
    layers, y = [], 0.0
    for text, size, weight, opacity in (
        (around.title, layout.title, "bold", 1.0),
        (around.subtitle, layout.body, "normal", SOFT),
    ):
        if text:
            lines = wrapped(text, size, width=layout.width, bold=weight == "bold")
            y += 0.35 * size if y else 0
            layers.append(words(lines, (0, y), size=size, weight=weight, opacity=opacity, baseline="top"))
            y += len(lines) * line_height(size)
    return Drawn(layers=tuple(layers), bottom=y + 12 if y else 0)


def foot(around: Around, layout: Layout, *, top: float) -> Drawn:
    """The notes and the source below a picture that ends at ``top``."""
    lines = [
        line
        for text in (*around.notes, around.source)
        if text
        for line in wrapped(text, layout.small, width=layout.width)
    ]
    if not lines:
        return Drawn(layers=(), bottom=top)
    layer = words(lines, (0, top + 12), size=layout.small, opacity=SOFT, baseline="top")
    return Drawn(layers=(layer,), bottom=top + 12 + len(lines) * line_height(layout.small))


def whole(layers: Sequence[Spec], layout: Layout, *, bottom: float, description: str, **more: Any) -> Spec:
    """The specification of a picture that is as high as its layers reach."""
    return {
        "$schema": SCHEMA,
        "description": description,
        "width": layout.width,
        "height": round(bottom) + 4,
        "padding": 0,
        "autosize": "none",
        "background": PAPER,
        "config": {"font": FONT, "view": {"stroke": None}, "axis": {"disable": True}},
        **more,
        "layer": [{"encoding": {}, **layer} for layer in layers],
    }


def words(lines: str | Sequence[str], at: tuple[float, float], *, size: int, **look: Any) -> Spec:
    """Words at a place in pixels: one line, or several."""
    mark: Spec = {
        "type": "text",
        "text": list(lines) if not isinstance(lines, str) else lines,
        "x": round(at[0], 1),
        "y": round(at[1], 1),
        "align": look.get("align", "left"),
        "baseline": look.get("baseline", "middle"),
        "fontSize": size,
        "lineHeight": line_height(size),
        "fontWeight": look.get("weight", "normal"),
        "fill": look.get("fill", INK),
        "opacity": look.get("opacity", 1.0),
    }
    return {"data": {"values": [{}]}, "mark": mark}


def line_height(size: float) -> int:
    """The distance of two lines in pixels."""
    return round(size * 1.28)


def wrapped(text: str, size: float, *, width: float, bold: bool = False) -> list[str]:
    """The text in lines that are no wider than ``width`` pixels; a word that is wider has a line of its own."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measured_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def measured_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how many pixels the text takes, a little more rather than less."""
    return sum(_letters(text)) * size * (1.07 if bold else 1.0)


def nice_steps(low: float, high: float, *, most: int = 5) -> list[float]:
    """Round numbers from the lowest to the highest, zero among them where it lies between."""
    step = nice_step((high - low) / most)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [number * step for number in range(first, last + 1)]


def nice_step(rough: float) -> float:
    """The least of 1, 2, 5, 10 … (by tens up and down) that is not less than ``rough``."""
    size = 1.0
    while size > rough:
        size /= 10
    while size * 10 < rough:
        size *= 10
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough * (1 - 1e-9))


def _letters(text: str) -> Iterator[float]:
    for letter in text:
        if letter in _NARROW_LETTERS:
            yield 0.28
        elif letter in _THIN_LETTERS:
            yield 0.36
        elif letter in _WIDE_LETTERS:
            yield 0.9
        else:
            yield 0.7 if letter.isupper() else 0.57


def marked(kinds: Mapping[str, str]) -> Spec:
    """A colour scale from what a thing is to its colour."""
    return {"domain": list(kinds), "range": list(kinds.values())}
