"""Hints to other processes: they never make a change fail, and never make an editor wait for long."""

import time

import pytest

from builders import live_blog, published
from cast import ada
from dateline.events import sources, wake

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(wake, "_redis_again", 0.0)


def test_a_redis_that_is_away_costs_an_editor_next_to_nothing(settings):
    by = ada()
    blog = live_blog(by)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    start = time.monotonic()

    assert published(blog, by).state == "published"
    assert time.monotonic() - start < 2


def test_a_listener_that_breaks_does_not_make_the_change_look_failed():
    by = ada()
    blog = live_blog(by)

    def breaks(key, seq):
        raise RuntimeError("the loop is closed")

    stop = wake.listen(breaks)
    try:
        assert published(blog, by).state == "published"
    finally:
        stop()


def test_listeners_hear_of_a_change_once_it_is_committed():
    by, heard = ada(), []
    blog = live_blog(by)
    stop = wake.listen(lambda key, seq: heard.append((key, seq)))
    published(blog, by)
    stop()
    published(blog, by)

    assert [key for key, _ in heard if key == blog.stream_key] == [blog.stream_key]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("blog/1 17", ("blog/1", 17)),
        ("", None),
        ("blog/1", None),
        ("blog/1 x", None),
        ("blog/1 -1", None),
        (" 5", None),
    ],
)
def test_what_is_no_hint_is_taken_for_none(text, hint):
    assert wake.read_hint(text) == hint


@pytest.mark.parametrize(
    ("before", "after", "hints"),
    [
        ({"a": ("e", 1), "b": ("e", 4)}, {"a": ("e", 1), "b": ("e", 6)}, ["b 6"]),
        ({}, {"a": ("e", 2)}, ["a 2"]),
        ({"a": ("e", 5)}, {"a": ("e", 3)}, [""]),
        ({"a": ("e", 5)}, {"a": ("f", 9)}, [""]),
        ({"a": ("e", 5)}, {"a": ("e", 5)}, []),
    ],
)
def test_a_look_at_sqlite_tells_what_moved_and_what_began_anew(before, after, hints):
    assert list(sources._moved(before, after)) == hints
