"""What to ask a source of maps for, what its answers hold and what the files are called: asking is done elsewhere."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

import orjson

from dateline.territory.core.dates import Dated, DateRule, Shows, dated_by_value
from dateline.territory.core.manifest import MANIFEST

LISTED_MAPS, A_FILE_A_DAY, FEATURE_SERVICE = "listed maps", "a file a day", "feature service"
_KINDS = {"Feature", "FeatureCollection", "GeometryCollection", "Polygon", "MultiPolygon", "Topology"}
_PACKED = (b"\x1f\x8b", b"PK\x03\x04")
_NAME = re.compile(r"[\w][\w.,+-]{0,150}")
_VERSION = re.compile(r"_v(\d\d+)(?=\.|$)")
# Earlier than any such map: a value that dates a map here is a number of something else.
_EARLIEST = date(1990, 1, 1)
# ArcGIS says "too many requests" with status 200 and the code in the answer.
_BUSY = {429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLayer:
    """A layer of a feature service: ``dated_by`` is the field that dates its features; else it is taken as it is."""

    name: str
    url: str
    dated_by: str = ""
    zone: str = ""
    where: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """How a source is fetched: a profile's ``[pull]`` table (docs/reference/profiles.md)."""

    kind: str
    list_url: str = ""
    map_url: str = ""
    name: str = ""
    id: tuple[str, ...] = ("id",)
    date: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    settled_days: int = 7
    pause_seconds: float = 1.0
    layers: tuple[SourceLayer, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that the table names."""
        named = (self.list_url, self.map_url.partition("{")[0], *(layer.url for layer in self.layers))
        return tuple(filter(None, named))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days that are asked for, both included, as days of maps; ``today`` dates a layer that does not."""

    since: date
    until: date
    today: date
    zone: str = "UTC"
    shows: Shows = Shows.THAT_DAY

    def days(self, *, first: date | None = None, last: date | None = None) -> Iterator[date]:
        """Its days in order, those outside ``first`` and ``last`` left out."""
        day, end = max(self.since, first or self.since), min(self.until, last or self.until)
        while day <= end:
            yield day
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One map of the source: its file's name, where it is, and what tells whether it has to be asked for again.

    ``stamp`` is the source's word for its state; after the day ``settles`` it is not expected to change any more.
    """

    name: str
    url: str
    day: date
    stamp: str = ""
    settles: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """What is wrong with an answer; ``busy`` where the source only asks for patience."""

    what: str
    busy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is known of a file that is here: the map it is of, its bytes, what the source said with it.

    ``time`` is when it came, ``asked`` when the source last said that it still holds.
    """

    map: str
    url: str
    day: str
    time: str
    asked: str
    sha256: str
    size: int
    etag: str = ""
    modified: str = ""
    stamp: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The maps of a list that are in the span, oldest first, and what could not be read in it."""

    wanted: tuple[Wanted, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What came so far: files by their names, and days for which there was nothing, by their addresses."""

    files: Mapping[str, Kept] = field(default_factory=dict)
    nothing: Mapping[str, str] = field(default_factory=dict)

    def latest(self, wanted: Wanted) -> tuple[str, Kept] | None:
        """The newest file that is here of a map."""
        same = sorted((_version(name), name) for name, kept in self.files.items() if kept.map == wanted.name)
        return (same[-1][1], self.files[same[-1][1]]) if same else None


def due(wanted: Wanted, manifest: Manifest) -> bool:
    """Whether the map has to be asked for: it is not here, or may have changed since."""
    found = manifest.latest(wanted)
    if found is None:
        return not _had_settled(wanted, manifest.nothing.get(wanted.url, ""))
    if wanted.stamp and found[1].stamp == wanted.stamp:
        return False
    return not _had_settled(wanted, found[1].asked)


def _had_settled(wanted: Wanted, asked: str) -> bool:
    """Whether the map was not expected to change any more when the source was last asked, an ISO time."""
    return wanted.settles is not None and asked[:10] > wanted.settles.isoformat()


def version_name(wanted: Wanted, taken: Sequence[str]) -> str:
    """A name for the map that no file has: its own, or with ``_v02`` and so on, which sort behind it."""
    stem, dot, suffix = wanted.name.partition(".")
    names = [wanted.name, *(f"{stem}_v{number:02}{dot}{suffix}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def listed(content: bytes, pull: Pull, *, span: Span) -> Listed | Broken:
    """The maps that a list names within the span."""
    document = _parsed(content)
    if isinstance(document, Broken):
        return document
    rows = document if isinstance(document, list) else next((v for v in document.values() if isinstance(v, list)), None)
    if not rows or not all(isinstance(row, dict) for row in rows):
        return Broken(what="it is no list of maps")
    found = [_listed(row, pull, span) for row in rows]
    wanted = {one.name: one for one in found if one is not None and not isinstance(one, Broken)}
    remarks = tuple(one.what for one in found if isinstance(one, Broken))
    if not wanted and len(remarks) == len(rows):
        return Broken(what=f"none of its {len(rows)} entries can be read: {remarks[0]}")
    return Listed(wanted=tuple(sorted(wanted.values(), key=lambda w: (w.day, w.name))), remarks=remarks)


def a_file_a_day(pull: Pull, span: Span) -> list[Wanted]:
    """A map for each day of the span."""
    # A map that shows the day before is called by the day after.
    later = timedelta(days=span.shows is Shows.DAY_BEFORE)
    rows = []
    for day in span.days():
        words = {"date": day + later, "unix": "", "id": "", "layer": ""}
        url = pull.map_url.format_map(words)
        name = pull.name.format_map(words) if pull.name else urlsplit(url).path.rpartition("/")[2]
        rows.append(Wanted(name=name, url=url, day=day, settles=settles(day, pull)))
    return [row for row in rows if is_safe(row.name)]


def settles(day: date, pull: Pull) -> date:
    """The day after which a map of ``day`` is not expected to change any more."""
    return date.fromordinal(min(day.toordinal() + pull.settled_days, date.max.toordinal()))


def is_safe(name: str) -> bool:
    """Whether a name can be a file's in one folder, whatever a source put into it."""
    return bool(_NAME.fullmatch(name)) and name != MANIFEST


def map_fault(content: bytes) -> Broken | None:
    """Why an answer is no map, as far as that shows without drawing it; None where it may be one."""
    if content.startswith(_PACKED) or (content.lstrip().startswith(b"<") and b"<kml" in content[:1000]):
        return None
    document = _parsed(content)
    if isinstance(document, Broken):
        return document
    if isinstance(document, list):
        return None if document else Broken(what="it is empty")
    features = document.get("features", document.get("areas"))
    if isinstance(features, list):
        return None if features else Broken(what="it holds no features")
    inner = [v for v in document.values() if isinstance(v, dict) and v.get("type") in _KINDS]
    return None if document.get("type") in _KINDS or inner else Broken(what="it is JSON, but no map")


def parsed_object(content: bytes) -> dict[str, Any] | Broken:
    """An answer's JSON object, or what is wrong with the answer."""
    document = _parsed(content)
    return Broken(what="it is a list where an object should be") if isinstance(document, list) else document


def _parsed(content: bytes) -> dict[str, Any] | list[Any] | Broken:
    if not content.strip():
        return Broken(what="it is empty")
    if content.lstrip()[:1] == b"<":
        return Broken(what="it is a web page where a map should be")
    try:
        document = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as fault:
        cut = "end of data" in fault.msg or "EOF" in fault.msg
        return Broken(what="it is cut short" if cut else f"its JSON is broken (line {fault.lineno})")
    if isinstance(document, dict) and "error" in document and "features" not in document:
        return _said(document["error"])
    return document if isinstance(document, dict | list) else Broken(what="it is no map")


def _said(error: Any) -> Broken:
    """The error that a service puts into an answer that says 200."""
    given = error if isinstance(error, dict) else {"message": error}
    words = " ".join(str(given.get("message") or given.get("details") or "no reason given").split())
    code = given.get("code")
    return Broken(what=f"the service says {code or 'error'}: {words[:200]}", busy=code in _BUSY)


def _listed(row: Mapping[str, Any], pull: Pull, span: Span) -> Wanted | Broken | None:
    given = next((row[name] for name in pull.id if row.get(name) is not None), None)
    if given is None:
        return Broken(what="an entry of the list has no id")
    dated = _dated([row[name] for name in (*pull.date, *pull.id) if row.get(name) is not None], span)
    if dated is None:
        return Broken(what=f"entry {str(given)[:40]} of the list has no date")
    if not span.since <= dated.shown <= span.until:
        return None
    moment = dated.moment.replace(microsecond=0)
    local = moment.astimezone(ZoneInfo(span.zone))
    words = {"id": quote(str(given), safe=""), "unix": int(moment.timestamp()), "date": local, "layer": ""}
    url = pull.map_url.format_map(words)
    name = pull.name.format_map(words) if pull.name else f"{words['id']}.geojson"
    if not is_safe(name):
        return Broken(what=f"{name[:60]!r} cannot be a file's name")
    stamp = next((str(row[n]) for n in pull.changed if row.get(n) is not None), "")
    until = None if stamp else settles(dated.shown, pull)
    return Wanted(name=name, url=url, day=dated.shown, stamp=stamp, settles=until)


def _dated(values: Sequence[Any], span: Span) -> Dated | None:
    rule = DateRule(zone=span.zone, shows=span.shows)
    found = (dated_by_value(value, rule) for value in values)
    return next((d for d in found if isinstance(d, Dated) and d.shown >= _EARLIEST), None)


def _version(name: str) -> int:
    found = _VERSION.search(name)
    return int(found[1]) if found else 1


def asked_again(kept: Kept, wanted: Wanted, *, etag: str, modified: str, asked: str) -> Kept:
    """The same file after the source said that it has not changed."""
    return replace(kept, stamp=wanted.stamp, etag=etag or kept.etag, modified=modified or kept.modified, asked=asked)
