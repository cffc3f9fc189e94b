"""`dateline verify` finds what was changed behind the desk's back, by SQL."""

import threading
from io import BytesIO

import pytest
from django.db import connection
from PIL import Image

from builders import live_blog, published, words
from cast import ada
from dateline.blog.actions.pictures import add_picture
from dateline.blog.actions.posts import amend_post, draft_post
from dateline.blog.models import Blog
from dateline.blog.pictures import original_file
from dateline.blog.trace import verify_blog, verify_pictures

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog() -> Blog:
    blog = live_blog(ada())
    post = published(blog, ada(), "One")
    amend_post(post, words("Two"), by=ada())
    published(blog, ada(), "Three")
    draft_post(blog, words("Draft"), by=ada())
    assert found(blog) == []
    return blog


def found(blog: Blog) -> list[str]:
    return [fault.what for fault in verify_blog(blog)]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def event_id(blog: Blog, seq: int) -> int:
    from dateline.events.models import Event

    return Event.objects.get(stream__key=blog.stream_key, seq=seq).pk


def test_an_altered_revision_is_found(blog):
    sql(
        "UPDATE blog_revision SET content = replace(content, 'Two', 'Too') WHERE event_id = %s", event_id(blog, 4)
    ) if connection.vendor == "sqlite" else sql(
        "UPDATE blog_revision SET content = replace(content::text, 'Two', 'Too')::jsonb WHERE event_id = %s",
        event_id(blog, 4),
    )

    assert any("altered" in what for what in found(blog))


def test_a_removed_event_is_found(blog):
    sql("DELETE FROM blog_revision WHERE event_id = %s", event_id(blog, 4))
    sql("DELETE FROM events_event WHERE id = %s", event_id(blog, 4))

    assert "event 4 is missing" in found(blog)


def test_a_removed_last_event_is_found(blog):
    last = event_id(blog, 5)
    sql("DELETE FROM blog_revision WHERE event_id = %s", last)
    sql("DELETE FROM events_event WHERE id = %s", last)

    assert any("ends at 4" in what for what in found(blog))


def test_two_swapped_events_are_found(blog):
    third, fourth = event_id(blog, 3), event_id(blog, 4)
    sql("UPDATE events_event SET seq = 999 WHERE id = %s", third)
    sql("UPDATE events_event SET seq = 3 WHERE id = %s", fourth)
    sql("UPDATE events_event SET seq = 4 WHERE id = %s", third)

    assert found(blog)


def test_a_silently_changed_row_is_found(blog):
    sql("UPDATE blog_post SET title = 'Quietly different' WHERE title = 'Two'")

    assert any("row of post" in what for what in found(blog))


def test_a_removed_revision_is_found(blog):
    sql("DELETE FROM blog_revision WHERE event_id = %s", event_id(blog, 4))

    assert any("is missing" in what for what in found(blog))


def test_a_log_rewritten_from_end_to_end_does_not_match_a_hash_seen_before(blog):
    from dateline.events.models import Event

    seen = Event.objects.get(stream__key=blog.stream_key, seq=3).hash

    assert list(verify_blog(blog, anchor=(3, seen))) == []
    assert list(verify_blog(blog, anchor=(3, "0" * 64)))


def test_an_exchanged_picture_file_is_found(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    picture = add_picture(jpeg(), by=ada())
    assert list(verify_pictures()) == []

    original_file(picture).write_bytes(jpeg(colour="red"))

    assert ["not the one uploaded" in fault.what for fault in verify_pictures()] == [True]


def test_an_altered_picture_row_is_found(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    add_picture(jpeg(), by=ada())

    sql("UPDATE blog_picture SET credit = 'Somebody else'")

    assert ["altered" in fault.what for fault in verify_pictures()] == [True]


def jpeg(colour: str = "navy") -> bytes:
    file = BytesIO()
    Image.new("RGB", (400, 300), colour).save(file, "JPEG")
    return file.getvalue()


def test_an_event_put_behind_the_head_is_found(blog):
    back = "UPDATE events_stream SET head_seq = 4, head_hash = (SELECT hash FROM events_event WHERE id = %s)"
    sql(f"{back} WHERE key = %s", event_id(blog, 4), blog.stream_key)

    assert any("beyond" in what for what in found(blog))


def test_a_published_row_made_a_draft_again_is_found(blog):
    sql("UPDATE blog_post SET state = 'draft' WHERE title = 'Two'")

    assert any("public no longer" in what for what in found(blog))


@pytest.mark.django_db(transaction=True)
def test_publishing_meanwhile_is_no_fault():
    busy = live_blog(ada())
    stop = threading.Event()

    def publish() -> None:
        while not stop.is_set():
            amend_post(published(busy, ada(), "News"), words("Newer"), by=ada())
        connection.close()

    writer = threading.Thread(target=publish)
    writer.start()
    try:
        assert [found(busy) for _ in range(15)] == [[]] * 15
    finally:
        stop.set()
        writer.join()
