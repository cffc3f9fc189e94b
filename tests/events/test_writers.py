"""Many writers on one blog: every change is numbered once, none is lost, and the chain holds."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from builders import live_blog, words
from cast import ada
from dateline.blog.actions.posts import write_and_publish
from dateline.blog.trace import verify_blog
from dateline.events.models import Event

WRITERS, POSTS = 8, 6


@pytest.mark.django_db(transaction=True)
def test_eight_writers_lose_nothing():
    blog, editor = live_blog(ada()), ada()
    before = Event.objects.filter(stream__key=blog.stream_key).count()

    def write(_: int) -> None:
        for number in range(POSTS):
            write_and_publish(blog, words(f"Post {number}"), by=editor)
        connection.close()

    with ThreadPoolExecutor(WRITERS) as crew:
        list(crew.map(write, range(WRITERS)))

    seqs = list(Event.objects.filter(stream__key=blog.stream_key).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, before + WRITERS * POSTS + 1))
    assert list(verify_blog(blog)) == []
