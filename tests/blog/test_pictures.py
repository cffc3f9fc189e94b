"""What the desk does with pictures: adding them, and what stands on disk and in the log after."""

import hashlib
from pathlib import Path
from threading import Thread

import pytest
from django.conf import LazySettings
from django.db import connection

from builders import live_blog
from cast import ada, noor, rui
from data_makers.picture_files import gossiping_jpeg, png_of_size, saved, striped, xmp, zip_bomb
from dateline.blog import pictures
from dateline.blog.actions.blogs import set_member
from dateline.blog.actions.pictures import STREAM, PictureAbout, add_picture, set_focal_point
from dateline.blog.core.blocks import Gallery, Text
from dateline.blog.core.picture_shapes import SHAPES
from dateline.blog.core.refused import NotAllowed, Refused
from dateline.blog.core.roles import Role
from dateline.blog.models import Picture
from dateline.blog.pictures import block_of, files_are_whole, original_file, rendition_file, with_true_sizes
from dateline.events import log
from dateline.events.models import Stream

pytestmark = pytest.mark.django_db
TOLD = 'photoshop:Credit="Agency" photoshop:Headline="A palace"'


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "pictures"
    return settings.MEDIA_ROOT


def test_an_added_picture_has_its_row_its_files_and_one_event(media: Path) -> None:
    content = saved(striped(), xmp=xmp("", TOLD))
    picture = add_picture(content, by=ada())

    assert picture.sha256 == hashlib.sha256(content).hexdigest()
    assert (picture.format, picture.width, picture.height) == ("jpeg", 60, 40)
    assert (picture.caption, picture.credit) == ("A palace", "Agency")
    assert original_file(picture).read_bytes() == content
    assert all(rendition_file(picture.sha256, width, format=format).stat().st_size for width, format in SHAPES)
    assert not list(media.rglob(".*"))
    assert [event.kind for event in log.events_after(STREAM, 0, limit=9)] == ["picture.added"]
    assert not list(log.verify_stream(Stream.objects.get(key=STREAM)))


def test_what_the_uploader_says_comes_before_what_the_file_says() -> None:
    about = PictureAbout(credit="Dateline", alt="A <b>house</b>", focal=(0.2, 7.0))
    picture = add_picture(saved(striped(), xmp=xmp("", TOLD)), by=ada(), about=about)

    assert (picture.caption, picture.credit, picture.alt) == ("A palace", "Dateline", "A <b>house</b>")
    assert (picture.focal_x, picture.focal_y) == (0.2, 1.0)


def test_the_same_bytes_twice_are_one_picture() -> None:
    content = saved(striped())
    first, second = add_picture(content, by=ada()), add_picture(content, by=ada())

    assert first == second
    assert len(log.events_after(STREAM, 0, limit=9)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_from_two_people_at_once_are_one_picture() -> None:
    content, by, found = saved(striped(300, 200)), ada(), []

    def upload() -> None:
        found.append(add_picture(content, by=by))
        connection.close()

    threads = [Thread(target=upload) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(found) == 3
    assert len({picture.pk for picture in found}) == 1
    assert len(log.events_after(STREAM, 0, limit=9)) == 1


def test_a_refused_file_leaves_nothing_behind(media: Path) -> None:
    for content in (zip_bomb(), png_of_size(60_000, 60_000), b"<svg onload='alert(1)'/>"):
        with pytest.raises(Refused):
            add_picture(content, by=ada())

    assert not Picture.objects.exists()
    assert not media.exists()
    assert log.head(STREAM) is None


def test_only_who_writes_for_a_blog_adds_pictures() -> None:
    blog, content = live_blog(ada()), saved(striped())
    set_member(blog, noor(), role=Role.VIEWER, by=ada())
    set_member(blog, rui(), role=Role.REPORTER, by=ada())

    assert add_picture(content, by=rui()).by == rui()
    with pytest.raises(NotAllowed):
        add_picture(content, by=noor())
    with pytest.raises(NotAllowed):
        set_focal_point(Picture.objects.get(), (0.1, 0.1), by=noor())


def test_lost_files_come_back_with_the_same_upload() -> None:
    content = saved(striped())
    picture = add_picture(content, by=ada())
    rendition_file(picture.sha256, 720, format="avif").unlink()
    add_picture(content, by=ada())

    assert files_are_whole(picture.sha256)


def test_a_crash_while_writing_leaves_no_row_and_no_half_file(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content, moved = saved(striped()), []

    def replace_some(source: Path, target: Path) -> None:
        if len(moved) == 3:
            raise OSError("the disk is full")
        moved.append(source.rename(target))

    monkeypatch.setattr(pictures.os, "replace", replace_some)
    with pytest.raises(OSError, match="full"):
        add_picture(content, by=ada())
    monkeypatch.undo()

    assert not Picture.objects.exists()
    assert not list(media.rglob(".*"))
    assert files_are_whole(add_picture(content, by=ada()).sha256)


def test_the_focal_point_moves_and_the_log_tells() -> None:
    picture = set_focal_point(add_picture(saved(striped()), by=ada()), (0.25, -1), by=ada())

    assert block_of(Picture.objects.get()).focal == (0.25, 0.0)
    assert picture.focal_x == 0.25
    assert [e.kind for e in log.events_after(STREAM, 0, limit=9)] == ["picture.added", "picture.focused"]


def test_a_block_gets_the_size_that_the_picture_has() -> None:
    block = block_of(add_picture(saved(striped()), by=ada()))
    lying = type(block)(picture=block.picture, width=9999, height=1)
    found = with_true_sizes([Text(html="<p>x</p>"), lying, Gallery(pictures=(lying,))])

    assert [(p.width, p.height) for p in (found[1], found[2].pictures[0])] == [(60, 40)] * 2


def test_no_public_file_tells_where_the_picture_was_taken() -> None:
    picture = add_picture(gossiping_jpeg(), by=ada())

    for width, format in SHAPES:
        public = rendition_file(picture.sha256, width, format=format).read_bytes()
        assert b"SENTINEL" not in public
        assert b"GPS" not in public
