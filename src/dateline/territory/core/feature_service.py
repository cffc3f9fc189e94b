"""Speaks with an ArcGIS feature service: a layer's word about itself, the questions to it, and its pages as one map.

After Esri's REST reference: Layer (Feature Service), Query (Feature Service/Layer).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import orjson

from dateline.territory.core.pulling import Broken, Pull, SourceLayer, Span, Wanted, is_safe, parsed_object, settles

MOST_ROWS = 1000
MOST_PAGES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerInfo:
    """What a layer says of itself; ``edited`` is None where it does not say when it was last changed."""

    edited: datetime | None
    is_geojson: bool
    most: int
    pages: bool
    id_field: str
    date_only: bool = False

    @property
    def stamp(self) -> str:
        """The layer's state in a word; empty where it is not known."""
        return str(int(self.edited.timestamp() * 1000)) if self.edited else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One map that a layer is asked for, page by page."""

    wanted: Wanted
    layer: SourceLayer
    info: LayerInfo
    where: str

    def url(self, offset: int) -> str:
        """The address of the page that begins at ``offset``."""
        asked = {"where": self.where, "outFields": "*", "returnGeometry": "true", "outSR": "4326"}
        asked["f"] = "geojson" if self.info.is_geojson else "json"
        if self.info.pages:
            asked |= {"resultOffset": str(offset), "resultRecordCount": str(self.info.most)}
            asked |= {"orderByFields": self.info.id_field} if self.info.id_field else {}
        return f"{self.layer.url.rstrip('/')}/query?{urlencode(asked)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its features, what each is known by, whether there is more, and the answer's other members."""

    content: bytes
    features: tuple[Any, ...]
    keys: tuple[str, ...]
    more: bool
    around: Mapping[str, Any]


def info_url(layer: SourceLayer) -> str:
    """Where a layer says what it is."""
    return f"{layer.url.rstrip('/')}?f=json"


def layer_info(content: bytes, layer: SourceLayer) -> LayerInfo | Broken:
    """What a layer says of itself."""
    found = parsed_object(content)
    if isinstance(found, Broken):
        return found
    if "geometryType" not in found and "fields" not in found:
        return Broken(what="it is no layer of a feature service; does its address end with the layer's number?")
    fields = {f.get("name"): f.get("type") for f in found.get("fields") or () if isinstance(f, dict)}
    if layer.dated_by and fields and layer.dated_by not in fields:
        return Broken(what=f"the layer has no field {layer.dated_by!r}; it has {', '.join(map(str, fields))[:200]}")
    ids = (name for name, kind in fields.items() if kind == "esriFieldTypeOID")
    return LayerInfo(
        edited=_edited(found.get("editingInfo")),
        is_geojson="geojson" in str(found.get("supportedQueryFormats", "")).lower(),
        most=min(_whole(found.get("maxRecordCount")) or MOST_ROWS, MOST_ROWS),
        pages=_pages(found),
        id_field=str(found.get("objectIdField") or next(ids, "")),
        date_only=fields.get(layer.dated_by) == "esriFieldTypeDateOnly",
    )


def questions(pull: Pull, infos: Mapping[str, LayerInfo], *, span: Span) -> list[Question]:
    """What to ask the layers for: a map a day of those that date their features, one of each that stands as it is.

    Layers that stand as they are belong to one map, and carry the day of the newest edit among them: an unchanged layer
    beside a changed one is of that day too.
    """
    standing = [layer for layer in pull.layers if not layer.dated_by and layer.name in infos]
    edits = [info.edited for layer in standing if (info := infos[layer.name]).edited]
    newest = max(edits).astimezone(ZoneInfo(span.zone)).date() if edits else span.today
    asked = [_standing(layer, pull, info=infos[layer.name], day=newest) for layer in standing]
    asked = [one for one in asked if span.since <= one.wanted.day <= span.until]
    dated = [layer for layer in pull.layers if layer.dated_by and layer.name in infos]
    asked += [one for layer in dated for one in _daily(layer, pull, info=infos[layer.name], span=span)]
    kept = [one for one in asked if is_safe(one.wanted.name)]
    return sorted(kept, key=lambda one: (one.wanted.day, one.wanted.name))


