"""A watched folder: each file is read once, as what it is, and a file that cannot be read says why."""

import json
import os
from datetime import timedelta

import pytest
from django.utils import timezone

from dateline.wire.actions.channels import NewChannel, add_channel
from dateline.wire.looking.folder import look_into
from dateline.wire.models import Item, TakenFile
from outlets import article, entry, rss

pytestmark = pytest.mark.django_db
TEXT = "\n".join(f"The harbour master said in sentence {n} that the boats were safe." for n in range(9))


@pytest.fixture
def drop(tmp_path):
    """Puts a file into the folder, as if it had been there for a while."""

    def put(name, text):
        path = tmp_path / name
        path.write_text(text)
        old = (timezone.now() - timedelta(minutes=1)).timestamp()
        os.utime(path, (old, old))
        return path

    return put


@pytest.fixture
def see(tmp_path, tools, clock):
    channel = add_channel(NewChannel(address=tmp_path.as_uri(), kind="folder", name="Agency"), by=None)

    def look():
        clock.now = timezone.now()
        channel.refresh_from_db()
        return look_into(channel, tools)

    return look


def test_feeds_and_pages_are_taken_in_once(drop, see):
    drop("feed.xml", rss(entry(1), entry(2)))
    drop("page.html", article("Boats are safe", TEXT))

    first, second = see(), see()

    assert (len(first.taken.new), len(second.taken.all)) == (3, 0)
    assert "sentence 8" in Item.objects.get(title="Boats are safe").text
    assert TakenFile.objects.count() == 2


def test_a_file_written_anew_is_another_version(drop, see):
    drop("page.html", article("Boats are safe", TEXT))
    see()
    drop("page.html", article("Boats are lost", TEXT + "\nMore."))

    looked = see()

    assert [item.title for item in looked.taken.updated] == ["Boats are lost"]


def test_a_file_that_is_being_written_waits(drop, see, tmp_path):
    (tmp_path / "page.html").write_text(article("Boats are safe", TEXT))
    drop(".half.html", article("Half", TEXT))

    assert not see().taken.all


def test_a_file_that_is_nothing_is_named_with_its_reason_and_not_read_again(drop, see):
    drop("noise.bin", "\x00\x01\x02")

    see()
    see()

    assert TakenFile.objects.get().fault


def test_a_folder_that_is_away_is_the_channels_fault(tmp_path, see):
    os.rename(tmp_path, tmp_path.with_name("elsewhere"))

    assert see().fault == "The folder is not there."


def test_an_agencys_document_is_read(drop, see):
    drop(
        "a.json",
        json.dumps(
            {
                "uri": "urn:1",
                "headlines": [{"role": "main", "value": "Boats are safe"}],
                "version": "1",
                "versioncreated": "2026-03-01T12:00:00Z",
                "type": "text",
                "standard": {"name": "ninjs", "version": "2.0"},
                "pubstatus": "usable",
                "bodies": [{"role": "main", "contenttype": "text/html", "value": f"<p>{TEXT}</p>"}],
            }
        ),
    )

    see()

    assert Item.objects.filter(title="Boats are safe").exists()
