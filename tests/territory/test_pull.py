"""Pulling maps from sources that behave like those on the web, and badly: whole files, nothing twice, nothing lost."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.blog.core.refused import Refused
from dateline.newsroom import polite
from dateline.newsroom.polite import Manners
from dateline.newsroom.pulled_folder import PulledFolder
from dateline.newsroom.pulling import Pulled, Task, Telling, pull_maps
from dateline.territory.core.pulling import MANIFEST, Span
from dateline.territory.core.values import Measure
from dateline.territory.profile_read import read_profile
from dateline.territory.read.folders import map_files
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.values import Asked
from sources import DAYS, FIRST, LAST, MAPS, Source, answer_json, later, profile_text, source, unix

KINDS = ("listed maps", "a file a day", "feature service")


@pytest.fixture
def web() -> Iterator[Source]:
    with source() as made:
        yield made


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits that would have been."""
    waited: list[float] = []
    monkeypatch.setattr(polite, "sleep", lambda seconds: waited.append(seconds) if seconds else None)
    return waited


def manners(web: Source, **other: object) -> Manners:
    return replace(Manners(pause_seconds=0, inside=frozenset({("127.0.0.1", web.port)})), **other)  # type: ignore[arg-type]


def pulled(web: Source, folder: Path, kind: str = KINDS[0], **other: object) -> Pulled:
    lines = {name: str(other.pop(name)) for name in ("settled_days",) if name in other}
    known = read_profile(profile_text(web.url, kind, **lines))
    span = Span(since=FIRST, until=LAST, today=later(LAST, 2), zone=known.dates.rule.zone)
    most = int(other.pop("most", 5000))  # type: ignore[call-overload]
    task = Task(profile="made", pull=known.pull, span=span, most=most)
    return pull_maps(task, folder, manners=manners(web, **other))


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in map_files(folder)}


def manifest(folder: Path) -> dict[str, dict[str, dict[str, object]]]:
    return json.loads((folder / MANIFEST).read_bytes())


@pytest.mark.parametrize("kind", KINDS)
def test_every_map_comes_and_a_survey_reads_them_by_the_same_profile(web, tmp_path, kind):
    done = pulled(web, tmp_path, kind)

    assert (len(done.new), done.is_whole, done.faults) == (DAYS, True, [])
    read = survey(Asked(files=map_files(tmp_path), profile=read_profile(profile_text(web.url, kind)), by="all"))
    assert [read.days[0], read.days[-1], len(read.days)] == [FIRST, LAST, DAYS]
    assert any(figure.measure is Measure.AREA and figure.km2 > 0 for figure in read.figures)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_here_is_not_asked_for_again(web, tmp_path, kind):
    pulled(web, tmp_path, kind, settled_days=0)
    before, bytes_before = len(web.seen), files(tmp_path)

    done = pulled(web, tmp_path, kind, settled_days=0)

    assert (done.new, done.here, done.is_whole) == ([], DAYS, True)
    assert len(web.seen) - before <= 1  # the list, or the layer's word about itself
    assert files(tmp_path) == bytes_before


@pytest.mark.parametrize("kind", KINDS[:2])
def test_a_map_as_it_came_is_the_sources_bytes_and_the_manifest_says_so(web, tmp_path, kind):
    pulled(web, tmp_path, kind)

    assert sorted(files(tmp_path).values()) == sorted(MAPS.values())
    for name, row in manifest(tmp_path)["files"].items():
        content = (tmp_path / name).read_bytes()
        assert row["size"] == len(content)
        assert str(row["url"]).startswith(web.url)
        assert row["etag"]


def test_pages_become_one_map_with_each_feature_once(web, tmp_path):
    pulled(web, tmp_path, "feature service")
    counts = {day: len(json.loads(content)["features"]) for day, content in MAPS.items()}

    assert max(counts.values()) > 2  # more than a page
    for day, count in counts.items():
        whole = json.loads((tmp_path / f"made_{day}.geojson").read_bytes())
        assert len(whole["features"]) == count
        assert "exceededTransferLimit" not in json.dumps(whole)
    assert not list((tmp_path / ".pull").glob("*.page"))


def test_a_service_without_geojson_is_read_in_its_own_format(web, tmp_path):
    web.layer = {"supportedQueryFormats": "JSON, AMF"}
    done = pulled(web, tmp_path, "feature service")
    known = read_profile(profile_text(web.url, "feature service"))

    assert len(done.new) == DAYS
    by_esri = survey(Asked(files=map_files(tmp_path), profile=known, by="all"))
    pulled(web, tmp_path / "other", "a file a day")
    by_geojson = survey(Asked(files=map_files(tmp_path / "other"), profile=known, by="all"))
    assert [f.km2 for f in by_esri.figures] == pytest.approx([f.km2 for f in by_geojson.figures])


