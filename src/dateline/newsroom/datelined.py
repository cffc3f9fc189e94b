"""Where a story's reports come from, for the desk: counted, and on a map where the operator names a gazetteer."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from dateline.territory.core.places import Place
from dateline.territory.read.gazetteer import DEFAULT, found_places
from dateline.territory.read.values import Faulty
from dateline.wire.core.datelines import Dateline, datelines
from dateline.wire.core.place_map import At, PlaceMap, place_map
from dateline.wire.models import Item

MOST = 60
log = logging.getLogger("dateline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place with how many reports come from it, their outlets, and what the gazetteer says of it."""

    dateline: Dateline
    outlets: tuple[str, ...]
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Datelined:
    """The places of a story; ``without`` reports name none; ``drawn`` None: no gazetteer, or it knows none of them."""

    places: tuple[Where, ...]
    without: int
    drawn: PlaceMap | None = None
    has_gazetteer: bool = False


def datelined(items: Sequence[Item]) -> Datelined:
    """Where these reports come from; copies count, for each stands in another paper."""
    told = datelines((item.pk, item.text, item.places if isinstance(item.places, list) else ()) for item in items)
    known = {item.pk: item for item in items}
    placed = _known({name for one in told[:MOST] for name in one.names})
    places = tuple(_where(one, known, placed) for one in _merged(told[:MOST], placed))
    points = [
        At(
            name=one.dateline.name,
            longitude=one.place.longitude,
            latitude=one.place.latitude,
            reports=len(one.dateline.reports),
        )
        for one in places
        if one.place
    ]
    named = {report for one in told for report in one.reports}
    has_gazetteer = bool(settings.GAZETTEER)
    return Datelined(
        places=places, without=len(items) - len(named), drawn=place_map(points), has_gazetteer=has_gazetteer
    )


def _merged(told: Sequence[Dateline], placed: dict[str, Place]) -> list[Dateline]:
    """The datelines, those that the gazetteer knows as one place under the name that most reports have."""
    groups: dict[object, list[Dateline]] = {}
    for one in told:
        groups.setdefault(_place(one, placed) or one.name, []).append(one)
    merged = [
        Dateline(
            name=same[0].name,
            names=tuple(dict.fromkeys(name for one in same for name in one.names)),
            reports=tuple(dict.fromkeys(report for one in same for report in one.reports)),
        )
        for same in groups.values()
    ]
    return sorted(merged, key=lambda one: -len(one.reports))


def _where(one: Dateline, known: dict[int, Item], placed: dict[str, Place]) -> Where:
    outlets = dict.fromkeys(known[int(report)].channel.name for report in one.reports)
    return Where(dateline=one, outlets=tuple(outlets), place=_place(one, placed))


def _place(one: Dateline, placed: dict[str, Place]) -> Place | None:
    found = [placed[name] for name in one.names if name in placed]
    return max(found, key=lambda place: place.population, default=None)


def _known(names: Collection[str]) -> dict[str, Place]:
    """The places of these names in the operator's gazetteer; a file that cannot be read is told in the log."""
    if not settings.GAZETTEER or not names:
        return {}
    path = Path(settings.GAZETTEER)
    try:
        told = _told(path, path.stat().st_mtime_ns)
        if new := set(names) - told.keys():
            if path.stat().st_size > DEFAULT.file_bytes:
                raise Faulty(f"it has more than {DEFAULT.file_bytes / 1e6:,.0f} MB")
            found = found_places(path.read_bytes(), new)
            told |= {name: found.get(name) for name in new}
    except (OSError, Faulty) as fault:
        log.warning("DATELINE_GAZETTEER: %s cannot be used: %s", path.name, fault)
        return {}
    return {name: place for name in names if (place := told.get(name))}


@lru_cache(maxsize=1)
def _told(path: Path, changed_at: int) -> dict[str, Place | None]:
    """What the file said of the names that were asked for, kept until it changes: a pass takes a second."""
    return {}
