"""Numbers are converted exactly, and a claimed number is compared with a computed one as its hedge is meant."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dateline.claims.core.quantity import (
    BadUnit,
    Mismatch,
    Quantity,
    Stated,
    Verdict,
    compare,
    convert,
    rounding,
    unit_named,
    verdict,
)
from dateline.claims.core.wording import Hedge

UNITS = {"area": ["m²", "ha", "km²", "sq mi", "acres"], "length": ["m", "km", "mi"], "people": ["people"]}
NUMBERS = st.floats(1e-6, 1e12)


@given(NUMBERS, st.sampled_from(sorted(UNITS)).flatmap(lambda d: st.tuples(*[st.sampled_from(UNITS[d])] * 2)))
def test_there_and_back_is_the_same(value, units):
    there = convert(Quantity(value=value, unit=units[0]), units[1])

    assert convert(there, units[0]).value == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("value", "unit", "other", "expected"),
    [
        (1, "sq mi", "km²", 2.589988110336),
        (640, "acres", "sq mi", 1),
        (1, "acres", "m²", 4046.8564224),
        (100, "ha", "km2", 1),
        (1, "miles", "km", 1.609344),
        (507, "square kilometres", "km²", 507),
    ],
)
def test_factors_are_the_defined_ones(value, unit, other, expected):
    assert convert(Quantity(value=value, unit=unit), other).value == expected


@pytest.mark.parametrize(("unit", "other"), [("km", "km²"), ("GBP", "USD"), ("people", "km")])
def test_what_does_not_measure_the_same_is_not_converted(unit, other):
    with pytest.raises(BadUnit):
        convert(Quantity(value=1, unit=unit), other)


@pytest.mark.parametrize("name", ["", "furlong", "kg", "gbp", "Km2x"])
def test_an_unknown_unit_is_refused(name):
    with pytest.raises(BadUnit):
        unit_named(name)


@pytest.mark.parametrize(
    ("said", "found", "hedge", "expected"),
    [
        (507, 507.4, "", Verdict.SAME),
        (507, 507.9, "", Verdict.CLOSE),
        (507, 449, "", Verdict.DIFFERS),
        (5.2, 5.24, "", Verdict.SAME),
        (400, 395, "nearly", Verdict.HOLDS),
        (400, 350, "nearly", Verdict.FAR),
        (400, 405, "nearly", Verdict.CLOSE),
        (400, 508, "nearly", Verdict.DIFFERS),
        (5000, 5107, "over", Verdict.HOLDS),
        (5000, 9000, "over", Verdict.FAR),
        (5000, 4000, "at least", Verdict.DIFFERS),
        (40, 41, "up to", Verdict.DIFFERS),
        (40, 39, "up to", Verdict.HOLDS),
        (100, 108, "about", Verdict.HOLDS),
        (100, 150, "about", Verdict.DIFFERS),
    ],
)
def test_a_hedge_says_what_a_number_may_be(said, found, hedge, expected):
    assert verdict(said, found, hedge=Hedge(hedge)) is expected


@given(NUMBERS, st.sampled_from(Hedge))
def test_a_number_agrees_with_itself(value, hedge):
    assert verdict(value, value, hedge=hedge) in {Verdict.SAME, Verdict.HOLDS}


@given(NUMBERS, NUMBERS)
def test_the_unit_decides_no_verdict_where_nothing_is_rounded(said, found):
    assume(abs(found - said) > 1.1 * (rounding(said) + rounding(found)))
    here = Stated(quantity=Quantity(value=said, unit="km²"), hedge=Hedge.OVER)
    found_here, found_there = Quantity(value=found, unit="km²"), convert(Quantity(value=found, unit="km²"), "ha")

    one, other = (compare(here, Stated(quantity=each)) for each in (found_here, found_there))
    assert one.difference == pytest.approx(other.difference, rel=1e-9, abs=1e-6)


def test_every_way_in_which_two_numbers_are_not_about_the_same_is_named():
    may = {"start": date(2025, 5, 1), "end": date(2025, 5, 31)}
    claimed = Stated(quantity=Quantity(value=507, unit="km²"), measure="net", region="*", **may)
    computed = Stated(
        quantity=Quantity(value=449, unit="km²"), measure="endpoint_gain", region="Donetsk", start=date(2025, 4, 1)
    )

    found = compare(claimed, computed)
    assert found.mismatches == (Mismatch.PERIOD, Mismatch.MEASURE, Mismatch.REGION)
    assert found.difference == -58


def test_what_a_claim_leaves_open_is_named_and_no_mismatch():
    claimed = Stated(quantity=Quantity(value=507, unit="km²"))
    found = compare(claimed, Stated(quantity=Quantity(value=507, unit="km²"), measure="net"))

    assert (found.verdict, found.mismatches, found.unsaid) == (Verdict.SAME, (), (Mismatch.MEASURE,))


def test_two_currencies_are_not_compared():
    claimed = Stated(quantity=Quantity(value=5.2e9, unit="GBP"))

    assert compare(claimed, Stated(quantity=Quantity(value=7e9, unit="USD"))).verdict is Verdict.APART
