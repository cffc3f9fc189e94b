"""The made country: the same each time; each defect put into it is named by its gate, and undone where it can be."""

from dataclasses import replace

import pytest
import shapely

from dateline.territory.made.defects import GATES, SPOILS, everything, spoiled
from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import written
from dateline.territory.read.files import read_bytes
from dateline.territory.read.parts import day_maps, drawn, parted

WHOLE = series(days=60)
# What the maps around a day have to tell, not the day's own map.
OF_THE_SERIES = {"empty-layer", "drop-out", "date", "missing-day", "repeat"}
# Ground that is truly another: two points changed places, or ground lies where no rule knows its label.
WITHIN = {"invalid-ring": 0.05}


def maps(made):
    """Each day's map as read from its file, with all findings about it."""
    profile, found = made_profile(), {}
    rules = profile.repair_rules(country=made.country.ground)
    for file, day in zip(written(made, "geojson"), made.days, strict=True):
        taken = parted(read_bytes(file.name, file.content), profile)
        days, _ = day_maps(taken.parts, profile)
        drawings = [drawn(each, profile, rules=rules) for each in days]
        found[day.shown] = (drawings, [*taken.findings, *(f for d in drawings for f in d.findings)])
    return found


def off(drawing, truth):
    nothing = shapely.Polygon()
    return max(shapely.symmetric_difference(drawing.ground.get(n, nothing), g).area for n, g in truth.items())


def test_a_series_without_a_defect_has_no_finding_and_shows_the_truth():
    for day, (drawings, findings) in zip(WHOLE.days, maps(WHOLE).values(), strict=True):
        assert findings == []
        assert off(drawings[0], day.truth) < 1e-12


def test_the_same_seed_makes_the_same_country_and_another_seed_another():
    assert series(days=3).days[2].truth["occupied"].equals_exact(series(days=3).days[2].truth["occupied"], 0)
    assert not series(2, days=3).country.ground.equals(series(days=3).country.ground)


@pytest.mark.parametrize("seed", range(2, 8))
def test_any_seed_makes_a_country_whose_regions_fill_it_and_whose_ground_is_valid(seed):
    made = series(seed, days=12)
    regions = [ground for _, ground in made.country.regions]

    assert sum(g.area for g in regions) == pytest.approx(made.country.ground.area)
    assert all(shapely.is_valid(g) for day in made.days for g in day.truth.values())
    assert all(off_country(g, made) < 1e-9 for day in made.days for n, g in day.truth.items())


def off_country(ground, made):
    return shapely.difference(ground, made.country.ground).area


@pytest.mark.parametrize("kind", sorted(set(SPOILS) - OF_THE_SERIES))
def test_a_defect_is_named_on_its_day_alone_and_undone(kind):
    made = spoiled(WHOLE, {kind: 20})
    found = maps(made.series)
    (defect,) = made.defects
    drawings, findings = found.pop(defect.shown)

    assert {f.gate for f in findings} == {GATES[kind]}
    assert {f.subject for f in findings} == {f"made_{defect.shown:%Y%m%d}.geojson"}
    assert off(drawings[0], WHOLE.days[20].truth) < WITHIN.get(kind, 1e-5)
    assert all(not others for _, others in found.values())


def test_an_empty_layer_is_not_nothing_but_not_known():
    made = spoiled(WHOLE, {"empty-layer": 20})
    drawings, _ = maps(made.series)[made.defects[0].shown]

    assert drawings[0].missing == ("occupied", "contested")


def test_the_same_map_under_a_new_date_is_told_by_its_content_not_its_name():
    made = spoiled(WHOLE, {"repeat": 20})
    contents = [drawings[0].content for drawings, _ in maps(made.series).values()]

    assert contents[20] == contents[19]
    assert len({*contents}) == len(contents) - 1


def test_a_class_that_is_drawn_without_ground_is_not_known_that_day():
    day = WHOLE.days[20]
    hollow = tuple(replace(p, ground=None) if "Contested" in p.label else p for p in day.pieces)
    made = replace(WHOLE, days=(replace(day, pieces=hollow),))
    (((drawing,), _),) = maps(made).values()

    assert drawing.missing == ("contested",)
    assert set(drawing.ground) == {"occupied", "liberated"} & {*day.truth}


def test_a_date_out_of_range_is_named_and_its_map_left_out():
    made = spoiled(WHOLE, {"date": 20})
    drawings, findings = maps(made.series)[WHOLE.days[20].shown.replace(year=2099)]

    assert drawings == []
    assert [f.gate for f in findings] == ["date"]


def test_every_defect_can_be_in_one_series_each_on_its_day():
    made = everything(WHOLE)

    assert {d.kind for d in made.defects} == {*GATES}
    assert len({d.shown for d in made.defects}) == len(GATES)
    assert len(made.series.days) == len(WHOLE.days) - 1
