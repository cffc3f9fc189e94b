"""What editors do with stories: each deed is one event with its trail, most can be taken back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import live_blog
from cast import ada, noor, rui
from dateline.blog.actions.blogs import set_member
from dateline.blog.core.roles import Role
from dateline.events.models import Event
from dateline.wire.actions.stories import (
    follow_story,
    hide_story,
    merge_stories,
    move_items,
    mute_story,
    rename_story,
    show_story,
    split_story,
    take_out,
    undo,
    unmute_story,
)
from dateline.wire.models import Item, Membership, Story, StoryChange
from dateline.wire.stories import leads_to, told_of
from wire_made import channel, copy, item, story

pytestmark = pytest.mark.django_db


def inside(told: Story) -> list[str]:
    rows = Membership.objects.filter(story=told, ended_at=None).order_by("item__title")
    return [row.item.title for row in rows]


def of(*titles: str) -> Story:
    return story(*[item(title=title, minutes=n) for n, title in enumerate(titles)])


def counted(told: Story) -> bool:
    told.refresh_from_db()
    items = Item.objects.filter(memberships__story=told, memberships__ended_at=None)
    times = sorted(one.at for one in items)
    same_count = (told.items_count, told.channels_count) == (len(items), len({one.channel_id for one in items}))
    return same_count and (not times or (told.first_at, told.last_at) == (times[0], times[-1]))


def test_a_merged_story_leads_on_and_its_reports_are_in_the_other():
    told, into = of("A", "B"), of("C")
    before = Event.objects.count()

    merge_stories(told, into, by=ada(), reason="The same flood.")

    told.refresh_from_db()
    assert leads_to(told) == into
    assert inside(into) == ["A", "B", "C"]
    assert inside(told) == []
    assert counted(into)
    assert Event.objects.count() == before + 1
    (change,) = StoryChange.objects.all()
    assert (change.kind, change.other, change.reason, len(change.items)) == ("merged", into, "The same flood.", 2)
    assert change.event.kind == "story.merged"


def test_a_chain_of_merges_leads_to_its_end_and_a_merged_story_takes_nothing():
    first, second, third = of("A"), of("B"), of("C")
    merge_stories(first, second, by=ada())
    merge_stories(second, third, by=ada())

    assert leads_to(Story.objects.get(pk=first.pk)) == third
    with pytest.raises(ValidationError):
        merge_stories(third, first, by=ada())
    with pytest.raises(ValidationError):
        merge_stories(third, third, by=ada())


def test_a_split_makes_a_story_of_the_chosen_reports():
    told = of("A", "B", "C")
    chosen = Item.objects.filter(title__in=["B", "C"])

    new = split_story(told, chosen, title="Another thing", by=ada())

    assert (inside(told), inside(new), new.title) == (["A"], ["B", "C"], "Another thing")
    assert counted(told)
    assert counted(new)
    with pytest.raises(ValidationError):
        split_story(new, Item.objects.all(), by=ada())


def test_what_a_person_took_out_says_so_and_is_in_no_story():
    told = of("A", "B")

    take_out(told, [Item.objects.get(title="A")], by=ada())

    ended = Membership.objects.get(item__title="A")
    assert ended.ended_by_person
    assert ended.ended_at
    assert inside(told) == ["B"]


def test_a_report_of_another_story_is_not_moved():
    told, other = of("A"), of("B")

    with pytest.raises(ValidationError):
        move_items(told, [Item.objects.get(title="B")], into=other, by=ada())


@pytest.mark.parametrize("deed", ["merge", "split", "move", "take out", "rename"])
def test_each_is_taken_back(deed):
    told, other = of("A", "B"), of("C")
    title, b = told.title, Item.objects.filter(title="B")
    {
        "merge": lambda: merge_stories(told, other, by=ada()),
        "split": lambda: split_story(told, b, by=ada()),
        "move": lambda: move_items(told, b, into=other, by=ada()),
        "take out": lambda: take_out(told, b, by=ada()),
        "rename": lambda: rename_story(told, "X", by=ada()),
    }[deed]()

    change = StoryChange.objects.get()
    undo(change, by=ada())

    told.refresh_from_db()
    assert (inside(told), inside(other)) == (["A", "B"], ["C"])
    assert (told.title, told.merged_into) == (title, None)
    assert counted(told)
    assert counted(other)
    with pytest.raises(ValidationError, match="already"):
        undo(change, by=ada())


def test_what_somebody_moved_on_since_stays_where_they_put_it():
    told, other, third = of("A", "B"), of("C"), of("D")
    merge_stories(told, other, by=ada())
    move_items(other, Item.objects.filter(title="A"), into=third, by=ada())

    undo(StoryChange.objects.first(), by=ada())

    assert (inside(told), inside(third)) == (["B"], ["A", "D"])


def test_a_split_that_is_taken_back_leads_on():
    told = of("A", "B")
    new = split_story(told, Item.objects.filter(title="B"), by=ada())

    undo(StoryChange.objects.get(), by=ada())

    new.refresh_from_db()
    assert leads_to(new) == told


def test_a_title_by_a_person_says_whose_it_is():
    told = rename_story(of("A"), "  The \u202eflood\n of June ", by=ada())

    assert (told.title, told.titled_by) == ("The flood of June", ada())
    with pytest.raises(ValidationError):
        rename_story(told, " ", by=ada())


def test_marks_are_set_once_and_each_is_one_event():
    told = of("A")
    for deed in (mute_story, mute_story, unmute_story, unmute_story):
        told = deed(told, by=ada())
    told = hide_story(told, "Wrong.", by=ada())
    told = show_story(told, by=ada())

    assert [c.kind for c in StoryChange.objects.all()] == ["muted", "unmuted", "hidden", "shown"]
    assert Event.objects.filter(stream__key="wire").count() == 4
    with pytest.raises(ValidationError):
        hide_story(told, " ", by=ada())


def test_reporters_sort_and_editors_hide_and_others_do_neither():
    set_member(live_blog(ada()), rui(), role=Role.REPORTER, by=ada())
    told = mute_story(of("A"), by=rui())

    with pytest.raises(PermissionDenied):
        hide_story(told, "X", by=rui())
    for deed in (mute_story, unmute_story, follow_story):
        with pytest.raises(PermissionDenied):
            deed(told, by=noor())
    assert StoryChange.objects.count() == 1


def test_copies_stand_under_the_earliest_original_that_is_in_the_story():
    first = item(channel(), "First")
    again = copy(first, channel(), title="Again", minutes=1)
    of_a_copy = copy(again, channel(), title="Of a copy", minutes=2)
    alone = copy(item(title="Elsewhere"), channel(), title="Alone", minutes=3)

    told = told_of(story(first, again, of_a_copy, alone))

    assert [(one.item.title, [under.item.title for under in one.copies]) for one in told] == [
        ("First", ["Again", "Of a copy"]),
        ("Alone", []),
    ]
    assert [one.is_first for one in told] == [True, False]


DEEDS = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "move", "out", "undo"]), st.integers(0, 9), st.integers(0, 9)),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_whatever_is_done_each_item_is_in_one_story_at_most_and_counts_are_true(deeds):
    made = [of(f"{name}1", f"{name}2", f"{name}3") for name in "ABC"]
    items = list(Item.objects.filter(memberships__story__in=made).distinct())
    by = ada()
    for deed, left, right in deeds:
        stories = list(Story.objects.filter(pk__gte=made[0].pk))
        one, other = stories[left % len(stories)], stories[right % len(stories)]
        chosen = [items[left % 9], items[right % 9]]
        changes = list(StoryChange.objects.filter(story__in=stories))
        try:
            match deed:
                case "merge":
                    merge_stories(one, other, by=by)
                case "split":
                    split_story(one, chosen, by=by)
                case "move":
                    move_items(one, chosen, into=other, by=by)
                case "out":
                    take_out(one, chosen, by=by)
                case "undo" if changes:
                    undo(changes[right % len(changes)], by=by)
        except ValidationError:
            continue

    for told in Story.objects.filter(pk__gte=made[0].pk):
        assert counted(told)
        assert leads_to(told).merged_into is None
        assert not (told.merged_into and inside(told))
    for one in items:
        assert one.memberships.filter(ended_at=None).count() <= 1