def page(content: bytes, question: Question) -> Page | Broken:
    """A page's features, or what is wrong with the answer."""
    found = parsed_object(content)
    if isinstance(found, Broken):
        return found
    features = found.get("features")
    if not isinstance(features, list):
        return Broken(what="it is an answer without features")
    around = {name: value for name, value in found.items() if name not in {"features", "exceededTransferLimit"}}
    inner = around.get("properties")
    said = found.get("exceededTransferLimit", inner.get("exceededTransferLimit") if isinstance(inner, dict) else None)
    # Servers before 10.3.1 do not say that there is more: a full page then may be one of several.
    more = bool(said) if said is not None else question.info.pages and len(features) >= question.info.most
    keys = tuple(_key(feature, question.info.id_field) for feature in features)
    return Page(content=content, features=tuple(features), keys=keys, more=more, around=_plain(around))


def with_page(pages: Sequence[Page], new: Page, *, question: Question) -> tuple[Page, ...] | Broken:
    """The pages so far and a new one; broken where the service gives what it gave, or will not give the rest."""
    seen = {key for one in pages for key in one.keys}
    if new.features and not set(new.keys) - seen:
        return Broken(what="the service gives the same page again: it does not page")
    if new.more and not question.info.pages:
        return Broken(what="the layer holds more than it gives in one answer, and does not page")
    if new.more and not new.features:
        return Broken(what="the service says that there is more, and gives nothing")
    if len(pages) >= MOST_PAGES:
        return Broken(what=f"it has more than {MOST_PAGES} pages")
    return (*pages, new)


def joined(pages: Sequence[Page]) -> bytes:
    """The pages as one map: a single page as it came, several with each feature once."""
    if len(pages) == 1:
        return pages[0].content
    features = {key: feature for one in pages for key, feature in zip(one.keys, one.features, strict=True)}
    return orjson.dumps({**pages[0].around, "features": list(features.values())})


def _standing(layer: SourceLayer, pull: Pull, *, info: LayerInfo, day: date) -> Question:
    wanted = Wanted(name=_name(pull, layer, day), url="", day=day, stamp=info.stamp)
    return _with_url(Question(wanted=wanted, layer=layer, info=info, where=layer.where or "1=1"))


def _daily(layer: SourceLayer, pull: Pull, *, info: LayerInfo, span: Span) -> Iterator[Question]:
    for day in span.days(first=layer.first, last=layer.last):
        name, until = _name(pull, layer, day), settles(day, pull)
        wanted = Wanted(name=name, url="", day=day, stamp=info.stamp, settles=until)
        where = _within(layer, day, zone=layer.zone or span.zone, date_only=info.date_only)
        yield _with_url(Question(wanted=wanted, layer=layer, info=info, where=where))


def _with_url(question: Question) -> Question:
    return replace(question, wanted=replace(question.wanted, url=question.url(0)))


def _within(layer: SourceLayer, day: date, *, zone: str, date_only: bool) -> str:
    """The condition that a feature is of that day; times are compared in UTC, as feature services keep them."""
    after = day + timedelta(days=1)
    if date_only:
        begin, end = f"DATE '{day}'", f"DATE '{after}'"
    else:
        moments = (datetime.combine(d, time(), ZoneInfo(zone)).astimezone(UTC) for d in (day, after))
        begin, end = (f"TIMESTAMP '{moment:%Y-%m-%d %H:%M:%S}'" for moment in moments)
    within = f"{layer.dated_by} >= {begin} AND {layer.dated_by} < {end}"
    return f"({layer.where}) AND {within}" if layer.where else within


def _name(pull: Pull, layer: SourceLayer, day: date) -> str:
    return pull.name.format_map({"layer": layer.name, "date": day, "unix": "", "id": ""})


def _edited(info: Any) -> datetime | None:
    given = info if isinstance(info, dict) else {}
    stamp = _whole(given.get("dataLastEditDate")) or _whole(given.get("lastEditDate"))
    try:
        return datetime.fromtimestamp(stamp / 1000, UTC) if stamp else None
    except (OverflowError, ValueError, OSError):
        return None


def _pages(found: Mapping[str, Any]) -> bool:
    advanced = found.get("advancedQueryCapabilities")
    inner = advanced.get("supportsPagination") if isinstance(advanced, dict) else None
    return bool(inner if inner is not None else found.get("supportsPagination", True))


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _key(feature: Any, id_field: str) -> str:
    """What a feature is known by: its id, else all that it is."""
    if isinstance(feature, dict):
        inner = feature.get("properties") or feature.get("attributes") or {}
        given = feature.get("id") if feature.get("id") is not None else inner.get(id_field)
        if given is not None:
            return str(given)
    return orjson.dumps(feature).decode()


def _plain(around: Mapping[str, Any]) -> Mapping[str, Any]:
    """The members around the features, without the word that there was more."""
    inner = around.get("properties")
    if not isinstance(inner, dict):
        return around
    return {**around, "properties": {k: v for k, v in inner.items() if k != "exceededTransferLimit"}}
