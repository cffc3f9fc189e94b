"""What several reports say side by side: quotes folded, figures about the same thing together, nothing lost."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dateline.claims.core.values import NewClaim, SourceAbout
from dateline.wire import Understood
from dateline.wire.core.listen import listened
from dateline.wire.core.proposals import Proposal, SnapshotSeen, proposed
from dateline.wire.core.sides import Line, figures_side_by_side, quotes_side_by_side
from dateline.wire.reading.knowledge import knowledge

SOURCE = SourceAbout(name="Paper")
WORDS = ("we", "had", "ten", "minutes", "to", "leave", "the", "house")
NOUNS = ("houses", "bridges", "people", "cars", "km²")


def heard(*texts: str) -> list[Line]:
    """What reports with these texts say, one after the other."""
    found = []
    for report, text in enumerate(texts):
        page = listened(Understood(text=text, language="en", published=datetime(2025, 6, 2, tzinfo=UTC)), knowledge())
        snapshot = SnapshotSeen(sha256="", text=" ".join(text.split()), source=SOURCE)
        found += [Line(report=report, proposal=one) for one in proposed(page, snapshot)]
    return found


def quote(report: int, words: str, speaker: str = "Mira Dolan") -> Line:
    return Line(
        report=report,
        proposal=Proposal(claim=NewClaim(text=words, source=SOURCE, speaker=speaker), sha256="", words=words),
    )


def figure(report: int, value: float, unit: str, *, around: str, **claim: Any) -> Line:
    told = f"{value:g} {unit}"
    new = NewClaim(text=around.replace("…", told), source=SOURCE, **claim)
    return Line(
        report=report, proposal=Proposal(claim=new, sha256="", words=told, kind="figure", value=value, unit=unit)
    )


def test_a_quote_that_several_carry_stands_once_with_who_carries_it():
    (said,) = quotes_side_by_side(
        [
            quote(1, "We had ten minutes to leave,", "Dolan"),
            quote(2, "“We had ten minutes to leave.”"),
            quote(3, "we had TEN minutes to leave", ""),
        ]
    )

    assert [line.report for line in said.lines] == [1, 2, 3]
    assert said.speaker == "Mira Dolan"


def test_a_cut_quote_stands_under_the_whole_one():
    (said,) = quotes_side_by_side(
        [quote(1, "ten minutes to leave the house"), quote(2, "We had ten minutes to leave the house, no more")]
    )

    assert said.words == "We had ten minutes to leave the house, no more"


def test_the_same_words_of_another_speaker_are_another_quote():
    assert (
        len(quotes_side_by_side([quote(1, "We will win this vote"), quote(2, "We will win this vote", "Jon Aren")]))
        == 2
    )


def test_two_words_that_stand_in_a_longer_quote_are_not_that_quote():
    assert len(quotes_side_by_side([quote(1, "We had ten minutes to leave"), quote(2, "ten minutes")])) == 2


def test_arabic_and_chinese_quotes_fold_as_others_do():
    said = quotes_side_by_side(
        [
            quote(1, "كانت أمامنا عشر دقائق للمغادرة", "ميرا"),
            quote(2, "كانت أمامنا عشر دقائق للمغادرة.", "ميرا دولان"),
            quote(3, "我们只有十分钟离开", "李"),
            quote(4, "只有十分钟离开", "李"),
        ]
    )

    assert [len(one.lines) for one in said] == [2, 2]


def test_what_several_say_of_the_same_stands_side_by_side():
    things = figures_side_by_side(
        heard(
            "The drone attack hit 40 warplanes, according to the security service.",
            "Analysts said the drone attack hit 13 warplanes at most.",
            "The ministry sent 40 lorries of food to the town.",
        )
    )

    assert [[row.proposal.value for row in thing.rows] for thing in things] == [[40, 13], [40]]


def test_the_dead_and_the_injured_of_one_sentence_stay_apart_and_meet_their_like():
    things = figures_side_by_side(
        heard(
            "The blast killed 12 people and injured 30 people.",
            "The blast killed 12 people and injured 31 people.",
        )
    )

    assert [[row.proposal.value for row in thing.rows] for thing in things] == [[12], [30, 31]]


def test_other_units_and_other_periods_stand_apart():
    things = figures_side_by_side(
        heard(
            "The army took 507 square kilometres of the region in May 2025.",
            "The army took 240 square kilometres of the region in March 2025.",
            "The army took 19 percent of the region in May 2025.",
        )
    )

    assert [len(thing.rows) for thing in things] == [1, 1, 1]


def test_one_telling_word_beside_the_number_is_enough_where_the_unit_is_a_measure():
    (thing,) = figures_side_by_side(
        heard(
            "Some 120 square kilometres of farmland are under water.",
            "About 150 square kilometres of farmland were lost.",
        )
    )

    assert [row.proposal.value for row in thing.rows] == [120, 150]


def test_a_number_that_a_report_repeats_counts_once():
    (thing,) = figures_side_by_side(
        heard("Some 4,000 people left their homes. Officials said 4,000 people left their homes.")
    )

    assert thing.reports == 1


quotes = st.builds(
    lambda report, words, speaker: quote(report, " ".join(words), speaker),
    st.integers(0, 5),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=9),
    st.sampled_from(("", "Mira Dolan", "Dolan", "Jon Aren")),
)
figures = st.builds(
    lambda report, value, unit, around: figure(report, value, unit, around=around),
    st.integers(0, 5),
    st.sampled_from((1.0, 2.0, 40.0)),
    st.sampled_from(NOUNS),
    st.lists(st.sampled_from(("flood", "destroyed", "north", "valley", "left", "town", "…")), max_size=6).map(
        lambda words: " ".join([*words, "…"])
    ),
)


@given(st.lists(quotes, max_size=12))
def test_each_quote_stands_in_one_place_with_a_speaker_who_may_have_said_it(lines):
    said = quotes_side_by_side(lines)

    assert sorted(map(id, lines)) == sorted(id(line) for one in said for line in one.lines)
    assert {line.proposal.claim.speaker for one in said for line in one.lines if one.speaker == "Jon Aren"} <= {
        "",
        "Jon Aren",
    }


@given(st.lists(quotes, max_size=8))
def test_a_report_that_comes_again_brings_no_new_quote(lines):
    again = [replace(line, report=line.report + 100) for line in lines]

    assert len(quotes_side_by_side([*lines, *again])) == len(quotes_side_by_side(lines))


@given(st.lists(figures, max_size=12))
def test_each_figure_stands_in_one_place_and_a_thing_is_measured_in_one_way(lines):
    things = figures_side_by_side(lines)
    told = [line for thing in things for row in thing.rows for line in row.lines]

    assert {(line.report, line.proposal.value, line.proposal.unit) for line in told} == {
        (line.report, line.proposal.value, line.proposal.unit) for line in lines
    }
    assert len(told) <= len(lines)
    assert all(len({row.proposal.unit == "km²" for row in thing.rows}) == 1 for thing in things)
    assert all(len({row.proposal.unit == "people" for row in thing.rows}) == 1 for thing in things)
