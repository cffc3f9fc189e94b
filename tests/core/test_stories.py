"""Stories as reports arrive: who belongs together and why, numbers that stay, and decisions that are never undone."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.wire.core.report import Report
from dateline.wire.core.stories.groups import StoryGroups
from dateline.wire.core.stories.values import Kind

START = datetime(2026, 6, 2, 8, tzinfo=UTC)


def report(number, title, minutes=0, text=""):
    return Report(id=number, title=title, text=text, published=START + timedelta(minutes=minutes))


BRIDGE = [
    report(1, "Bridge over the Vistula collapses in Toruń, nine hurt"),
    report(2, "Nine hurt as Toruń bridge collapses into Vistula", 10),
    report(3, "Toruń bridge collapse: nine injured, divers search the Vistula", 40),
]
BANK = [
    report(4, "Central bank of Ruritania raises rates to nine percent", 5),
    report(5, "Ruritania central bank lifts interest rates to nine percent", 30),
]


def grouped(reports):
    groups = StoryGroups()
    changes = {one.id: groups.add(one) for one in reports}
    return groups, changes


def parts(groups):
    return {frozenset(story.reports) for story in groups.stories()}


def test_reports_of_one_event_are_one_story_and_others_are_not():
    groups, _ = grouped([BRIDGE[0], BANK[0], *BRIDGE[1:], BANK[1]])

    assert parts(groups) == {frozenset({1, 2, 3}), frozenset({4, 5})}


def test_a_change_says_why_in_words():
    _, changes = grouped(BRIDGE)
    (opened,), (joined,) = changes[1], changes[3]

    assert (opened.kind, opened.story, str(opened.reason)) == (Kind.OPENED, 1, "nothing like it before")
    assert (joined.kind, joined.story, joined.reports) == (Kind.JOINED, 1, (3,))
    assert joined.reason.names == ("Vistula",)
    assert "Toruń" in joined.reason.words
    assert str(joined.reason).endswith("30 minutes apart")


def test_names_meet_across_languages_and_scripts():
    groups, changes = grouped(
        [
            report(1, "Antonov plant in Kyiv hit by 12 drones, Zelensky says"),
            report(2, "Selenskyj: 12 Drohnen treffen Werk von Antonov in Kiew", 10),
            report(3, "Зеленський: 12 дронів влучили в завод «Антонов» у Києві", 20),
        ]
    )

    assert parts(groups) == {frozenset({1, 2, 3})}
    assert {"Антонов", "Києві"} & set(changes[3][0].reason.names)


def test_what_came_long_after_is_another_story():
    title = "Ruritania central bank lifts interest rates to nine percent"
    groups, _ = grouped([report(1, title), report(2, title, 60 * 24 * 40)])

    assert len(groups.stories()) == 2


def test_the_same_report_twice_changes_nothing():
    groups, _ = grouped(BRIDGE)

    assert groups.add(BRIDGE[0]) == ()
    assert len(groups) == 3


def test_stories_that_grow_alike_become_one_under_the_larger_number():
    groups = StoryGroups()
    vectors = {1: (1, 0, 0), 2: (0, 1, 0), 3: (0.05, 1, 0), 4: (0.7, 0.7, 0), 5: (0.7, 0.7, 0), 6: (0.7, 0.7, 0)}
    changes = [c for n, v in vectors.items() for c in groups.add(report(n, f"zz{n} yy{n}"), v)]
    merged = [c for c in changes if c.kind is Kind.MERGED]

    assert len(groups.stories()) == 1
    assert [(c.story, c.other, c.reports) for c in merged] == [(2, 1, (1,))]


@pytest.mark.parametrize("nothing", [report(1, ""), report(1, "…"), Report(id=1), report(1, "\ud800 \x00")])
def test_reports_without_words_are_stories_of_their_own(nothing):
    groups, _ = grouped([nothing, Report(id=2), *BRIDGE[2:]])

    assert len(groups.stories()) == 3


def test_a_hostile_title_costs_little():
    groups, _ = grouped([report(1, "word " * 1_000_000), report(2, "x" * 1_000_000, text="y " * 1_000_000)])

    assert len(groups.stories()) == 2


def test_an_editors_split_stays_split():
    groups, _ = grouped(BRIDGE)
    change = groups.split(1, [2])
    for n in range(10, 30):
        groups.add(report(n, BRIDGE[n % 3].title, n))

    assert (change.kind, change.other, change.reports, change.reason.by_editor) == (Kind.SPLIT, 1, (2,), True)
    assert groups.story_of(2) == change.story != groups.story_of(1) == groups.story_of(3)


def test_an_editors_merge_stays_and_keeps_the_first_number():
    groups, _ = grouped([*BRIDGE, *BANK])
    change = groups.merge(groups.story_of(4), groups.story_of(1))
    for n in range(10, 30):
        groups.add(report(n, (BRIDGE + BANK)[n % 5].title, n))

    assert change.story == groups.story_of(4)
    assert len({groups.story_of(n) for n in (1, 2, 3, 4, 5)}) == 1


def test_an_editor_puts_a_report_where_it_belongs():
    groups, _ = grouped([*BRIDGE, *BANK])
    bridge, bank = groups.story_of(1), groups.story_of(4)
    (out,) = groups.does_not_belong(2, bridge)
    assert (out.other, groups.story_of(2)) == (bridge, out.story)

    (into,) = groups.belongs(2, bank)
    assert groups.story_of(2) == bank == into.story
    assert groups.belongs(2, bank) == ()


def test_decisions_about_what_is_not_there_are_refused():
    groups, _ = grouped([*BRIDGE, *BANK])

    with pytest.raises(ValueError, match="not all"):
        groups.split(1, [1, 2, 3])
    with pytest.raises(ValueError, match="not all"):
        groups.split(1, [4])
    with pytest.raises(KeyError):
        groups.merge(1, 99)
    with pytest.raises(KeyError):
        groups.belongs(99, 1)
    with pytest.raises(ValueError, match="itself"):
        groups.merge(1, 1)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 1 << 30))
def test_no_decision_is_ever_undone(seed):
    """Random reports and decisions; each decision that no later one contradicts holds at the end."""
    chance = random.Random(seed)
    groups, together, apart, gone, number = StoryGroups(), [], [], {}, 0
    for _ in range(50):
        if chance.random() < 0.75 or len(groups) < 4:
            number += 1
            title = " ".join(f"w{chance.randrange(14)}" for _ in range(5))
            note(gone, groups.add(report(number, title, number)))
        else:
            decide(groups, chance, (together, apart, gone))
        for one, other in together:
            assert groups.story_of(one) == groups.story_of(other)
        for one, other in apart:
            assert groups.story_of(one) != groups.story_of(other)
    every = [one for story in groups.stories() for one in story.reports]
    assert sorted(every) == list(range(1, number + 1))
    assert all(final(gone, old) in {s.id for s in groups.stories()} for old in gone)


def decide(groups, chance, known):
    together, apart, gone = known
    story = chance.choice(groups.stories())
    if chance.random() < 0.5 and len(story.reports) > 1:
        out = chance.sample(story.reports, chance.randrange(1, len(story.reports)))
        groups.split(story.id, out)
        stay = [one for one in story.reports if one not in out]
        together[:] = [(a, b) for a, b in together if (a in out) == (b in out)]
        apart += [(a, b) for a in out for b in stay]
    elif len(groups.stories()) > 1:
        other = chance.choice([one for one in groups.stories() if one.id != story.id])
        note(gone, [groups.merge(story.id, other.id)])
        both = {*story.reports, *other.reports}
        together += [(story.reports[0], one) for one in both]
        apart[:] = [(a, b) for a, b in apart if not {a, b} <= both]


def note(gone, changes):
    for change in changes:
        if change.kind is Kind.MERGED:
            gone[change.other] = change.story


def final(gone, story):
    while story in gone:
        story = gone[story]
    return story


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 1 << 30))
def test_the_changes_tell_all_that_happened(seed):
    """Who follows the changes knows each report's story at any time."""
    chance = random.Random(seed)
    groups, known = StoryGroups(), {}
    for number in range(60):
        title = " ".join(f"w{chance.randrange(20)}" for _ in range(5))
        for change in groups.add(report(number, title, number)):
            known |= dict.fromkeys(change.reports, change.story)
        assert known == {n: groups.story_of(n) for n in range(number + 1)}


def test_groups_are_made_again_from_where_reports_were():
    before, _ = grouped([*BRIDGE, *BANK])
    again = StoryGroups()
    for one in [*BRIDGE, *BANK]:
        again.place(one, before.story_of(one.id))
    new = report(9, "Divers search the Vistula after Toruń bridge collapse", 50)

    assert again.stories() == before.stories()
    assert again.next_story == before.next_story
    assert again.add(new) == before.add(new)


def test_no_more_than_the_capacity_is_kept():
    groups = StoryGroups(capacity=50)
    for n in range(500):
        groups.add(report(n, f"Event{n} in town{n} and river{n}", n))

    assert len(groups) <= 50 + 16
    assert len(groups.stories()) <= 50 + 16
    assert groups.story_of(499) is not None
    assert groups.story_of(1) is None


def test_the_old_are_forgotten_and_their_story_keeps_its_number():
    groups, _ = grouped([*BRIDGE, *BANK])

    assert groups.forget((START + timedelta(minutes=20)).timestamp()) == 3
    assert {story.id: story.reports for story in groups.stories()} == {1: (3,), 2: (5,)}
