"""Many pages at once: in order, each within its limits, and one that fails leaves the others alone."""

from pathlib import Path

import pytest

from dateline.wire import Limits, NotRead, Source, Understood, read_all
from dateline.wire.reading import pool

PAGE = "<html><body><h1>Headline {n}</h1><p>Some words that stand below the headline, and a few more.</p></body></html>"


def test_answers_come_in_the_order_of_the_sources_and_failures_among_them(tmp_path: Path) -> None:
    for n in range(4):
        (tmp_path / f"{n}.html").write_text(PAGE.format(n=n))
    names = [tmp_path / "0.html", tmp_path / "missing.html", *(tmp_path / f"{n}.html" for n in (1, 2, 3))]
    answers = list(read_all([Source(name=str(name)) for name in names], workers=2))

    assert [getattr(one.page, "title", "–") for one in answers] == [
        "Headline 0",
        "–",
        *(f"Headline {n}" for n in (1, 2, 3)),
    ]
    assert [one.missing for one in answers] == [False, True, False, False, False]


def test_a_page_that_takes_too_long_or_too_much_is_given_up_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "STARTING_SECONDS", 20.0)
    heavy = b"<html><body>" + b"<div><p>words and more words</p></div>" * 1_400_000
    sources = [Source(name="heavy", content=heavy), Source(name="fine", content=PAGE.format(n=7).encode())]
    first, second = read_all(sources, workers=1, limits=Limits(seconds=60, megabytes=450))

    assert isinstance(first.page, NotRead)
    assert isinstance(second.page, Understood)
    assert second.page.title == "Headline 7"


def test_a_page_beyond_its_seconds_says_how_many_it_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "STARTING_SECONDS", 0.0)
    (answer,) = read_all([Source(name="x", content=PAGE.encode())], limits=Limits(seconds=0.05))

    assert isinstance(answer.page, NotRead)
    assert answer.page.reason == "The page took longer than 0.05 seconds."


def test_packed_files_are_unpacked_and_broken_ones_say_so(tmp_path: Path) -> None:
    import gzip

    (tmp_path / "fine.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (tmp_path / "broken.html.gz").write_bytes(b"\x1f\x8b broken")
    fine, broken = read_all([Source(name=str(tmp_path / n)) for n in ("fine.html.gz", "broken.html.gz")], workers=1)

    assert isinstance(fine.page, Understood)
    assert broken.missing
