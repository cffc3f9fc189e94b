"""How a blog's templates write times and figures."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from dateline.blog.templatetags.blog import clock, figure, host, moment, place

JUNE = datetime(2025, 6, 2, 11, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Kyiv", "14:05 EEST"),
        ("Europe/Istanbul", "14:05 UTC+3"),
        ("Asia/Kathmandu", "16:50 UTC+5:45"),
        ("America/Sao_Paulo", "08:05 UTC-3"),
        ("America/St_Johns", "08:35 NDT"),
        ("UTC", "11:05 UTC"),
    ],
)
def test_a_clock_names_its_zone_so_that_a_person_can_reckon_with_it(zone, said):
    assert clock(JUNE, zone) == said


@pytest.mark.parametrize(
    ("language", "day"), [("en", "2 June 2025"), ("de", "2. Juni 2025"), ("uk", "02 червня 2025 р.")]
)
def test_a_moment_carries_its_date_in_the_pages_language(language, day):
    with translation.override(language):
        drawn = moment(JUNE, "Europe/Kyiv")

    assert 'datetime="2025-06-02T14:05:09+03:00"' in drawn
    assert f'14:05 EEST<span class="day">, {day}</span>' in drawn


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("en", 5107.0, "5,107"),
        ("en", 18.9, "18.9"),
        ("de", 5107.5, "5.107,5"),
        ("en", None, "–"),
        ("en", -0.25, "-0.25"),
    ],
)
def test_a_figure_is_written_as_the_language_writes_it(language, value, said):
    with translation.override(language):
        assert figure(value) == said


def test_a_zone_is_named_by_its_place_and_a_site_by_its_host():
    assert place("America/Sao_Paulo") == "Sao Paulo"
    assert host("https://www.example.org:8000/a?b") == "example.org"
