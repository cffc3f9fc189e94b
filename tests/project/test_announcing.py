"""Our own hub hears of what is published, a moment later and never in the publish's way."""

import threading

import pytest

from builders import live_blog, published
from cast import ada
from dateline.events import wake
from dateline.project import announcing
from hubs import hub


@pytest.fixture
def told(settings):
    """Our hub, which feeds name."""
    with hub() as made:
        settings.PUBLIC_URL, settings.HUB = "https://live.example", made.url
        yield made


@pytest.fixture
def moved():
    noted = announcing.Moved()
    leave = wake.listen(noted.note)
    yield noted
    leave()


@pytest.mark.django_db(transaction=True)
def test_a_publish_tells_the_hub_of_both_feeds_once(told, moved):
    blog = live_blog(ada())
    for title in ("One", "Two", "Three"):
        published(blog, ada(), title=title)

    assert announcing.tell(moved, say=print)

    urls = [form["hub.url"] for form in told.asked]
    assert urls == ["https://live.example/live/storm/feed.atom", "https://live.example/live/storm/key-events.atom"]
    assert {form["hub.mode"] for form in told.asked} == {"publish"}
    announcing.tell(moved, say=print)
    assert len(told.asked) == 2


@pytest.mark.django_db(transaction=True)
def test_a_hub_that_fails_is_told_again(told, moved):
    said = []
    told.answers = lambda form: 500
    live_blog(ada())

    first = announcing.tell(moved, say=said.append)
    told.answers = told.accepts
    second = announcing.tell(moved, say=said.append)

    assert (first, second, len(said)) == (False, True, 1)
    assert "500" in said[0]


@pytest.mark.django_db(transaction=True)
def test_what_only_the_desk_sees_is_not_told_of(told, moved):
    blog = live_blog(ada())
    moved.take()

    moved.note(blog.desk_key, 9)
    moved.note("wire", 9)

    assert moved.take() == {}


def test_without_a_hub_nothing_runs(settings):
    settings.HUB = ""
    running = threading.Thread(target=announcing.run, args=(threading.Event(),), kwargs={"say": print}, daemon=True)

    running.start()
    running.join(5)

    assert not running.is_alive()


@pytest.mark.django_db
def test_feeds_name_the_hub_and_archives_do_not(told, client):
    live_blog(ada())

    feed = client.get("/live/storm/feed.atom").content.decode()

    assert f'<link rel="hub" href="{told.url}"/>' in feed
