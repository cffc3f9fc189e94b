"""What a proposal is made of: lines of a profile with the reason for them."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A ceasefire burns nothing, nor does the control of fire over a road.
_FIRE = r"(?<!cease)(?<!cease[-_ ])fire(?!.?(control|support))"
_THEMES = (
    ("flooded", r"flood|inund|überschw|hochwasser|водн|паводк|повін"),
    ("water", r"water"),
    ("burned", rf"{_FIRE}|incident.?name|irwin|burn|perimeter|incend|feuer|waldbrand|пожеж|пожар"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Lines of TOML with the reason for them."""

    lines: tuple[str, ...]
    reason: str


def quoted(text: str) -> str:
    """The text as a TOML string, which allows less than JSON does."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def theme_of(names: Iterable[str]) -> str:
    """The class that maps are of whose features are all alike, by the words in names and texts."""
    text = " ".join(names)
    return next((theme for theme, words in _THEMES if re.search(words, text, re.IGNORECASE)), "occupied")


def sums(classes: Sequence[str], own: Sequence[str] = ()) -> Guess:
    """Figures for each class by itself, and for all together where they are the source's own."""
    known = [name for name in classes if name not in own]
    lines = []
    if own:
        listed = [*known, *own]
        lines = ["[classes]", f"own = [{_listed(own)}]", f"precedence = [{_listed(listed)}]"]
    for name in classes:
        lines += ["[[sums]]", f"name = {quoted(name)}", f"classes = [{quoted(name)}]"]
        lines += [f'ground = "the {name} area"'] if name in {theme for theme, _ in _THEMES} else []
    if own and len(classes) > 1:
        lines += ["[[sums]]", 'name = "all"', f"classes = [{_listed(classes)}]", 'ground = "all ground on the map"']
    return Guess(lines=tuple(lines), reason=f"figures for {', '.join(classes)}")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(quoted(name) for name in names)
