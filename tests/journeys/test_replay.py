"""A blog is played again as if live: the same posts in the same order, into a blog of their own."""

import pytest
from click.testing import CliRunner

from builders import live_blog, published, words
from cast import ada
from dateline.blog.actions.blogs import change_state, pin_post
from dateline.blog.actions.posts import amend_post, correct_post, mark_post, withdraw_post
from dateline.blog.core.content import Byline
from dateline.blog.models import Blog, Post
from dateline.blog.trace import verify_blog
from dateline.newsroom.replaying import open_replay, play
from dateline.project.cli import cli

pytestmark = pytest.mark.django_db(transaction=True)


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)


def told() -> Blog:
    """An ended blog in which everything happened once."""
    by = ada()
    blog = live_blog(by)
    first = published(blog, by, "First", bylines=[Byline(name="Rui Tavares", role="Reporter")], tags=["Roads"])
    wrong = published(blog, by, "Wrong", "Three bridges.")
    gone = published(blog, by, "Gone")
    mark_post(first, by=by, key=True)
    correct_post(wrong, words("Right", "Four bridges."), correction="There are four.", by=by)
    withdraw_post(gone, reason="Not confirmed.", by=by)
    amend_post(Post.objects.get(pk=wrong.pk), words("Right", "Four old bridges."), by=by)
    pin_post(blog, Post.objects.get(pk=first.pk), by=by)
    return change_state(blog, "ended", by=by)


def shown(blog: Blog) -> list[tuple[object, ...]]:
    fields = ("title", "blocks", "bylines", "tags", "key", "state", "reason")
    posts = Post.objects.filter(blog=blog).order_by("order")
    notes = [[c["note"] for c in post.corrections] for post in posts]
    return [(*(getattr(post, name) for name in fields), note) for post, note in zip(posts, notes, strict=True)]


def test_a_replay_ends_as_the_original_did() -> None:
    original, time = told(), Time()
    replay = open_replay(original, by=ada())
    steps = list(play(replay, by=ada(), speed=600, clock=time.clock, sleep=time.sleep))
    blog = Blog.objects.get(slug="storm-replay")

    assert len(steps) == len(replay.steps) == 7
    assert shown(blog) == shown(original)
    assert (blog.state, blog.headline, blog.zone) == ("ended", original.headline, original.zone)
    assert Post.objects.get(uid=blog.pinned).title == "First"
    assert not list(verify_blog(blog))


def test_a_replay_that_is_stopped_ends_its_blog() -> None:
    replay = open_replay(told(), by=ada())
    time = Time()
    steps = play(replay, by=ada(), speed=600, clock=time.clock, sleep=time.sleep)
    next(steps)
    steps.close()
    blog = Blog.objects.get(slug="storm-replay")

    assert (blog.state, Post.objects.filter(blog=blog).count()) == ("ended", 1)


def test_a_replay_that_is_behind_does_not_wait() -> None:
    time = Time()
    replay = open_replay(told(), by=ada())
    late = iter(range(0, 1_000_000, 1000))
    list(play(replay, by=ada(), speed=600, clock=lambda: next(late), sleep=time.sleep))

    assert time.slept == []


def test_the_command_plays_and_says_where() -> None:
    told()
    first = CliRunner().invoke(cli, ["replay", "storm", "--speed", "100000", "--limit", "2"], catch_exceptions=False)
    second = CliRunner().invoke(cli, ["replay", "storm", "--speed", "100000"], catch_exceptions=False)

    assert first.exit_code == second.exit_code == 0
    assert "/live/storm-replay/" in first.stdout
    assert "/live/storm-replay-2/" in second.stdout
    assert CliRunner().invoke(cli, ["replay", "nowhere"]).exit_code == 2
