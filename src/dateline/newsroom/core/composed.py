"""The composer's form as blocks and back: plain fields, so that it works the same with and without scripts.

Each block has a number; the hidden field ``block`` names the numbers in the order of the page, and the fields of block
3 are called ``b3-type``, ``b3-html`` and so on. Pictures and the lines of an exhibit repeat their fields.
"""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

Fields = Mapping[str, Sequence[str]]
Raw = dict[str, Any]

PICTURE = ("picture", "url", "width", "height", "caption", "credit", "alt")
SIMPLE = {
    "text": ("html",),
    "quote": ("text", "speaker", "source", "url"),
    "video": ("url", "title", "caption", "credit"),
    "embed": ("url", "provider", "author", "text", "published"),
    "exhibit": ("title", "unit", "source", "url", "as_of", "method", "exhibit", "sentence"),
    "factbox": ("title", "html"),
}
TYPES = ("text", "quote", "picture", "gallery", "video", "embed", "exhibit", "factbox")


def blocks_of(fields: Fields) -> list[Raw]:
    """The blocks as the form has them, uncleaned, in the order of the page; each keeps its number as ``n``."""
    numbers = dict.fromkeys(n for n in fields.get("block", ()) if n.isascii() and n.isdigit() and len(n) < 7)
    return [_block(fields, n) for n in numbers if _first(fields, f"b{n}-type") in TYPES]


def empty_block(kind: str) -> Raw:
    """A block of that type with nothing in it yet."""
    match kind:
        case "picture":
            return {"type": kind, "focal": [0.5, 0.5]}
        case "gallery":
            return {"type": kind, "pictures": []}
        case "exhibit":
            return {"type": kind, "rows": []}
    return {"type": kind}


def rearranged(blocks: Sequence[Raw], deed: str) -> list[Raw]:
    """The blocks after ``add:quote``, ``remove:3``, ``up:3``, ``down:3`` or ``drop:3:0``; else as they are."""
    what, _, rest = deed.partition(":")
    if what == "add" and rest in TYPES:
        return [*blocks, empty_block(rest)]
    n, _, inner = rest.partition(":")
    at = next((place for place, block in enumerate(blocks) if str(block.get("n")) == n), None)
    if at is None:
        return list(blocks)
    others = [*blocks[:at], *blocks[at + 1 :]]
    match what:
        case "remove":
            return others
        case "up":
            return [*others[: max(0, at - 1)], blocks[at], *others[max(0, at - 1) :]]
        case "down":
            return [*others[: at + 1], blocks[at], *others[at + 1 :]]
        case "drop":
            kept = [p for place, p in enumerate(blocks[at].get("pictures", [])) if str(place) != inner]
            return [*blocks[:at], {**blocks[at], "pictures": kept}, *blocks[at + 1 :]]
    return list(blocks)


def numbered(blocks: Sequence[Mapping[str, Any]]) -> list[Raw]:
    """The blocks for the form: each with its number, focal points in per cent, room for more lines in exhibits.

    A block that was sent keeps its number, so that a page can put one block's new form in the place of its old one.
    """
    free = count(1 + max((int(block["n"]) for block in blocks if "n" in block), default=-1))
    return [_for_form(block, int(block["n"]) if "n" in block else next(free)) for block in blocks]


def one_numbered(block: Raw, n: int) -> Raw:
    """One block for the form, under the number ``n``."""
    return _for_form(block, n)


def _block(fields: Fields, n: str) -> Raw:
    kind = _first(fields, f"b{n}-type")
    block: Raw = {"type": kind, "n": n}
    match kind:
        case "picture":
            found = _pictures(fields, n)
            return {**block, **(found[0] if found else {"focal": [0.5, 0.5]})}
        case "gallery":
            return {**block, "pictures": _pictures(fields, n)}
        case "exhibit":
            block["rows"] = _rows(fields, n)
    return block | {name: _first(fields, f"b{n}-{name}") for name in SIMPLE[kind]}


def _pictures(fields: Fields, n: str) -> list[Raw]:
    columns = [fields.get(f"b{n}-{name}", ()) for name in PICTURE]
    across, down = fields.get(f"b{n}-focal_x", ()), fields.get(f"b{n}-focal_y", ())
    found: list[Raw] = []
    for place in range(len(columns[0])):
        picture: Raw = {name: _at(column, place) for name, column in zip(PICTURE, columns, strict=True)}
        picture["focal"] = [_share(_at(across, place)), _share(_at(down, place))]
        found.append(picture)
    return found


def _rows(fields: Fields, n: str) -> list[Raw]:
    labels, values = fields.get(f"b{n}-label", ()), fields.get(f"b{n}-value", ())
    lines = [(label.strip(), _at(values, place).strip()) for place, label in enumerate(labels)]
    return [{"label": label, "value": value or None} for label, value in lines if label or value]


def _for_form(block: Mapping[str, Any], n: int) -> Raw:
    shown: Raw = {**block, "n": n}
    if block.get("type") == "picture":
        shown["pictures"] = [_picture_for_form(block)]
    elif block.get("type") == "gallery":
        shown["pictures"] = [_picture_for_form(picture) for picture in block.get("pictures") or ()]
    elif block.get("type") == "exhibit" and not block.get("exhibit"):
        rows = [{**row, "value": _figure(row.get("value"))} for row in block.get("rows") or ()]
        shown["rows"] = [*rows, *({"label": "", "value": ""} for _ in range(3))]
    return shown


def _picture_for_form(picture: Mapping[str, Any]) -> Raw:
    across, down = picture.get("focal") or (0.5, 0.5)
    return {**picture, "across": round(100 * across), "down": round(100 * down)}


def _figure(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _share(text: str) -> float:
    try:
        share = float(text) / 100
    except ValueError:
        return 0.5
    return min(1.0, max(0.0, share)) if share == share else 0.5


def _first(fields: Fields, name: str) -> str:
    return _at(fields.get(name, ()), 0)


def _at(column: Sequence[str], place: int) -> str:
    return column[place] if place < len(column) else ""
