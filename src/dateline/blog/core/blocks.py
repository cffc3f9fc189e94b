"""The blocks a post is made of: one frozen value each, read from and written to plain JSON."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dateline.claims.core.clean import clean_html, clean_line, clean_url, text_of

MOST_BLOCKS = 200
MOST_CHARACTERS = 200_000


class BadBlock(ValueError):
    """A block that cannot be kept; the text says which and why, for an editor to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Paragraphs, headings, lists and links as cleaned HTML."""

    html: str
    type: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody's words: who said them and where they stand."""

    text: str
    speaker: str = ""
    source: str = ""
    url: str = ""
    type: str = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture: ours by its sha256 (``picture``), or elsewhere (``url``), shown as a link only."""

    picture: str = ""
    url: str = ""
    width: int = 0
    height: int = 0
    focal: tuple[float, float] = (0.5, 0.5)
    caption: str = ""
    credit: str = ""
    alt: str = ""
    type: str = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """Several pictures that belong together."""

    pictures: tuple[Picture, ...]
    type: str = "gallery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """A film elsewhere, by its page; nothing is requested there before the reader goes."""

    url: str
    title: str = ""
    caption: str = ""
    credit: str = ""
    type: str = "video"


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """Another site's post as a card frozen at capture."""

    url: str
    provider: str = ""
    author: str = ""
    text: str = ""
    published: str = ""
    type: str = "embed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of an exhibit: a label and its figure (None: not known)."""

    label: str
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """Figures with what they rest on: drawn as bars and a table."""

    title: str
    rows: tuple[Row, ...]
    unit: str = ""
    source: str = ""
    url: str = ""
    as_of: str = ""
    method: str = ""
    type: str = "exhibit"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitCard:
    """An exhibit of the newsroom's own figures by its uid; ``hash`` covers all that its card shows."""

    exhibit: str
    hash: str = ""
    kind: str = ""
    title: str = ""
    sentence: str = ""
    source: str = ""
    url: str = ""
    as_of: str = ""
    type: str = "exhibit"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactBox:
    """Background that stands beside the news."""

    title: str
    html: str
    type: str = "factbox"


Block = Text | Quote | Picture | Gallery | Video | Embed | Exhibit | ExhibitCard | FactBox


def parse_blocks(raw: object) -> tuple[Block, ...]:
    """Blocks from JSON, each cleaned; empty ones are left out. Raises ``BadBlock``."""
    if not isinstance(raw, list):
        raise BadBlock("The blocks are not a list.")
    if len(raw) > MOST_BLOCKS:
        raise BadBlock(f"A post holds at most {MOST_BLOCKS} blocks.")
    blocks = tuple(block for block in (parse_block(item) for item in raw) if block is not None)
    if sum(len(text_of_block(block)) for block in blocks) > MOST_CHARACTERS:
        raise BadBlock(f"A post holds at most {MOST_CHARACTERS:,} characters.")
    return blocks


def parse_block(raw: object) -> Block | None:
    """One block from JSON, or None where it is empty. Raises ``BadBlock``."""
    if not isinstance(raw, Mapping):
        raise BadBlock("A block is not an object.")
    parser = _PARSERS.get(str(raw.get("type")))
    if parser is None:
        raise BadBlock(f"There is no block of type “{clean_line(str(raw.get('type')))[:40]}”.")
    return parser(raw)


