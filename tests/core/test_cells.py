"""Numbers in tables as people and programs write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.territory.core.cells import comma_is_decimal, km2_in, plain, unit_in


@pytest.mark.parametrize(
    ("cell", "km2"),
    [
        (114478, 114478),
        ("114478.25", 114478.25),
        ("114,478.25", 114478.25),
        ("114 478.25", 114478.25),
        ("114\u202f478 km²", 114478),
        ("12 sq km", 12),
        ("1e3", 1000),
        ("247.105381467165 acres", pytest.approx(1)),
        ("100 ha", 1),
        ("1 250,5 га", pytest.approx(12.505)),
        ("2,000,000 m²", 2),
        ("1 sq mi", 2.589988110336),
    ],
)
def test_an_area_is_read_as_it_is_written(cell, km2):
    assert km2_in(cell, decimal_comma="га" in str(cell)) == km2


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("km2", "km²"),
        ("occupied", "km²"),
        ("hamlet", "km²"),
        ("Shape__Area", "km²"),
        ("GISAcres", "acres"),
        ("poly_GISAcres", "acres"),
        ("Area (ha)", "hectares"),
        ("AREA_SQMI", "square miles"),
        ("area_m2", "square metres"),
        ("площа, га", "hectares"),
    ],
)
def test_the_unit_of_a_column_is_told_by_its_name(name, unit):
    assert unit_in(name)[0] == unit


def test_a_cell_with_a_unit_of_its_own_goes_by_that():
    assert km2_in("3", unit=0.01) == 0.03
    assert km2_in("3 km²", unit=0.01) == 3


@pytest.mark.parametrize("cell", [None, "", "n/a", "-5", -5, "NaN", float("inf"), True, [], "12-13", "1.2.3", "٣km"])
def test_what_is_no_area_is_none(cell):
    assert km2_in(cell) is None


def test_a_comma_before_decimals_is_told_by_its_column():
    assert comma_is_decimal(["1.114,5", "12,25"]) is True
    assert km2_in("114478,25", decimal_comma=True) == 114478.25
    assert km2_in("114.478,25", decimal_comma=True) == 114478.25
    assert km2_in("12.5", decimal_comma=True) == 12.5


def test_commas_between_thousands_are_told_by_their_column():
    assert comma_is_decimal(["114,478", "1,114,478.5"]) is False
    assert comma_is_decimal(["114478", 12, None]) is None


def test_names_of_columns_are_the_same_however_they_are_spelled():
    assert plain("Area (km2)") == plain("area_km2") == plain("AreaKm2")


@given(st.one_of(st.text(max_size=12), st.floats(), st.integers(), st.none(), st.lists(st.integers())))
def test_any_cell_is_an_area_or_none(cell):
    for comma in (True, False):
        found = km2_in(cell, decimal_comma=comma)
        assert found is None or found >= 0
