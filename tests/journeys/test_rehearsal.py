"""The demo's survey: made once beside the server, as a card on a blog of its own."""

import threading

import pytest

from dateline.blog.models import Blog, Post
from dateline.project import surveys
from dateline.project.demo import rehearsal
from dateline.project.demo.people import sign_ins
from dateline.territory.models import Survey

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_rehearsal_is_told_once_however_often_the_demo_starts(monkeypatch, client):
    monkeypatch.setattr(rehearsal, "close_old_connections", lambda: None)
    monkeypatch.setattr(rehearsal, "DAYS", 40)
    sign_ins()
    stopped = threading.Event()
    stopped.set()
    rehearsal.play(stopped)  # a demo that is ended before the survey is

    assert Survey.objects.get().state == "waiting"
    surveys.once(threading.Event())
    for _ in range(2):
        rehearsal.play(threading.Event())
    assert Survey.objects.get().state == "done"
    assert Blog.objects.get().headline == "Rehearsal: the front in Merrow"
    assert Post.objects.count() == 2
    page = client.get("/live/rehearsal/").content.decode()
    assert "Eastern forces took a net" in page
    assert "exhibit-card" in page
