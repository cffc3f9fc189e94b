"""Numbers and periods are said as people say them, and never with more or less than is there."""

from datetime import date

import pytest
from django.utils import translation

from dateline.claims import spoken


@pytest.mark.parametrize(
    ("value", "unit", "hedge", "said"),
    [
        (507, "km²", "", "507 km²"),
        (5107, "km²", "over", "over 5,107 km²"),
        (379.5, "km²", "nearly", "nearly 379.5 km²"),
        (5.2e9, "GBP", "about", "about 5.2 billion GBP"),
        (1_500_000, "people", "at least", "at least 1.5 million people"),
        (1_234_567_891, "people", "", "1,234,567,891 people"),
        (40, "people", "up to", "up to 40 people"),
        (18.97, "%", "", "18.97 %"),
    ],
)
def test_a_number_is_said_with_its_unit_and_hedge(value, unit, hedge, said):
    assert spoken.quantity(value, unit, hedge=hedge) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2025, 5, 1), date(2025, 5, 31), "May 2025"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2025, 2, 1), date(2025, 2, 27), "1 February 2025 to 27 February 2025"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (date(2024, 6, 1), date(2025, 5, 31), "1 June 2024 to 31 May 2025"),
        (date(2025, 6, 2), date(2025, 6, 2), "2 June 2025"),
        (None, date(2025, 6, 2), "2 June 2025"),
        (None, None, ""),
    ],
)
def test_a_period_is_named_as_people_name_it(start, end, said):
    assert spoken.period(start, end) == said


def test_another_language_says_them_its_own_way():
    with translation.override("de"):
        assert spoken.quantity(379.5, "km²", hedge="nearly") == "fast 379,5 km²"
        assert spoken.period(date(2025, 5, 1), date(2025, 5, 31)) == "Mai 2025"
