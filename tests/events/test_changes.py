"""The changes for who polls: the same lines as the stream, in segments that never change and a head for everybody."""

import json

import pytest

from builders import live_blog, published
from cast import ada
from dateline.blog.stream import frames_after
from dateline.events import log

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "/live/storm/changes/head.json"


def with_posts(count):
    by = ada()
    blog = live_blog(by)
    for number in range(count):
        published(blog, by, title=f"Post {number}")
    return blog


def get(client, path, **headers):
    return client.get(path, headers=headers)


def test_the_head_holds_what_came_after_the_last_full_segment(client):
    blog = with_posts(60)

    told = json.loads(get(client, HEAD).content)

    last = log.head(blog.stream_key)
    assert (told["epoch"], told["seq"]) == (last.epoch, last.seq)
    assert told["segment"] == 1
    assert told["state"] == "live"
    assert told["streaming"] is True
    assert [frame["seq"] for frame in told["frames"]] == [f"{last.epoch}-{seq}" for seq in range(51, last.seq + 1)]


def test_segments_and_head_together_are_the_stream_line_by_line(client):
    blog = with_posts(55)
    segment = get(client, "/live/storm/changes/1.json").content.decode()
    head = get(client, HEAD).content.decode()

    for frame in frames_after(blog.stream_key, 0, limit=1000):
        assert frame.json in (segment if frame.seq <= 50 else head)


def test_a_full_segment_is_kept_for_ever_and_the_head_for_a_second(client):
    with_posts(50)

    segment = get(client, "/live/storm/changes/1.json")

    assert segment["Cache-Control"] == "public, max-age=31536000, immutable"
    assert get(client, HEAD)["Cache-Control"] == "public, max-age=1"


def test_a_segment_is_the_same_after_more_has_happened(client):
    blog = with_posts(50)
    before = get(client, "/live/storm/changes/1.json").content
    published(blog, ada(), title="Later")

    assert get(client, "/live/storm/changes/1.json").content == before


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999"])
def test_a_segment_that_is_not_full_is_not_there(client, number):
    with_posts(51)

    answer = get(client, f"/live/storm/changes/{number}.json")

    assert answer.status_code == 404
    assert "immutable" not in answer["Cache-Control"]


def test_a_segment_of_another_life_of_the_stream_is_not_there(client):
    blog = with_posts(50)
    epoch = log.head(blog.stream_key).epoch

    assert get(client, f"/live/storm/changes/1.json?epoch={epoch}").status_code == 200
    assert get(client, "/live/storm/changes/1.json?epoch=ffff").status_code == 404


@pytest.mark.parametrize("path", [HEAD, "/live/storm/changes/1.json"])
def test_who_has_it_is_told_so_until_something_happens(client, path):
    blog = with_posts(50)
    etag = get(client, path)["ETag"]

    assert get(client, path, if_none_match=etag).status_code == 304
    published(blog, ada(), title="Later")
    assert get(client, path, if_none_match=etag).status_code == (200 if path == HEAD else 304)


def test_a_new_interval_reaches_who_asks_again_although_nothing_happened(client, settings):
    with_posts(1)
    etag = get(client, HEAD)["ETag"]
    settings.NEXT_POLL_MS = 60_000

    answer = get(client, HEAD, if_none_match=etag)

    assert answer.status_code == 200
    assert json.loads(answer.content)["next_poll_ms"] == 60_000


def test_every_reader_is_answered_alike(client, admin_client):
    with_posts(3)

    public, signed_in = get(client, HEAD), get(admin_client, HEAD)

    assert public.content == signed_in.content
    assert "cookie" not in public["Vary"].lower()
    assert not signed_in.cookies


def test_where_the_server_does_not_take_streams_the_page_is_told_to_poll(client):
    with_posts(1)

    assert get(client, "/live/storm/stream").status_code == 503
    assert client.head("/live/storm/stream").status_code == 200
    assert client.post("/live/storm/stream").status_code == 405
    assert get(client, "/live/nowhere/stream").status_code == 404
    assert get(client, "/live/nowhere/changes/head.json").status_code == 404