def test_a_changed_map_is_kept_beside_the_old_one_and_counts(web, tmp_path):
    pulled(web, tmp_path)
    day = f"{LAST:%Y%m%d}"
    old = (tmp_path / f"made_{day}.geojson").read_bytes()
    web.maps[day], web.updated[day] = MAPS[f"{FIRST:%Y%m%d}"], "2024-03-01T00:00:00Z"

    done = pulled(web, tmp_path)

    assert done.changed == {f"made_{day}_v02.geojson": f"made_{day}.geojson"}
    assert (tmp_path / f"made_{day}.geojson").read_bytes() == old
    read = survey(Asked(files=map_files(tmp_path), profile=read_profile(profile_text(web.url, KINDS[0])), by="all"))
    left_out = [finding.subject for finding in read.findings if finding.gate == "two-maps"]
    assert left_out == [f"made_{day}.geojson"]


def test_a_map_that_only_says_it_changed_adds_nothing(web, tmp_path):
    pulled(web, tmp_path)
    web.updated[f"{LAST:%Y%m%d}"] = "2024-03-01T00:00:00Z"
    before = len(web.asked("/map/"))

    done = pulled(web, tmp_path)

    assert (done.new, done.changed) == ([], {})
    assert web.seen[-1][1]["if-none-match"]
    pulled(web, tmp_path)
    assert len(web.asked("/map/")) == before + 1


def test_a_map_that_may_still_change_is_asked_for_by_its_etag(web, tmp_path):
    pulled(web, tmp_path, "a file a day", settled_days=100_000)
    day = f"{LAST:%Y%m%d}"
    web.maps[day] = MAPS[f"{FIRST:%Y%m%d}"]

    done = pulled(web, tmp_path, "a file a day", settled_days=100_000)

    assert all("if-none-match" in headers for _, headers in web.seen[DAYS:])
    assert (done.here, done.changed) == (DAYS - 1, {f"made_{day}_v02.geojson": f"made_{day}.geojson"})


def test_a_day_without_a_file_is_said_and_not_asked_for_for_ever(web, tmp_path):
    gone = f"{later(FIRST, 2):%Y%m%d}"
    del web.maps[gone]
    first = pulled(web, tmp_path, "a file a day", settled_days=0)

    pulled(web, tmp_path, "a file a day", settled_days=0)

    assert (len(first.new), first.nothing, first.is_whole) == (DAYS - 1, 1, True)
    assert len(web.asked(gone)) == 1


