"""Folders and archives of pages: each piece once, on from where it was interrupted, and what fails is named."""

import gzip
import io
import subprocess
import sys
import tarfile
import zipfile

import pytest

from dateline.project import cli
from dateline.wire.importing import archive_of, import_path, reading_here
from dateline.wire.models import Item, TakenFile
from outlets import article, entry, rss

pytestmark = pytest.mark.django_db


def page(number):
    text = "\n".join(
        f"The harbour master said in sentence {n} of report {number} that boats were safe." for n in range(6)
    )
    return article(f"Report {number} of the harbour", text).encode()


@pytest.fixture
def take(standing):
    def once(path):
        return import_path(path, archive_of(path), reading=reading_here(standing, 1), step=lambda count: None)

    return once


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "pages"
    (made / "inner").mkdir(parents=True)
    (made / "1.html").write_bytes(page(1))
    (made / "inner" / "2.html.gz").write_bytes(gzip.compress(page(2)))
    (made / "feed.xml").write_text(rss(entry(8), entry(9)))
    (made / "picture.jpg").write_bytes(b"\xff\xd8")
    (made / ".hidden.html").write_bytes(page(3))
    return made


def in_tar(path):
    with tarfile.open(path, "w:gz") as archive:
        for number in (1, 2):
            member = tarfile.TarInfo(f"pages/{number}.html")
            member.size = len(page(number))
            archive.addfile(member, io.BytesIO(page(number)))
    return path


def in_zip(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in (1, 2):
            archive.writestr(f"pages/{number}.html", page(number))
    return path


def test_a_folder_is_taken_in_once(folder, take):
    first, second = take(folder), take(folder)

    assert (first.pieces, first.new, first.faults) == (3, 4, ())
    assert (second.pieces, second.new) == (0, 0)
    assert "sentence 5 of report 2" in Item.objects.get(title="Report 2 of the harbour").text


@pytest.mark.parametrize("packed", [in_tar, in_zip], ids=["tar", "zip"])
def test_an_archive_is_taken_in_once(tmp_path, take, packed):
    path = packed(tmp_path / ("pages.zip" if packed is in_zip else "pages.tar.gz"))

    first, second = take(path), take(path)

    assert (first.pieces, first.new, second.pieces) == (2, 2, 0)


@pytest.mark.parametrize("packed", [in_tar, in_zip], ids=["tar", "zip"])
def test_an_archive_that_breaks_off_gives_what_it_has_and_says_so_once(tmp_path, take, packed):
    path = packed(tmp_path / ("pages.zip" if packed is in_zip else "pages.tar.gz"))
    path.write_bytes(path.read_bytes()[:-200])

    first, second = take(path), take(path)

    assert [name for name, _ in first.faults] == [path.name]
    assert second.pieces == 0


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(folder, take):
    (folder / "noise.bin").write_bytes(b"\x00\x01\x02")

    done = take(folder)

    assert [name for name, _ in done.faults] == ["noise.bin"]
    assert done.new == 4
    assert TakenFile.objects.get(name="noise.bin").fault


def test_an_interrupted_import_goes_on_where_it_was(folder, take, standing, monkeypatch):
    from dateline.wire import importing

    monkeypatch.setattr(importing, "TOGETHER", 1)
    stored = []

    def stop(count):
        stored.append(count)
        if len(stored) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_path(folder, archive_of(folder), reading=reading_here(standing, 1), step=stop)

    assert TakenFile.objects.count() == 2
    assert take(folder).pieces == 1
    assert Item.objects.count() == 4


def test_a_zip_with_a_file_of_no_name_is_named(tmp_path, take):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as container:
        container.writestr("1.html", page(1))
        container.writestr("nobody", page(2))
    (tmp_path / "a.zip").write_bytes((tmp_path / "a.zip").read_bytes().replace(b"nobody", b"\0obody"))

    done = take(tmp_path / "a.zip")

    assert ([name for name, _ in done.faults], done.new) == (["a.zip"], 1)


@pytest.mark.django_db(transaction=True)
def test_a_cluster_reads_the_same(folder, capsys):
    distributed = pytest.importorskip("distributed")

    few = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "dashboard_address": None}
    with distributed.LocalCluster(**few, protocol="tcp://", host="127.0.0.1") as made:
        where = made.scheduler_address.replace("tcp://", "dask://")
        code = cli.run(["wire", "import", str(folder), "--on", where])

    assert (code, "4 new" in capsys.readouterr().out) == (0, True)
    assert set(Item.objects.values_list("title", flat=True)) == {
        *("Report 1 of the harbour", "Report 2 of the harbour", "Report 8", "Report 9")
    }


def test_what_a_cluster_runs_needs_no_newsroom_there():
    """Its processes know nothing of ours: no settings, no database."""
    written = (
        "import sys; from dateline.wire.pieces import Piece; from dateline.wire.reading.piece import read_there;"
        f"piece = Piece(key='k', name='1.html', content={page(1)!r}, size=1, content_type='text/html');"
        "print(read_there(None, piece)[1][0].title, 'django' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", written], capture_output=True, text=True, env={}, timeout=60)

    assert done.stdout == "Report 1 of the harbour False\n", done.stderr


def test_a_cluster_that_is_none_is_refused_with_how_it_is_named(folder, capsys):
    assert cli.run(["wire", "import", str(folder), "--on", "spark://x"]) == 2
    assert "dask://host:port" in capsys.readouterr().err