def blocks_to_json(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The JSON that ``parse_blocks`` reads back to equal blocks."""
    return [_listed(asdict(block)) for block in blocks]


def text_of_block(block: Block) -> str:
    """What a reader reads in the block, as plain text."""
    match block:
        case Text():
            return text_of(block.html)
        case Quote():
            return " ".join(filter(None, [f"“{block.text}”", block.speaker]))
        case Picture():
            return block.caption
        case Gallery():
            return "\n".join(p.caption for p in block.pictures if p.caption)
        case Video():
            return "\n".join(filter(None, [block.title, block.caption]))
        case Embed():
            return block.text
        case Exhibit():
            return "\n".join([block.title, *(_row_text(row, block.unit) for row in block.rows)])
        case ExhibitCard():
            return "\n".join(filter(None, [block.title, block.sentence]))
        case FactBox():
            return f"{block.title}\n{text_of(block.html)}"


def _row_text(row: Row, unit: str) -> str:
    return row.label if row.value is None else f"{row.label}: {row.value:,.10g} {unit}".strip()


def text_of_blocks(blocks: Iterable[Block]) -> str:
    """The text of all blocks, one below the other."""
    return "\n".join(filter(None, (text_of_block(block) for block in blocks)))


def pictures_of(blocks: Iterable[Block]) -> list[Picture]:
    """Every picture in the blocks, in order, galleries opened."""
    found: list[Picture] = []
    for block in blocks:
        match block:
            case Picture():
                found.append(block)
            case Gallery():
                found.extend(block.pictures)
    return found


def exhibits_of(blocks: Iterable[Block]) -> list[str]:
    """The uid of every exhibit in the blocks, in order."""
    return [block.exhibit for block in blocks if isinstance(block, ExhibitCard)]


def sources_of(blocks: Iterable[Block]) -> list[str]:
    """Who each quotation and each exhibit in the blocks names as its source, in order."""
    return [block.source for block in blocks if isinstance(block, Quote | Exhibit | ExhibitCard) and block.source]


def _listed(value: Any) -> Any:
    match value:
        case dict():
            return {key: _listed(item) for key, item in value.items()}
        case list() | tuple():
            return [_listed(item) for item in value]
    return value


def _line(raw: Mapping[str, Any], key: str, most: int = 500) -> str:
    value = raw.get(key)
    return clean_line(str(value))[:most] if value is not None else ""


def _text(raw: Mapping[str, Any]) -> Text | None:
    html = clean_html(str(raw.get("html") or ""))
    return Text(html=html) if text_of(html) else None


def _quote(raw: Mapping[str, Any]) -> Quote | None:
    text = _line(raw, "text", 10_000)
    if not text:
        return None
    return Quote(
        text=text,
        speaker=_line(raw, "speaker"),
        source=_line(raw, "source"),
        url=clean_url(_line(raw, "url", 2000)),
    )


def _picture(raw: Mapping[str, Any]) -> Picture | None:
    key, url = _line(raw, "picture", 64), clean_url(_line(raw, "url", 2000))
    if key and not (len(key) == 64 and set(key) <= set("0123456789abcdef")):
        raise BadBlock("A picture is named by its sha256.")
    if not key and not url:
        return None
    x, y = (min(1.0, max(0.0, _number(v))) for v in _pair(raw.get("focal")))
    return Picture(
        picture=key,
        url="" if key else url,
        width=int(_number(raw.get("width") or 0)),
        height=int(_number(raw.get("height") or 0)),
        focal=(x, y),
        caption=_line(raw, "caption", 2000),
        credit=_line(raw, "credit"),
        alt=_line(raw, "alt", 1000),
    )


def _gallery(raw: Mapping[str, Any]) -> Gallery | None:
    found = tuple(p for p in (_picture(item) for item in _mappings(raw.get("pictures"))) if p is not None)
    return Gallery(pictures=found) if found else None


def _video(raw: Mapping[str, Any]) -> Video | None:
    url = clean_url(_line(raw, "url", 2000))
    return (
        Video(
            url=url,
            title=_line(raw, "title"),
            caption=_line(raw, "caption", 2000),
            credit=_line(raw, "credit"),
        )
        if url
        else None
    )


def _embed(raw: Mapping[str, Any]) -> Embed | None:
    url = clean_url(_line(raw, "url", 2000))
    if not url:
        return None
    return Embed(
        url=url,
        provider=_line(raw, "provider"),
        author=_line(raw, "author"),
        text=_line(raw, "text", 10_000),
        published=_line(raw, "published", 40),
    )


def _exhibit(raw: Mapping[str, Any]) -> Exhibit | ExhibitCard | None:
    if raw.get("exhibit"):
        return _card(raw)
    rows = tuple(
        Row(label=_line(item, "label"), value=None if item.get("value") is None else _number(item["value"]))
        for item in _mappings(raw.get("rows"))
    )
    if not rows:
        return None
    return Exhibit(
        title=_line(raw, "title"),
        rows=rows,
        unit=_line(raw, "unit", 40),
        source=_line(raw, "source"),
        url=clean_url(_line(raw, "url", 2000)),
        as_of=_line(raw, "as_of", 40),
        method=_line(raw, "method", 2000),
    )


def _card(raw: Mapping[str, Any]) -> ExhibitCard:
    uid = _line(raw, "exhibit", 16)
    if not (uid.isascii() and uid.isalnum()):
        raise BadBlock("There is no such exhibit.")
    return ExhibitCard(
        exhibit=uid,
        hash=_line(raw, "hash", 64),
        kind=_line(raw, "kind", 5),
        title=_line(raw, "title"),
        sentence=_line(raw, "sentence", 2000),
        source=_line(raw, "source"),
        url=clean_url(_line(raw, "url", 2000)),
        as_of=_line(raw, "as_of", 40),
    )


def _factbox(raw: Mapping[str, Any]) -> FactBox | None:
    html = clean_html(str(raw.get("html") or ""))
    return FactBox(title=_line(raw, "title"), html=html) if text_of(html) else None


def _mappings(value: object) -> list[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise BadBlock("A list of rows or pictures is not one.")
    if len(value) > MOST_BLOCKS:
        raise BadBlock(f"A list holds at most {MOST_BLOCKS} entries.")
    return value


def _pair(value: object) -> tuple[Any, Any]:
    if isinstance(value, list | tuple) and len(value) == 2:
        return value[0], value[1]
    return 0.5, 0.5


def _number(value: object) -> float:
    try:
        number = float(str(value))
    except ValueError:
        raise BadBlock(f"“{clean_line(str(value))[:40]}” is not a number.") from None
    if number != number or number in (float("inf"), float("-inf")):
        raise BadBlock("A figure must be finite.")
    return number


_PARSERS: dict[str, Callable[[Mapping[str, Any]], Block | None]] = {
    "text": _text,
    "quote": _quote,
    "picture": _picture,
    "gallery": _gallery,
    "video": _video,
    "embed": _embed,
    "exhibit": _exhibit,
    "factbox": _factbox,
}
