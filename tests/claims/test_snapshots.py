"""The bytes that were seen are kept once, whole, compressed, and checked whenever they are read."""

import gzip
import os

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import ada
from dateline.claims import store
from dateline.claims.actions.claims import Seen, keep_snapshot
from dateline.claims.models import Snapshot
from dateline.claims.trace import verify_claims

pytestmark = pytest.mark.django_db
PAGE = b"<p>The bridge is closed.</p>" * 100


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.SNAPSHOTS_ROOT = tmp_path
    return tmp_path


def kept(content: bytes = PAGE, url: str = "https://wire.example.org/1") -> Snapshot:
    return keep_snapshot(content, Seen(media_type="text/html", url=url), by=ada())


@given(content=st.binary(max_size=4000))
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
def test_what_is_read_is_what_was_kept(content):
    assert store.read(store.keep(content), len(content)) == content


def test_the_same_bytes_lie_once_and_have_a_row_for_each_address(folder):
    one, again, elsewhere = kept(), kept(), kept(url="https://other.example.org/")

    files = [path for path in folder.rglob("*") if path.is_file()]
    assert one == again != elsewhere
    assert len(files) == 1
    assert files[0].parent.name == one.sha256[:2]
    assert files[0].stat().st_size < len(PAGE) / 4


def test_keeping_again_what_lies_here_writes_nothing():
    path = store.file_of(kept().sha256)
    os.utime(path, (1, 1))

    kept(url="https://other.example.org/")

    assert path.stat().st_mtime == 1


@pytest.mark.parametrize(
    "broken",
    [b"", b"no gzip", gzip.compress(PAGE)[:-20], gzip.compress(PAGE[:-1] + b"!"), gzip.compress(PAGE + b"x")],
    ids=["empty", "no gzip", "cut short", "others", "longer"],  # the bytes hold the time: no name for two processes
)
def test_bytes_that_are_gone_or_others_are_never_given_out_and_are_found(broken):
    row = kept()
    store.file_of(row.sha256).write_bytes(broken)

    with pytest.raises(store.Broken):
        store.read(row.sha256, row.size)
    assert ["bytes of snapshot" in fault.what for fault in verify_claims()] == [True]


def test_a_file_that_would_fill_the_memory_is_not_unpacked():
    row = kept()
    store.file_of(row.sha256).write_bytes(gzip.compress(bytes(200_000_000)))

    with pytest.raises(store.Broken):
        store.read(row.sha256, row.size)


def test_bytes_that_were_lost_are_mended_by_seeing_them_again():
    row = kept()
    store.file_of(row.sha256).unlink()

    kept()

    assert store.read(row.sha256, row.size) == PAGE
    assert list(verify_claims()) == []


def test_what_is_too_large_is_refused_before_it_is_written(folder, settings):
    settings.SNAPSHOT_MAX = 100

    with pytest.raises(ValidationError, match="MB"):
        kept()

    assert not list(folder.rglob("*"))


def test_snapshots_kept_under_a_larger_limit_can_still_be_read(settings):
    row = kept()
    settings.SNAPSHOT_MAX = 100

    assert store.read(row.sha256, row.size) == PAGE


def test_an_altered_row_is_found():
    kept()
    Snapshot.objects.update(url="https://elsewhere.example.org/")

    assert ["altered" in fault.what for fault in verify_claims()] == [True]