def cut() -> tuple[int, dict[str, str], bytes]:
    whole = MAPS[f"{FIRST:%Y%m%d}"]
    return 200, {}, whole[: len(whole) // 2]


BROKEN = {
    "web page": lambda: (200, {}, b"<!doctype html><title>Just a moment</title>"),
    "cut short": cut,
    "empty": lambda: (200, {}, b""),
    "no features": lambda: answer_json({"type": "FeatureCollection", "features": []}),
    "the service says 400: Invalid query": lambda: answer_json({"error": {"code": 400, "message": "Invalid query"}}),
    "no map": lambda: answer_json({"hello": "world"}),
    "could not be fetched": lambda: (200, {"Content-Length": "9999999"}, b"{"),
    "not a public one": lambda: (302, {"Location": "http://169.254.169.254/latest/"}, b""),
    "404": lambda: (404, {}, b""),
}


@pytest.mark.parametrize("reason", BROKEN)
def test_a_broken_answer_is_named_the_rest_comes_and_the_next_run_mends_it(web, tmp_path, waits, reason):
    day = f"{later(FIRST, 1):%Y%m%d}"
    name = f"made_{day}.geojson"
    web.answers(f"/map/{unix(day)}", *[BROKEN[reason]] * 4)

    done = pulled(web, tmp_path)

    assert len(done.new) == DAYS - 1
    assert [reason in fault.reason for fault in done.faults] == [True]
    assert not (tmp_path / name).exists()
    web.ways.clear()
    assert pulled(web, tmp_path).new == [name]


def test_a_list_that_cannot_be_read_is_named(web, tmp_path, waits):
    web.answers("/list", lambda: answer_json([{"description": "…"}]))
    done = pulled(web, tmp_path)

    assert done.new == []
    assert "has no id" in done.faults[0].reason


def test_a_source_that_asks_for_patience_gets_it(web, tmp_path, waits):
    busy = lambda: (429, {"Retry-After": "17"}, b"")  # noqa: E731
    web.answers("/map/", busy, None, lambda: (500, {}, b""), lambda: (503, {}, b""))

    done = pulled(web, tmp_path)

    assert (len(done.new), done.is_whole) == (DAYS, True)
    assert [round(seconds) for seconds in waits] == [17, 2, 4]


def test_a_feature_service_that_says_busy_with_200_is_waited_for(web, tmp_path, waits):
    busy = lambda: answer_json({"error": {"code": 429, "message": "Too many requests"}})  # noqa: E731
    web.answers("/query", None, busy)

    assert pulled(web, tmp_path, "feature service").is_whole
    assert waits == [2]


def test_a_source_that_asks_for_too_much_patience_is_left_for_the_next_run(web, tmp_path, waits):
    web.answers("/map/", None, None, lambda: (503, {"Retry-After": "7200"}, b""))

    done = pulled(web, tmp_path)

    assert (len(done.new), done.left, waits) == (2, DAYS - 3, [])
    assert "asked again at" in done.stopped
    assert len(pulled(web, tmp_path).new) == DAYS - 2


def test_a_source_that_is_down_is_left_alone(web, tmp_path, waits):
    web.answers("/map/", *[lambda: (500, {}, b"")] * 100)

    done = pulled(web, tmp_path, silent=2, tries=2)

    assert len(web.asked("/map/")) == 4
    assert "2 requests in a row failed" in done.stopped


def test_a_slow_drip_ends_at_the_limit(web, tmp_path, waits):
    web.slow_seconds = 0.6
    limits = replace(Manners().limits, seconds=0.2)

    done = pulled(web, tmp_path, limits=limits, tries=1)

    assert "too long" in done.faults[0].reason


def test_caps_on_maps_and_bytes_leave_the_rest_for_the_next_run(web, tmp_path):
    done = pulled(web, tmp_path, most=2)

    assert (len(done.new), done.left, done.is_whole) == (2, DAYS - 2, False)
    size = len(next(iter(MAPS.values())))
    done = pulled(web, tmp_path, most_bytes=size)
    assert "MB came" in done.stopped
    assert 0 < len(done.new) < DAYS - 2
    assert len(pulled(web, tmp_path).new) == DAYS - 2 - len(done.new)


@pytest.mark.parametrize("over", ["pages", "more-of-nothing"])
def test_a_service_that_pages_wrongly_is_named_and_left(web, tmp_path, over):
    same = {"type": "FeatureCollection", "exceededTransferLimit": True}
    page = json.loads(MAPS[f"{FIRST:%Y%m%d}"])["features"][:2] if over == "pages" else []
    web.answers("/query", *[lambda: answer_json({**same, "features": page})] * (2 if page else 1))

    done = pulled(web, tmp_path, "feature service")

    assert len(done.new) == DAYS - 1
    assert any(word in done.faults[0].reason for word in ("same page again", "gives nothing"))
    assert len(pulled(web, tmp_path, "feature service").new) == 1


def test_pages_of_a_map_that_broke_off_are_not_fetched_twice(web, tmp_path, waits):
    web.answers("/query", None, *[lambda: (500, {}, b"")] * 4)
    pulled(web, tmp_path, "feature service")
    first_page = web.asked("/query")[0]

    assert pulled(web, tmp_path, "feature service").is_whole
    assert web.asked("/query").count(first_page) == 1


def test_layers_as_they_stand_carry_the_day_of_the_newest_edit(web, tmp_path):
    text = profile_text(web.url, "feature service").replace('\ndate = "seen"', "")
    known = read_profile(text.replace("2031-12-31", "2031-12-30"))
    web.maps = {f"{LAST:%Y%m%d}": MAPS[f"{LAST:%Y%m%d}"]}
    web.edited = unix(f"{LAST:%Y%m%d}") * 1000
    task = Task(profile="made", pull=known.pull, span=Span(since=FIRST, until=LAST, today=LAST))

    one = pull_maps(task, tmp_path, manners=manners(web))
    again = pull_maps(task, tmp_path, manners=manners(web))

    assert one.new == [f"made_{LAST:%Y%m%d}.geojson"]
    assert (again.new, again.here) == ([], 1)


def test_one_pull_at_a_time_works_in_a_folder(web, tmp_path):
    with PulledFolder(tmp_path, profile="made").opened(), pytest.raises(Refused, match="Another pull"):
        pulled(web, tmp_path)


def test_a_file_that_was_lost_or_altered_here_is_fetched_anew(web, tmp_path):
    pulled(web, tmp_path)
    lost, altered = sorted(files(tmp_path))[:2]
    (tmp_path / lost).unlink()
    (tmp_path / altered).write_bytes(b"{}")

    done = pulled(web, tmp_path)

    assert done.new == [lost, altered.replace(".", "_v02.")]
    assert (tmp_path / altered).read_bytes() == b"{}"


def test_a_damaged_manifest_is_said_and_nothing_is_overwritten(web, tmp_path):
    pulled(web, tmp_path)
    (tmp_path / MANIFEST).write_text("{")

    with pytest.raises(Refused, match="is damaged"):
        pulled(web, tmp_path)


def test_the_bar_is_told_of_each_map_and_of_long_waits(web, tmp_path, waits):
    steps, told = [], []
    web.answers("/map/", lambda: (503, {"Retry-After": "9"}, b""))
    known = read_profile(profile_text(web.url, KINDS[0]))
    task = Task(profile="made", pull=known.pull, span=Span(since=FIRST, until=LAST, today=LAST))
    telling = Telling(step=lambda done, total: steps.append((done, total)), waiting=lambda s, why: told.append(why))

    pull_maps(task, tmp_path, manners=manners(web), telling=telling)

    assert steps == [(number, DAYS) for number in range(1, DAYS + 1)]
    assert "503" in told[0]


def test_requests_are_a_pause_apart(web, tmp_path, waits):
    pulled(web, tmp_path, pause_seconds=30.0)

    assert len(waits) == DAYS
    assert min(waits) > 29
