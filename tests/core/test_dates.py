"""Which day a map shows: by its name, a property, seconds since 1970, in a zone."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.territory.core.dates import (
    Dated,
    DateRule,
    Shows,
    Undated,
    astray,
    dated_by_name,
    dated_by_value,
    out_of_range,
)

UNIX = DateRule(pattern=r"(?P<unix>\d{10})", zone="Europe/Kyiv")


def day(found):
    assert isinstance(found, Dated), found
    return found.shown


@pytest.mark.parametrize("name", ["map_20250531.geojson", "2025-05-31.kml", "x.2025.05.31.gpkg", "a2025/05/31b"])
def test_a_date_in_the_name_is_found_as_people_write_it(name):
    assert day(dated_by_name(name, DateRule())) == date(2025, 5, 31)


def test_a_map_pulled_in_the_morning_shows_the_day_before():
    assert day(dated_by_name("20250601", DateRule(shows=Shows.DAY_BEFORE))) == date(2025, 5, 31)


def test_seconds_are_the_day_of_the_zone_not_of_utc():
    assert day(dated_by_name("1745960528.geojson.gz", UNIX)) == date(2025, 4, 30)
    assert day(dated_by_name("1745960528", DateRule(pattern=UNIX.pattern))) == date(2025, 4, 29)


def test_milliseconds_are_told_from_seconds():
    assert day(dated_by_value(1748723682000, DateRule())) == day(dated_by_value(1748723682, DateRule()))


def test_a_month_by_name_and_a_second_way_to_write_a_date():
    rule = DateRule(
        pattern=r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)|(?P<day_>\d\d)(?P<month_>[a-z]{3})(?P<year_>\d{4})"
    )

    assert day(dated_by_name("MapAO19MAR2022", rule)) == day(dated_by_name("Map20220319", rule)) == date(2022, 3, 19)


@pytest.mark.parametrize(
    "value", ["2025-05-31T23:30:00+00:00", "2025-05-31T23:30:00Z", datetime(2025, 5, 31, 23, 30, tzinfo=UTC)]
)
def test_a_moment_belongs_to_the_day_of_the_zone(value):
    assert day(dated_by_value(value, DateRule(zone="Europe/Kyiv"))) == date(2025, 6, 1)


@pytest.mark.parametrize("value", ["2025-05-31T22:30:00Z", 1748730600, datetime(2025, 5, 31, 22, 30, tzinfo=UTC)])
def test_another_zone_moves_a_moment_to_another_day(value):
    rule = DateRule(zone="Europe/Kyiv", cut_zone="Europe/Lisbon")

    assert day(dated_by_value(value, rule)) == date(2025, 5, 31)
    assert day(dated_by_value(value, DateRule(zone="Europe/Kyiv"))) == date(2025, 6, 1)


@pytest.mark.parametrize("value", ["2025-05-31", "20250531", date(2025, 5, 31)])
def test_a_bare_day_is_the_sources_own_in_any_zone(value):
    for zone in ("America/Lima", "Pacific/Auckland"):
        assert day(dated_by_value(value, DateRule(zone="Europe/Kyiv", cut_zone=zone))) == date(2025, 5, 31)


@pytest.mark.parametrize("value", [None, "", "soon", "2025-13-41", True, float("nan"), 1e300, "20259999"])
def test_what_is_no_date_is_said_to_be_none(value):
    assert isinstance(dated_by_value(value, DateRule()), Undated)


@given(st.text(max_size=20) | st.floats() | st.integers())
def test_any_value_is_a_day_or_a_reason(value):
    assert isinstance(dated_by_value(value, DateRule(zone="Asia/Tokyo", shows=Shows.DAY_BEFORE)), Dated | Undated)


@given(st.dates(date(1971, 1, 2), date(2200, 1, 1)))
def test_a_day_written_down_is_read_back(shown):
    for text in (shown.isoformat(), f"{shown:%Y%m%d}", shown):
        assert day(dated_by_value(text, DateRule(zone="America/New_York"))) == shown


def test_a_day_before_the_series_after_it_or_still_to_come_is_out_of_range():
    rule = DateRule(first=date(2022, 2, 24), last=date(2025, 12, 31))

    assert "began" in out_of_range(date(2019, 1, 1), rule)
    assert "ended" in out_of_range(date(2099, 1, 1), rule)
    assert "not come yet" in out_of_range(date(2025, 6, 2), rule, today=date(2025, 6, 1))
    assert out_of_range(date(2025, 6, 1), rule, today=date(2025, 6, 1)) == ""


@pytest.mark.parametrize(
    "name",
    [
        "2025_05_31.geojson",
        "map 2025-5-31.json",
        "31-May-2025.kml",
        "31May2025.kml",
        "May 31 2025.kml",
        "May_31st,_2025.kml",
        "Control as of May 31, 2025.zip",
        "2025-May-31.json",
        "31.05.2025.geojson",
        "31-05-2025.geojson",
        "05_31_2025.geojson",
        "карта 31 травня 2025.kml",
        "31_мая_2025.geojson",
        "Karte 31. Mai 2025.geojson",
        "carte du 31 mai 2025.geojson",
        "20250531143000.geojson",
        "export_20250531_v2_final3.geojson",
        "1748700000.geojson",
        "1748700000000.json",
    ],
)
def test_a_date_is_found_in_a_name_however_it_is_spelled(name):
    assert day(dated_by_name(name, DateRule())) == date(2025, 5, 31)


@pytest.mark.parametrize("name", ["03-05-2025.geojson", "3_5_2025.json", "map_310525.geojson", "31.05.25.kml"])
def test_a_name_that_may_be_one_day_or_another_is_said_to_be_so(name):
    found = dated_by_name(name, DateRule())

    assert isinstance(found, Undated)
    assert "dates.pattern" in found.reason


def test_a_day_and_a_month_that_are_the_same_need_not_be_told_apart():
    assert day(dated_by_name("05-05-2025", DateRule())) == date(2025, 5, 5)


@pytest.mark.parametrize(
    "name", ["report 3 final.geojson", "chart 15 units 2025.json", "v10.2.geojson", "12345678.json"]
)
def test_a_name_without_a_date_has_none(name):
    assert isinstance(dated_by_name(name, DateRule()), Undated)


@pytest.mark.parametrize("text", ["5/31/2025 2:15:00 PM", "Sat, 31 May 2025 12:00:00 GMT", "31.05.2025 14:00"])
def test_a_property_may_spell_its_date_too(text):
    assert day(dated_by_value(text, DateRule())) == date(2025, 5, 31)


def test_a_day_years_away_from_all_others_is_astray():
    days = [date(2022, 2, n) for n in range(1, 20)]

    assert astray([*days, date(2202, 2, 3), date(1922, 2, 3)]) == {date(2202, 2, 3), date(1922, 2, 3)}
    assert astray(days) == set()
    assert astray([date(2022, 2, 1), date(2042, 2, 1)]) == set()  # of two, nobody knows which


def test_a_series_of_a_map_every_ten_years_has_no_day_astray():
    assert astray([date(year, 1, 1) for year in range(1900, 2021, 10)]) == set()
