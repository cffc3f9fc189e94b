"""What is odd about a series of areas is found and named; a real loss is never taken for a defect."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.territory.core.gates import Day, Thresholds, Treatment, gate, total

FIRST = date(2025, 5, 1)


def series(values, *, every=1, contents=None):
    """A day a value, None where the layer is missing."""
    return [
        Day(
            shown=FIRST + timedelta(days=every * i),
            km2={"occupied": value},
            content=contents[i] if contents else str(i),
        )
        for i, value in enumerate(values)
    ]


def gated(days, classes=("occupied",), **treatment):
    chosen = {name.replace("_", "-"): Treatment(how) for name, how in treatment.items()}
    return gate(days, list(classes), treatment=chosen, limits=Thresholds())


def found(result, gate_name):
    return [finding.subject[-2:] for finding in result.findings if finding.gate == gate_name]


def kept(result):
    return [total(day, ["occupied"]) for day in result.days]


STEADY = [100_000.0 + 10 * i for i in range(20)]


def away(*days, by=-5_000.0):
    return [value + by * (i in days) for i, value in enumerate(STEADY)]


@pytest.mark.parametrize("days", [(5,), (5, 6), (5, 6, 7), (1,), (18,), (9, 10)])
def test_ground_that_drops_out_for_some_days_and_is_back_is_left_out(days):
    result = gated(series(away(*days)))

    assert found(result, "drop-out") == [f"{day + 1:02}" for day in days]
    assert kept(result) == [value for i, value in enumerate(STEADY) if i not in days]
    assert found(result, "jump") == []


def test_ground_that_leaps_up_for_a_day_is_left_out_too():
    assert found(gated(series(away(7, by=+8_000))), "drop-out") == ["08"]


def test_a_real_loss_that_stays_is_kept_and_flagged():
    values = [*STEADY[:10], *(value - 6_000 for value in STEADY[10:])]
    result = gated(series(values))

    assert kept(result) == values
    assert found(result, "drop-out") == []
    assert found(result, "jump") == ["11"]


def test_a_retreat_of_days_is_kept_and_its_largest_steps_are_flagged():
    # September 2022, in thousands of km², as ISW had it.
    values = [125_381, 125_317, 124_770, 124_496, 123_316, 120_257, 116_287, 117_076, 117_135, 117_102, 117_062]
    result = gated(series([float(v) for v in values]))

    assert kept(result) == values
    assert found(result, "drop-out") == []
    assert {"06", "07"} <= set(found(result, "jump"))


def test_a_loss_that_is_half_made_good_the_next_day_is_no_dropout():
    values = [*STEADY[:10], 94_000.0, *(97_000.0 + 10 * i for i in range(9))]

    assert found(gated(series(values)), "drop-out") == []


def test_a_loss_between_maps_months_apart_that_is_made_good_is_no_dropout():
    values = [70_000.0, 70_100, 70_150, 68_000, 70_100, 70_200, 70_300, 70_330]
    result = gated(series(values, every=30))

    assert found(result, "drop-out") == []
    assert kept(result) == values


def test_a_collapse_between_maps_weeks_apart_is_a_dropout_all_the_same():
    values = [70_000.0, 70_100, 70_150, 2_000, 70_100, 70_200, 70_300, 70_330]

    assert found(gated(series(values, every=30)), "drop-out") == ["30"]


def test_a_wild_series_does_not_hide_a_collapse():
    values = [20_000.0, 22_500, 19_000, 24_000, 21_000, 4_000, 21_500, 25_000, 22_000, 26_000]

    assert found(gated(series(values)), "drop-out") == ["06"]


def test_three_maps_are_enough_to_find_a_dropout():
    assert kept(gated(series([100_000.0, 60_000, 100_010]))) == [100_000, 100_010]


@pytest.mark.parametrize(("values", "day"), [([*STEADY, 30_000.0], "21"), ([30_000.0, *STEADY], "02")])
def test_a_collapse_at_an_end_is_kept_and_what_cannot_be_told_is_said(values, day):
    result = gated(series(values))
    (jump,) = [f for f in result.findings if f.gate == "jump"]

    assert kept(result) == values
    assert jump.subject.endswith(day)
    assert "may be a drop-out" in jump.what


def test_a_dropout_of_one_class_is_found_where_the_sum_hides_it():
    days = [
        Day(shown=FIRST + timedelta(days=i), km2={"occupied": 100_000.0, "advance": 300.0 if i == 5 else 1_100.0})
        for i in range(10)
    ]

    assert found(gated(days, ("occupied", "advance")), "drop-out") == ["06"]


def test_a_bridged_dropout_has_the_value_of_the_day_before_and_names_it():
    result = gated(series(away(5, 6)), drop_out="bridge")

    assert kept(result)[4:8] == [STEADY[4], STEADY[4], STEADY[4], STEADY[7]]
    assert [day.bridged for day in result.days[5:7]] == [{"occupied": date(2025, 5, 5)}] * 2


def test_a_missing_layer_is_left_out_bridged_or_kept_as_nothing():
    values = [100.0, None, 120.0]

    assert kept(gated(series(values))) == [100, 120]
    assert kept(gated(series(values), missing_layer="bridge")) == [100, 100, 120]
    assert kept(gated(series(values), missing_layer="keep")) == [100, 0, 120]
    assert found(gated(series(values), missing_layer="bridge"), "missing-layer") == ["02"]


def test_a_layer_that_ends_is_said_to_end():
    result = gated(series([100.0, 110, None, None]))

    assert kept(result) == [100, 110]
    assert all("occupied ends on 2025-05-02" in f.what for f in result.findings if f.gate == "missing-layer")


def test_a_pause_of_weeks_is_one_finding_and_the_jump_after_it_is_flagged():
    values = [*STEADY[:3], *[STEADY[3]] * 14, *(value + 4_000 for value in STEADY[4:9])]
    contents = [*"abc", *["d"] * 14, *"efghi"]
    result = gated(series(values, contents=contents))

    (repeat,) = [f for f in result.findings if f.gate == "repeat"]
    assert repeat.what == "the same content as 2025-05-04 until 2025-05-17, 13 days"
    assert kept(result) == values
    assert found(result, "jump") == ["18"]


def test_repeated_days_are_left_out_where_the_profile_says_so():
    result = gated(series([1.0, 1.0, 2.0], contents=["a", "a", "b"]), repeat="drop")

    assert kept(result) == [1, 2]


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e6)), max_size=12))
def test_any_series_is_gated_and_every_day_left_out_is_named(values):
    days = series(values)
    result = gated(days)

    left_out = {day.shown.isoformat() for day in days} - {day.shown.isoformat() for day in result.days}
    assert left_out <= {f.subject for f in result.findings if f.treatment == "drop"}


@given(st.lists(st.floats(0, 40), min_size=2, max_size=30))
def test_small_changes_are_never_odd(steps):
    days = series([100_000 + sum(steps[:i]) for i in range(len(steps))])

    assert {f.gate for f in gated(days).findings} <= {"repeat"}
