"""Sources of maps as they are on the web, on this machine: a list of updates, daily files, a feature service."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, urlsplit

from answering import Quiet, answering
from dateline.territory.made.series import series
from dateline.territory.made.write import written

DAYS = 5
MAPS = {file.name[5:13]: file.content for file in written(series(3, days=DAYS), "geojson")}
FIRST, *_, LAST = (datetime.strptime(day, "%Y%m%d").date() for day in MAPS)
Answer = tuple[int, dict[str, str], bytes]


class Source:
    """What one server has and how it answers: tests change ``maps``, ``edited`` and ``ways`` as sources do."""

    def __init__(self) -> None:
        self.maps = dict(MAPS)
        self.updated = dict.fromkeys(MAPS, "2024-02-01T00:00:00Z")
        self.edited = 1_706_745_600_000
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.ways: dict[str, list[Callable[[], Answer] | None]] = {}
        self.layer: dict[str, Any] = {}
        self.slow_seconds = 0.0
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def asked(self, part: str) -> list[str]:
        """The addresses with ``part`` in them, in the order in which they were asked for."""
        return [path for path, _ in self.seen if part in path]

    def answers(self, part: str, *ways: Callable[[], Answer] | None) -> None:
        """The next answers to addresses with ``part`` in them; None for as it is."""
        self.ways[part] = list(ways)

    def answer(self, path: str, headers: dict[str, str]) -> Answer:
        self.seen.append((path, headers))
        for part, ways in self.ways.items():
            if part in path and ways and (way := ways.pop(0)) is not None:
                return way()
        parts = urlsplit(path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path.strip("/").split("/"):
            case ["list"]:
                return answer_json(self._list())
            case ["map", unix]:
                return self._map(f"{datetime.fromtimestamp(int(unix), UTC):%Y%m%d}", headers)
            case ["daily", name]:
                return self._map(name[5:13], headers)
            case ["layer", "0"]:
                return answer_json(self._layer())
            case ["layer", "0", "query"]:
                return self._query(asked)
        return 404, {}, b"no such page"

    def _list(self) -> list[dict[str, Any]]:
        return [{"id": unix(day), "updatedAt": self.updated[day], "description": "…"} for day in reversed(self.maps)]

    def _map(self, day: str, headers: dict[str, str]) -> Answer:
        content = self.maps.get(day)
        if content is None:
            return 404, {}, b"404: Not Found"
        etag = f'"{hash(content) & 0xFFFFFFFF:x}"'
        if headers.get("if-none-match") == etag:
            return 304, {"ETag": etag}, b""
        return 200, {"ETag": etag, "Content-Type": "text/plain"}, content

    def _layer(self) -> dict[str, Any]:
        fields = [{"name": "OBJECTID", "type": "esriFieldTypeOID"}, {"name": "seen", "type": "esriFieldTypeDate"}]
        own = {
            "geometryType": "esriGeometryPolygon",
            "fields": fields,
            "maxRecordCount": 2,
            "supportedQueryFormats": "JSON, geoJSON, PBF",
            "editingInfo": {"lastEditDate": self.edited},
            "advancedQueryCapabilities": {"supportsPagination": True},
        }
        return own | self.layer

    def _query(self, asked: dict[str, str]) -> Answer:
        rows = [row for day in self.maps for row in self._rows(day) if _is_within(row, asked["where"])]
        start, count = int(asked.get("resultOffset", 0)), int(asked.get("resultRecordCount", 2))
        given = {"features": rows[start : start + count]}
        more = {"exceededTransferLimit": True} if start + count < len(rows) else {}
        if asked["f"] == "json":
            given["features"] = [_esri(row) for row in given["features"]]
            reference = {"spatialReference": {"wkid": 4326}, "geometryType": "esriGeometryPolygon"}
            return answer_json(reference | given | more)
        return answer_json({"type": "FeatureCollection", **given, **({"properties": more} if more else {})})

    def _rows(self, day: str) -> Iterator[dict[str, Any]]:
        for number, feature in enumerate(json.loads(self.maps[day])["features"]):
            own = {"OBJECTID": int(day) * 100 + number, "seen": unix(day) * 1000}
            yield {**feature, "id": own["OBJECTID"], "properties": {**feature["properties"], **own}}


def unix(day: str) -> int:
    """Noon of the day, so that it is the same day in every zone of Europe."""
    return int(datetime.strptime(day, "%Y%m%d").replace(hour=12, tzinfo=UTC).timestamp())


def answer_json(value: Any, status: int = 200, **headers: str) -> Answer:
    return status, {name.replace("_", "-"): text for name, text in headers.items()}, json.dumps(value).encode()


def _is_within(row: dict[str, Any], where: str) -> bool:
    times = re.findall(r"TIMESTAMP '([^']+)'", where)
    bounds = [datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000 for text in times]
    return not bounds or bool(bounds[0] <= row["properties"]["seen"] < bounds[1])


def _esri(row: dict[str, Any]) -> dict[str, Any]:
    ground = row["geometry"]
    polygons = ground["coordinates"] if ground["type"] == "MultiPolygon" else [ground["coordinates"]]
    # Esri's outer rings go clockwise, its holes the other way round: GeoJSON's reversed.
    rings = [ring[::-1] for polygon in polygons for ring in polygon]
    return {"attributes": row["properties"], "geometry": {"rings": rings}}


@contextmanager
def source() -> Iterator[Source]:
    """A server with the made country's maps, on a free port of this machine."""
    made = Source()

    class Answering(Quiet):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, given, content = made.answer(self.path, headers)
            time.sleep(made.slow_seconds)
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(content))} | given).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

    with answering(Answering) as made.port:
        yield made


def profile_text(url: str, kind: str, **more: str) -> str:
    """The made country's profile with a ``[pull]`` table for this server; ``more`` are lines of it."""
    whole = (files("dateline.territory.made") / "made.toml").read_text("utf-8")
    tables = {
        "listed maps": f'list = "{url}/list"\nmap = "{url}/map/{{id}}"\nname = "made_{{date:%Y%m%d}}.geojson"\n'
        'date = "id"\nchanged = "updatedAt"',
        "a file a day": f'map = "{url}/daily/made_{{date:%Y%m%d}}.geojson"',
        "feature service": f'name = "{{layer}}_{{date:%Y%m%d}}.geojson"\n[[pull.layers]]\nname = "made"\n'
        f'url = "{url}/layer/0"\ndate = "seen"',
    }
    lines = "\n".join(f"{name} = {value}" for name, value in more.items())
    return f'{whole}\n[pull]\nkind = "{kind}"\npause_seconds = 0\n{lines}\n{tables[kind]}\n'


def later(day: date, days: int) -> date:
    return day + timedelta(days=days)
