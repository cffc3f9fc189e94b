"""Real maps read to the figures that were published from them. The maps are never part of the project."""

import itertools
from datetime import date

import pytest
import shapely

from dateline.territory.core.compare import compare, outlined
from dateline.territory.core.project import plane_for, to_plane
from dateline.territory.core.regions import Regions
from dateline.territory.core.values import Measure
from dateline.territory.profile_read import profile
from dateline.territory.propose import propose
from dateline.territory.read.areas import areas
from dateline.territory.read.files import read_file
from dateline.territory.read.folders import map_files
from dateline.territory.read.parts import Parted, day_maps, drawn, parted
from dateline.territory.read.regions import NamedRegions, named_regions
from dateline.territory.read.values import Layer, Unreadable
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.values import Asked

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@pytest.fixture
def maps(shared):
    def of(folder, name):
        known, parts, findings = profile(name), [], []
        for path in map_files(shared / "data/territory" / folder):
            taken = parted(read_file(path), known)
            assert isinstance(taken, Parted), taken
            parts += taken.parts
            findings += taken.findings
        days, more = day_maps(parts, known)
        return [drawn(day, known, rules=known.repair_rules()) for day in days], findings + more

    return of


def net(maps, control):
    plane = plane_for(maps[0].ground[control])
    km2 = [to_plane(m.ground[control], plane).area / 1e6 for m in maps]
    return {m.shown: b - a for m, a, b in zip(maps[1:], km2, km2[1:], strict=False)}


def test_deepstates_full_maps_give_its_published_months(maps):
    found, findings = maps("deepstate_full", "deepstate-full")
    change = net(found, "occupied")

    assert [m.shown for m in found] == [date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30), date(2025, 5, 31)]
    assert change[date(2025, 3, 31)] == pytest.approx(133.6, abs=0.1)
    assert change[date(2025, 5, 31)] == pytest.approx(449.3, abs=0.1)
    assert findings == []  # every label of the map is known


def test_may_by_region_is_what_deepstates_full_maps_show(maps, shared):
    (*_, april, may), _ = maps("deepstate_full", "deepstate-full")
    boundaries = named_regions(read_file(next(iter(map_files(shared / "data/territory/boundaries")))), ("ADMIN_1",))
    assert isinstance(boundaries, NamedRegions)
    plane = plane_for(april.ground["occupied"])
    change = compare(*(outlined(to_plane(m.ground["occupied"], plane)) for m in (april, may)))
    regions = Regions.of([(name, to_plane(ground, plane)) for name, ground in boundaries.regions])
    gained = dict(zip(regions.names, regions.km2(change.gained), strict=True))
    told = {"Донецька": 312.6, "Сумська": 110.6, "Запорізька": 11.5, "Луганська": 10.9, "Харківська": 8.6}

    assert {name: gained[f"{name} область"] for name in told} == pytest.approx(told, abs=0.1)


def test_deepstates_daily_maps_show_the_day_before_their_name(maps):
    found, _ = maps("deepstate_daily", "deepstate-daily")

    assert (found[0].shown, found[-1].shown) == (date(2025, 3, 29), date(2025, 5, 31))
    assert all(shapely.is_valid(m.ground["occupied"]) and not m.findings for m in found)


def test_isws_table_gives_afps_months(shared):
    found = areas(read_file(shared / "data/territory/isw_table/daily_areas.json"), profile("isw-table"))
    assert not isinstance(found, Unreadable)
    total = {day.shown: sum(day.km2.values()) for day in found.days}
    ends = [date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30), date(2025, 5, 31)]

    assert [total[b] - total[a] for a, b in itertools.pairwise(ends)] == pytest.approx([240.16, 379.49, 507.88])
    assert total[ends[-1]] / profile("isw-table").place.denominator_km2 == pytest.approx(0.1897, abs=5e-5)
    assert found.findings == ()


def test_isws_layers_are_three_classes_a_day_and_their_bad_rings_are_mended(maps):
    found, _ = maps("isw_layers_2022", "isw-layers")
    findings = {f.gate for m in found for f in m.findings}

    assert len(found) == 13
    assert all(set(m.ground) == {"occupied", "advance", "claimed"} and not m.missing for m in found)
    assert {"invalid-ring", "overlap"} <= findings
    assert all(shapely.is_valid(g) for m in found for g in m.ground.values())


def test_owlmaps_rings_lie_in_ukraine_and_count_once(maps):
    found, _ = maps("owlmaps", "owlmaps")

    assert [m.shown for m in found] == [date(2025, 4, 30), date(2025, 5, 31)]
    assert net(found, "occupied")[date(2025, 5, 31)] == pytest.approx(548, abs=2)
    assert any(f.gate == "overlap" for f in found[0].findings)


def test_the_27_regions_are_named(shared):
    found = named_regions(read_file(next(iter(map_files(shared / "data/territory/boundaries")))), ("name", "ADMIN_1"))

    assert isinstance(found, NamedRegions)
    assert len(found.regions) == 27


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("deepstate_daily", "deepstate-daily"),
        ("deepstate_full", "deepstate-full"),
        ("isw_layers_2022", "isw-layers"),
        ("isw_table", "isw-table"),
        ("owlmaps", "owlmaps"),
    ],
)
def test_a_known_source_is_recognised(folder, name, shared):
    reads = [read_file(path) for path in map_files(shared / "data/territory" / folder)[:3]]

    assert propose(reads).shipped == name


def test_two_months_of_daily_maps_and_the_regions_are_read_whole(shared):
    paths = [*map_files(shared / "data/territory/deepstate_daily"), *map_files(shared / "data/territory/boundaries")]

    read = [read_file(path) for path in paths]

    assert len(read) == 63
    assert all(isinstance(each, Layer) and each.features for each in read)


def test_a_retreat_of_thousands_of_square_km_is_measured_and_no_day_of_it_is_taken_for_a_defect(shared):
    files = map_files(shared / "data/territory/isw_layers_2022")
    done = survey(Asked(files=files, profile=profile("isw-layers"), by="day"))
    net = {f.start: f.km2 for f in done.figures if f.classes == "occupied" and f.measure is Measure.NET}

    # The press had some 3,000 km² retaken around Kharkiv by 11 September, and 6,000 in the month by the 12th.
    assert len(net) == 12
    assert net[date(2022, 9, 10)] == pytest.approx(-3329, abs=1)
    assert sum(net.values()) == pytest.approx(-9100.5, abs=1)
    assert {f.gate for f in done.findings} & {"drop-out", "missing-layer", "fault"} == set()
