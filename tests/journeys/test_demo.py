"""The demo: a newsroom that is there at once, once only, and a page on which things happen."""

import itertools
import json
import stat
import threading
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth import authenticate
from django.utils import timezone

from builders import words
from dateline.accounts.models import User
from dateline.blog.actions.blogs import change_state, set_member
from dateline.blog.actions.posts import write_and_publish
from dateline.blog.core.blocks import Exhibit, Quote, pictures_of, text_of_blocks
from dateline.blog.core.content import PostView
from dateline.blog.core.page import key_events, pinned_post, summary_post
from dateline.blog.core.refused import NotAllowed
from dateline.blog.models import Blog, Post, PostState, Revision
from dateline.blog.pictures import files_are_whole
from dateline.blog.queries import state_of
from dateline.blog.stream import frames_after
from dateline.blog.trace import verify_blog
from dateline.events import log
from dateline.events.models import Event
from dateline.project.demo import arrivals, figures, later, people, recaps, story
from dateline.project.demo.seed import Seeded, seed
from dateline.project.demo.steps import Publish, Withdraw
from dateline.project.demo.telling import RawBlock

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _own_home(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The player ends its thread's connection; here it plays in the test's own thread.
    monkeypatch.setattr(arrivals, "close_old_connections", lambda: None)
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "pictures"
    (tmp_path / "demo-pictures.json").write_text("{}")  # drawing them takes seconds; one test below does


@pytest.fixture
def seeded() -> Seeded:
    return seed(timezone.now())


def _blog() -> Blog:
    return Blog.objects.get(slug=story.SLUG)


def _posts() -> dict[str, PostView]:
    return {post.title: post for post in state_of(_blog()).posts.values()}


def _all_arrivals() -> None:
    for step in later.SCHEDULE:
        arrivals.take(step)


def test_a_second_start_adds_nothing(seeded: Seeded) -> None:
    before = (Blog.objects.count(), Post.objects.count(), Event.objects.count(), User.objects.count())

    again = seed(timezone.now())

    assert again == seeded
    assert before == (Blog.objects.count(), Post.objects.count(), Event.objects.count(), User.objects.count())


def test_the_demos_people_sign_in_with_what_is_shown(seeded: Seeded) -> None:
    assert [person.username for person in seeded.sign_ins] == ["ada", "rui", "vera"]
    assert all(authenticate(username=p.username, password=p.password) for p in seeded.sign_ins)


def test_passwords_are_of_this_home_only_and_for_its_owner_to_read(seeded: Seeded, settings: LazySettings) -> None:
    kept = settings.HOME / people.FILE
    passwords = {person.password for person in seeded.sign_ins}

    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert len(passwords) == 3
    kept.unlink()
    assert passwords.isdisjoint(person.password for person in seed(timezone.now()).sign_ins)


def test_a_lost_file_of_passwords_gives_new_ones_that_work(seeded: Seeded, settings: LazySettings) -> None:
    (settings.HOME / people.FILE).write_text(json.dumps({"somebody": "else"}))

    renewed = seed(timezone.now()).sign_ins

    assert all(authenticate(username=p.username, password=p.password) for p in renewed)


def test_the_reporter_drafts_and_may_not_publish(seeded: Seeded) -> None:
    draft = Post.objects.get(blog=_blog(), state=PostState.DRAFT)

    assert draft.created_by == people.user("rui")
    with pytest.raises(NotAllowed):
        write_and_publish(_blog(), words(), by=people.user("rui"))


def test_seeding_is_whole_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken_world:
        broken_world.setattr("dateline.project.demo.seed.withdraw_post", broken)
        with pytest.raises(OSError, match="no space"):
            seed(timezone.now())

    assert not Blog.objects.exists()
    seed(timezone.now())
    assert Blog.objects.count() == 4


def test_the_day_lies_in_the_last_hours_before_now(seeded: Seeded) -> None:
    now = timezone.now()

    posts = list(_posts().values())

    assert 14 <= len(posts) <= 24
    assert all(now - timedelta(hours=8) < post.published < now for post in posts)
    assert max(post.published for post in posts) > now - timedelta(minutes=15)


def test_the_page_says_that_it_replays_a_real_day(seeded: Seeded) -> None:
    head = state_of(_blog()).blog

    assert "2 June 2025, replayed" in head.headline
    assert head.standfirst.startswith("A demonstration")
    assert head.zone == "Europe/Kyiv"


def test_the_page_shows_what_a_live_page_can_hold(seeded: Seeded) -> None:
    state = state_of(_blog())
    kinds = {block.type for post in state.posts.values() for block in post.blocks}

    assert {"text", "quote", "embed", "exhibit", "factbox"} <= kinds
    assert len(key_events(state)) >= 5
    assert summary_post(state)
    assert pinned_post(state)
    assert any(post.withdrawn and post.reason for post in state.posts.values())
    assert any(post.updated and not post.corrections for post in state.posts.values())


def test_every_quote_has_its_speaker_and_its_source(seeded: Seeded) -> None:
    _all_arrivals()

    quotes = [b for post in _posts().values() for b in post.blocks if isinstance(b, Quote)]

    assert len(quotes) >= 4
    assert all(quote.speaker and quote.source for quote in quotes)


def test_the_figures_are_afps_to_the_digit(seeded: Seeded) -> None:
    charts = [b for post in _posts().values() for b in post.blocks if isinstance(b, Exhibit)]
    monthly, year = sorted(charts, key=lambda chart: -len(chart.rows))

    assert [row.value for row in monthly.rows] == [240, 379, 507]
    assert [row.value for row in year.rows] == [5107, 85]
    assert all(c.unit == "km²" and c.source and c.as_of == "31 May 2025" and c.method for c in charts)


def test_the_correction_says_what_was_wrong_and_the_log_keeps_it(seeded: Seeded) -> None:
    post = _posts()[figures.MONTHLY]
    first = Revision.objects.filter(post__uid=post.uid).order_by("number").first()

    assert [correction.note for correction in post.corrections] == [story.CORRECTION]
    assert "397" not in text_of_blocks(post.blocks)
    assert first
    assert "397" in json.dumps(first.content)


def test_every_byline_says_that_it_is_made_up(seeded: Seeded) -> None:
    _all_arrivals()

    bylines = {byline for post in _posts().values() for byline in post.bylines}

    assert len(bylines) >= 4
    assert all("made-up" in byline.bio.casefold() for byline in bylines)


def test_one_blog_reads_from_right_to_left_one_is_to_come_and_one_has_ended(seeded: Seeded) -> None:
    assert {(blog.state, blog.language) for blog in Blog.objects.all()} == {
        ("live", "en"),
        ("live", "ar"),
        ("upcoming", "en"),
        ("ended", "en"),
    }
    assert Blog.objects.get(state="upcoming").starts > timezone.now()


def test_all_that_arrives_leaves_a_trace_that_holds(seeded: Seeded) -> None:
    _all_arrivals()

    assert all(arrivals.has_happened(step) for step in later.SCHEDULE)
    assert [fault for blog in Blog.objects.all() for fault in verify_blog(blog)] == []


def test_what_arrives_is_of_every_kind(seeded: Seeded) -> None:
    head = log.head(_blog().stream_key)
    assert head
    _all_arrivals()

    arrived = Event.objects.filter(stream__key=_blog().stream_key, seq__gt=head.seq)

    assert {event.kind for event in arrived} == {
        "post.published",
        "post.amended",
        "post.corrected",
        "post.withdrawn",
        "post.marked",
        "post.tagged",
        "blog.pinned",
        "blog.edited",
    }
    assert len(frames_after(_blog().stream_key, head.seq, limit=100)) == len(later.SCHEDULE)


def test_a_later_start_goes_on_where_the_last_one_ended(seeded: Seeded) -> None:
    for step in later.SCHEDULE[:7]:
        arrivals.take(step)

    assert next(arrivals.steps_to_come()) == later.SCHEDULE[7]


def test_after_the_day_recaps_go_on_and_end_at_last(seeded: Seeded) -> None:
    _all_arrivals()
    before = len(_posts())

    for step in itertools.islice(arrivals.steps_to_come(), 10):
        arrivals.take(step)

    assert sorted(title for title in _posts() if title.startswith("Recap")) == [
        "Recap 1: the talks",
        "Recap 2: the attack on the bombers",
    ]
    assert len(_posts()) == before + 2
    coming = next(arrivals.steps_to_come())
    assert isinstance(coming, Publish)
    assert coming.telling.title.startswith("Recap 3")
    assert not list(recaps.recaps(told=recaps.MOST))
    assert list(verify_blog(_blog())) == []


def test_a_start_in_the_middle_of_a_recap_first_takes_its_mark_away(seeded: Seeded) -> None:
    _all_arrivals()
    for step in itertools.islice(arrivals.steps_to_come(), 3):
        arrivals.take(step)

    assert _posts()["Recap 1: the talks"].key
    arrivals.take(next(arrivals.steps_to_come()))
    assert not _posts()["Recap 1: the talks"].key
    assert next(arrivals.steps_to_come()).telling.title.startswith("Recap 2")


def test_the_demo_plays_until_it_is_told_to_stop(seeded: Seeded) -> None:
    waited: list[float] = []

    arrivals.play(_StopAfter(waits=5, seen=waited), pauses_s=(3,))

    assert waited == [3] * 5
    assert all(arrivals.has_happened(step) for step in later.SCHEDULE[:5])
    assert not arrivals.has_happened(later.SCHEDULE[5])


def test_the_demo_waits_while_the_page_is_paused(seeded: Seeded) -> None:
    change_state(_blog(), "paused", by=people.user("ada"))

    arrivals.play(_StopAfter(waits=5, seen=[]), pauses_s=(0,))

    assert not arrivals.has_happened(later.SCHEDULE[0])


def test_what_the_desk_did_first_the_demo_leaves_alone(seeded: Seeded) -> None:
    for step in later.SCHEDULE[:3]:
        arrivals.take(step)
    arrivals.take(Withdraw(title=later.THIRD, reason="A visitor took it back."))

    arrivals.play(_StopAfter(waits=4, seen=[]), pauses_s=(0,))

    assert not arrivals.has_happened(later.SCHEDULE[3])
    assert arrivals.has_happened(later.SCHEDULE[5])


def test_a_visitors_blog_may_lose_its_reporter_and_the_day_goes_on(seeded: Seeded) -> None:
    set_member(_blog(), people.user("rui"), role=None, by=people.user("ada"))

    arrivals.play(_StopAfter(waits=3, seen=[]), pauses_s=(0,))

    assert arrivals.has_happened(later.SCHEDULE[1])


class _StopAfter(threading.Event):
    """An event that sets itself after so many waits, without waiting."""

    def __init__(self, *, waits: int, seen: list[float]) -> None:
        super().__init__()
        self.left, self.seen = waits, seen

    def wait(self, timeout: float | None = None) -> bool:
        if self.left == 0:
            self.set()
        else:
            self.left -= 1
            self.seen.append(timeout or 0)
        return self.is_set()


@pytest.mark.slow
def test_every_picture_is_drawn_and_has_its_caption_credit_and_alt_text(settings: LazySettings) -> None:
    (settings.HOME / "demo-pictures.json").unlink()

    seed(timezone.now())
    state = state_of(_blog())
    told = [state.blog.picture, *(post.blocks for post in state.posts.values())]
    pictures = [picture for blocks in told for picture in pictures_of(blocks)]

    assert len(pictures) == sum(len(_names(telling.blocks)) for telling in story.STORY) + 1
    assert all(picture.caption.startswith("Illustration") and picture.credit and picture.alt for picture in pictures)
    assert all(files_are_whole(picture.picture) for picture in pictures)
    assert all(files_are_whole(byline.portrait) for post in state.posts.values() for byline in post.bylines)


def _names(blocks: Iterable[RawBlock]) -> list[str]:
    return [name for b in blocks for name in (*b.get("drawings", ()), b.get("drawing")) if name]
