"""What a newsroom does by itself: silent blogs end, and a database that is away is waited for."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from builders import live_blog
from cast import ada
from dateline.blog.models import Blog, BlogState
from dateline.events.models import Event
from dateline.project import background, cli


def silent_blog(minutes: int) -> Blog:
    """A live blog that ends itself after ten minutes, silent for ``minutes``."""
    blog = live_blog(ada())
    Blog.objects.filter(pk=blog.pk).update(silence_minutes=10)
    Event.objects.filter(stream__key=blog.stream_key).update(at=timezone.now() - timedelta(minutes=minutes))
    return blog


@pytest.mark.django_db
def test_a_silent_blog_ends_once_and_the_desk_is_told(capsys):
    blog = silent_blog(minutes=11)

    assert cli.run(["work", "--once"]) == 0
    assert "closed storm" in capsys.readouterr().out
    assert cli.run(["work", "--once"]) == 0
    assert capsys.readouterr().out == ""
    blog.refresh_from_db()
    assert blog.state == BlogState.ENDED
    assert "10 minutes" in blog.notice


@pytest.mark.django_db
def test_a_blog_that_spoke_a_moment_ago_stays_live():
    blog = silent_blog(minutes=9)

    assert background.tick() == []
    blog.refresh_from_db()
    assert blog.state == BlogState.LIVE


@pytest.mark.django_db
def test_a_database_that_is_away_is_tried_again(monkeypatch):
    stop, said, tries = threading.Event(), [], []

    def tick() -> list[str]:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("the disk is away")
        stop.set()
        return ["closed storm"]

    monkeypatch.setattr(background, "tick", tick)
    monkeypatch.setattr(background, "EVERY_SECONDS", 0)
    background.run(stop, say=said.append)

    assert said == ["background work waits: the disk is away", "closed storm"]
