"""When a channel is asked next, and what a look brought: decided from values alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dateline.wire.core import schedule
from dateline.wire.core.intake import Known, LookAgain, New, Unchanged, Updated, Withdrawn, decide, window
from dateline.wire.core.reported import Report
from dateline.wire.core.robots import may_fetch, pause_seconds

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AGES = some.lists(some.timedeltas(timedelta(days=-2), timedelta(days=400)), max_size=30)


@given(ages=AGES, asked=some.none() | some.integers(0, 10**9), is_live=some.booleans())
def test_a_channel_is_asked_within_bounds_whatever_it_says(ages, asked, is_live):
    pace = schedule.Pace(moments=[NOW - age for age in ages], asked_seconds=asked, is_live=is_live)

    least = schedule.LEAST_LIVE_SECONDS if is_live else schedule.LEAST_SECONDS
    assert least <= schedule.every_seconds(pace, NOW) <= schedule.MOST_SECONDS


@given(minutes=some.integers(1, 10_000), silence=some.integers(0, 10_000))
def test_a_channel_that_falls_silent_is_asked_less(minutes, silence):
    pace = schedule.Pace(moments=[NOW - timedelta(minutes=minutes * n) for n in range(20)])

    assert schedule.every_seconds(pace, NOW + timedelta(minutes=silence)) >= schedule.every_seconds(pace, NOW)


def test_half_of_the_time_in_which_one_item_is_to_be_expected_is_waited():
    pace = schedule.Pace(moments=[NOW - timedelta(minutes=20 * n) for n in range(1, 11)])

    assert schedule.every_seconds(pace, NOW) == 600


@given(faults=some.integers(1, 10_000), chance=some.floats(0, 1))
def test_a_channel_that_fails_is_asked_later_each_time_but_asked(faults, chance):
    first = schedule.after_fault(faults, retry_at=None, now=NOW, chance=chance)
    later = schedule.after_fault(faults + 1, retry_at=None, now=NOW, chance=chance)

    assert NOW < first <= later <= NOW + timedelta(hours=7)


def test_a_server_that_names_a_time_is_not_asked_before():
    named = NOW + timedelta(hours=20)

    assert schedule.after_fault(1, retry_at=named, now=NOW, chance=0.5) == named


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "public, max-age=600"}, 600),
        ({"cache-control": "max-age=600", "age": "500"}, 100),
        ({"cache-control": 'max-age="60"'}, 60),
        ({"cache-control": "no-cache, max-age=600"}, None),
        ({"cache-control": "max-age=soon"}, None),
        ({"expires": "Mon, 02 Mar 2026 12:10:00 GMT", "date": "Mon, 02 Mar 2026 12:00:00 GMT"}, 600),
        ({"expires": "0", "date": "Mon, 02 Mar 2026 12:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_how_long_an_answer_holds_is_told_by_the_servers_own_clock(headers, seconds):
    assert schedule.cached_seconds(headers) == seconds


def test_a_page_is_read_again_at_its_hours_and_then_no_more():
    def again(hours):
        return schedule.reread_at((2, 24), first_seen=NOW, now=NOW + timedelta(hours=hours))

    assert [again(0), again(3), again(30)] == [NOW + timedelta(hours=2), NOW + timedelta(hours=24), None]


REPORT = Report(key="a", title="Boats", text="Two boats sank.")


@pytest.mark.parametrize(
    ("report", "known", "kind"),
    [
        (REPORT, None, New),
        (REPORT, Known(hash=REPORT.hash, entry_hash=REPORT.hash), Unchanged),
        (REPORT, Known(hash="other", entry_hash="other"), Updated),
        (REPORT, Known(hash="page's", entry_hash=REPORT.hash, is_read=True), Unchanged),
        (REPORT, Known(hash="page's", entry_hash="other", is_read=True), LookAgain),
        (REPORT, Known(hash=REPORT.hash, entry_hash=REPORT.hash, is_withdrawn=True), Updated),
        (replace(REPORT, withdrawn="Cancelled."), Known(hash=REPORT.hash, entry_hash=REPORT.hash), Withdrawn),
        (replace(REPORT, withdrawn="Cancelled."), Known(hash="x", entry_hash="x", is_withdrawn=True), Unchanged),
    ],
)
def test_what_a_look_brought_is_decided(report, known, kind):
    (decision,) = decide([report, report], {"a": known} if known else {})

    assert isinstance(decision, kind)


def posts(numbers):
    """Posts by their minute, the newest first."""
    return [Report(key=str(n), title=f"Post {n}", published=NOW + timedelta(minutes=n)) for n in sorted(numbers)[::-1]]


def known_of(numbers):
    return {str(n): Known(hash="h", published=NOW + timedelta(minutes=n)) for n in numbers}


@given(count=some.integers(4, 40), fresh=some.integers(0, 10), kept=some.integers(2, 40))
def test_what_scrolls_away_at_the_end_is_never_taken_for_removed(count, fresh, kept):
    shown = [*range(max(0, count - kept), count), *range(count, count + fresh)]

    assert window(posts(shown), known_of(range(count))).removed == ()


@given(count=some.integers(4, 40), removed=some.integers(1, 38))
def test_a_post_that_is_missing_between_others_is_removed(count, removed):
    removed = 1 + removed % (count - 2)
    shown = [n for n in range(count) if n != removed]

    assert [one.key for one in window(posts(shown), known_of(range(count))).removed] == [str(removed)]


def test_an_old_post_that_is_pinned_on_top_moves_nothing():
    shown = [posts([0])[0], *posts(range(20, 40))]

    assert window(shown, known_of(range(40))).removed == ()


def test_a_page_that_suddenly_shows_little_has_removed_nothing_and_says_so():
    seen = window(posts([0, 1, 39]), known_of(range(40)))

    assert seen.removed == ()
    assert "37 posts less" in seen.note


def test_a_post_under_another_name_at_the_same_time_is_the_same():
    renamed = [replace(post, key="new") if post.key == "3" else post for post in posts(range(8))]

    seen = window(renamed, known_of(range(8)))

    assert "3" in {report.key for report in seen.reports}
    assert seen.removed == ()


@pytest.mark.parametrize(
    ("rules", "may"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\nUser-agent: Dateline\nAllow: /", True),
        ("User-agent: Dateline\nDisallow: /*.pdf$\n", True),
        ("User-agent: *\nDisallow: /20*/secret", False),
        ("\x00\xff no rules at all", True),
    ],
)
def test_rules_for_programs_are_read_as_they_are_meant(rules, may):
    assert may_fetch(rules, "https://paper.example/2026/secret/1") is may


@pytest.mark.parametrize(("asked", "seconds"), [("", 1.0), ("Crawl-delay: 7", 7.0), ("Crawl-delay: 9999", 60.0)])
def test_a_pause_that_is_asked_for_is_kept_within_bounds(asked, seconds):
    assert pause_seconds(f"User-agent: *\n{asked}\nDisallow: /x") == seconds


def test_above_a_post_that_stays_at_the_end_others_scroll_away():
    shown = posts([0, *range(11, 16)])

    assert window(shown, known_of([0, *range(10, 15)])).removed == ()
    assert [one.key for one in window(posts([0, *range(11, 15)]), known_of([0, *range(10, 15)])).removed] == ["10"]
