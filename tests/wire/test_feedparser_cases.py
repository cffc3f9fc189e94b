"""feedparser's own cases, asked of our values, and the real feeds: in the shared folder, never in this repository."""

import importlib.util
import sys
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from dateline.wire import read_feed

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data" / "feeds"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the shared real inputs are not here: ../shared"),
]


def adapter():
    spec = importlib.util.spec_from_file_location("feedparser_cases", ROOT / "benchmarks" / "feedparser_cases.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["feedparser_cases"] = module
    spec.loader.exec_module(module)
    return module


def test_of_feedparsers_cases_at_least_so_many_hold() -> None:
    cases = adapter()
    outcomes = [(case, cases.outcome(case)) for case in cases.cases(SHARED / "feedparser-tests.tar.xz")]
    held = sum(outcome == "holds" for _, outcome in outcomes)
    crashed = [case.name for case, outcome in outcomes if outcome == "crashed"]

    assert len(outcomes) >= 2_000
    assert held >= 1_860, Counter(case.folder for case, outcome in outcomes if outcome != "holds")
    assert not crashed


def test_every_real_feed_has_entries_with_keys_links_or_words_and_times() -> None:
    with tarfile.open(SHARED / "feeds-dev.tar.xz") as packed:
        feeds = [read_feed(held.read()) for member in packed if (held := packed.extractfile(member))]

    assert len(feeds) >= 100
    assert all(feed.entries for feed in feeds)
    for feed in feeds:
        keys = [entry.key for entry in feed.entries]
        assert len({(entry.key, entry.title) for entry in feed.entries}) == len(set(keys))
        assert all(entry.link or entry.title or entry.summary or entry.body for entry in feed.entries)
        assert sum(bool(entry.published or entry.updated) for entry in feed.entries) >= 0.9 * len(keys)
