"""What the terminal tells of a survey: the sentence, the tables, the findings, in 80 columns."""

import pytest

from dateline.territory.core.values import Finding
from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import write_folder
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.summary import Told, summary
from dateline.territory.surveys.values import Asked


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    files = write_folder(series(7, days=40), folder)
    return survey(Asked(files=files, profile=made_profile(), regions=folder / "regions.geojson", by="week"))


def test_no_line_is_wider_than_a_terminal(done):
    assert max(map(len, summary(done, Told(by_region=True)).splitlines())) <= 80


def test_the_sentence_stands_above_the_periods_and_their_figures(done):
    text = summary(done)

    assert text.index("Eastern forces") < text.index("the week from")
    assert text.startswith("40 maps, 1 March 2024 to 9 April 2024")
    assert {"net", "gained", "lost", "share"} <= set(text.split())


def test_every_region_is_shown_where_that_is_asked_for(done):
    few, every = summary(done), summary(done, Told(by_region=True))

    assert "Saint Ebba" in every
    assert "Saint Ebba" not in few
    assert "--by-region shows them" in few


def test_findings_are_counted_by_gate_with_one_of_each_and_where_all_are(done):
    text = summary(done, Told(kept=True))
    gates = {finding.gate for finding in done.findings}

    assert isinstance(done.findings[0], Finding)
    assert all(any(line.split()[1:2] == [gate] for line in text.splitlines()) for gate in gates)
    assert "survey.json" in text
    assert "--out DIR" in summary(done)
