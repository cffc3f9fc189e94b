"""Times as feeds write them become instants; what is no time, or may be one day or another, becomes none."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.core.feeds.dates import time_of

MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 2),
    max_value=datetime(2199, 12, 30),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-9, minutes=-30))]),
).map(lambda moment: moment.replace(microsecond=0))


@given(MOMENTS)
def test_mail_dates_iso_dates_and_their_variants_tell_the_instant(moment: datetime) -> None:
    zone = moment.strftime("%z")
    ways = [
        moment.isoformat(),
        moment.strftime("%Y-%m-%d %H:%M:%S ") + zone,
        moment.strftime("%Y%m%dT%H%M%S") + zone,
        moment.strftime("%a, %d %b %Y %H:%M:%S ") + zone,
        moment.strftime("%A, %d %B %Y %H:%M:%S ") + zone,
        moment.strftime("%d %b %Y %H:%M:%S GMT") + zone,
        moment.strftime("%a %b %d %H:%M:%S {} %Y").format(zone),
        moment.strftime("%b %d, %Y %I:%M:%S %p ") + zone,
        moment.strftime("%Y/%m/%d %H:%M:%S ") + zone,
        moment.strftime("%d.%m.%Y %H:%M:%S ") + zone,
    ]

    assert {way: time_of(way) for way in ways} == dict.fromkeys(ways, (moment, False))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2004-05-25 오후 11:23:17", "2004-05-25T14:23:17+00:00"),
        ("2004년 05월 28일  01:31:15", "2004-05-27T16:31:15+00:00"),
        ("2004-július-13T9:15-05:00", "2004-07-13T14:15:00+00:00"),
        ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00+00:00"),
        ("2025年6月2日 14:05", "2025-06-02T06:05:00+00:00"),
        ("2 червня 2025 14:05", "2025-06-02T14:05:00+00:00"),
        ("4. Januar 2004, 16:29 Uhr", "2004-01-04T16:29:00+00:00"),
        ("mer., 4 juin 2025 10:00:00 +0200", "2025-06-04T08:00:00+00:00"),
        ("2004-07-08T24:00:00Z", "2004-07-09T00:00:00+00:00"),
        ("Fri, 24 Dec 2010 16:31:60 GMT", "2010-12-24T16:32:00+00:00"),
        ("Mon, 2 Jun 2025 14:14:37 Europe/Berlin", "2025-06-02T12:14:37+00:00"),
        ("2025-06-02 14:14:37 +0200 CEST", "2025-06-02T12:14:37+00:00"),
        ("1072915200", "2004-01-01T00:00:00+00:00"),
        ("1072915200000", "2004-01-01T00:00:00+00:00"),
    ],
)
def test_times_in_other_languages_and_odd_forms_are_read(written: str, told: str) -> None:
    moment, day_only = time_of(written)

    assert moment is not None
    assert moment.astimezone(UTC).isoformat() == told
    assert not day_only


@pytest.mark.parametrize("written", ["2025-06-02", "02 Jun 2025", "20250602", "2025-153", "2. Juni 2025", "2025/06/02"])
def test_a_day_without_a_clock_says_that_it_is_only_a_day(written: str) -> None:
    assert time_of(written) == (datetime(2025, 6, 2, tzinfo=UTC), True)


@pytest.mark.parametrize(
    "written",
    ["", "soon", "12", "7/8/2004 9:15", "31 Feb 2025 00:00:00 GMT", "2025-13-01", "0000-00-00T00:00:00Z", "9" * 200],
)
def test_what_is_no_time_or_may_be_two_days_is_none(written: str) -> None:
    assert time_of(written) == (None, False)


@given(st.text(max_size=80))
def test_any_text_gives_an_aware_time_or_none(text: str) -> None:
    moment, day_only = time_of(text)

    assert moment is None or moment.utcoffset() is not None
    assert moment is not None or not day_only
