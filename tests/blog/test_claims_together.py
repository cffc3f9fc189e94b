"""While a claim's status changes, posts that show it are published by others: in the end every post says what holds."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from builders import live_blog
from cast import ada
from claims_made import claim
from dateline.blog.actions.claims import set_status
from dateline.blog.actions.posts import write_and_publish
from dateline.blog.core.words import post_words
from dateline.blog.queries import state_of
from dateline.blog.trace import verify_blog

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_post_published_while_the_status_is_set_tells_the_status_that_holds():
    by = ada()
    blog, filed = live_blog(by), claim(by)
    written, judged = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            write_and_publish(blog, post_words(title="A post", claims=[filed.uid]), by=by)
            written.set()
            judged.wait(1)  # in vain: the one who judges waits for this transaction
        connection.close()

    def judge() -> None:
        written.wait(10)
        set_status(filed, "confirmed", note="Two maps show it.", by=by)
        judged.set()
        connection.close()

    with ThreadPoolExecutor(2) as people:
        [done.result() for done in (people.submit(write), people.submit(judge))]

    (post,) = state_of(blog).posts.values()
    assert post.statuses == ("confirmed",)
    assert list(verify_blog(blog)) == []
