"""Says what is wrong with a profile's ``[pull]`` table once each of its keys is right by itself."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from dateline.territory.core.pulling import A_FILE_A_DAY, FEATURE_SERVICE, LISTED_MAPS

_NEEDS = {LISTED_MAPS: ("list", "map"), A_FILE_A_DAY: ("map",), FEATURE_SERVICE: ("layers", "name")}
_FILLED_WITH = {"id": "1", "unix": 1, "date": date(2025, 5, 31), "layer": "x"}


def pull_faults(table: Mapping[str, Any], *, terms: str) -> Iterator[str]:
    """Every fault of the table, in words that its writer understands; none where it can be used."""
    if not terms:
        yield "terms.text is missing: nothing is fetched from a source whose terms are not named"
    if "kind" not in table:
        yield "pull.kind is missing: how does the source publish?"
        return
    for name in _NEEDS[table["kind"]]:
        if not table.get(name):
            yield f"pull.{name} is missing: a source of the kind {table['kind']!r} needs it"
    yield from _template_faults(table)
    for number, layer in enumerate(table.get("layers", ()), 1):
        yield from _address_faults(f"pull.layers {number}.url", layer["url"])
        yield from _zone_faults(f"pull.layers {number}.zone", layer.get("zone", "UTC"))


def _template_faults(table: Mapping[str, Any]) -> Iterator[str]:
    for name in ("list", "map", "name"):
        try:
            text = str(table.get(name, "")).format_map(_FILLED_WITH)
        except (KeyError, ValueError, IndexError, AttributeError):
            yield f"pull.{name}: only {{id}}, {{unix}}, {{layer}} and {{date:%Y%m%d}} can stand in it"
            continue
        if name == "name" and "/" in text:
            yield "pull.name: a file's name has no / in it"
        if name != "name" and text:
            yield from _address_faults(f"pull.{name}", text)
    if table["kind"] == A_FILE_A_DAY and "{date" not in table.get("map", "{date"):
        yield "pull.map: {date:%Y%m%d} has to stand in it"


def _address_faults(where: str, url: str) -> Iterator[str]:
    if not url.startswith(("https://", "http://")):
        yield f"{where}: an address is needed, https://…"


def _zone_faults(where: str, zone: str) -> Iterator[str]:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        yield f"{where}: {zone!r} is no zone; one is Europe/Kyiv"
