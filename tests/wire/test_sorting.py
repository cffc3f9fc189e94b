"""Reports that came are compared: copies found, stories made, in rows; nothing that a person decided is undone."""

import pytest

from cast import ada
from dateline.events.models import Event
from dateline.wire.actions.stories import merge_stories, rename_story, split_story, take_out
from dateline.wire.models import CopyOf, Item, Membership, Story, StoryChange
from dateline.wire.sorting import Sorter
from dateline.wire.stories import leads_to
from dateline.wire.trace import verify_wire
from wire_made import channel, item

pytestmark = pytest.mark.django_db(transaction=True)

BRIDGE = (
    "The Aurel bridge in Merrow was closed on Monday after an engineer found cracks in two of its piers. The mayor, "
    "Mira Kostandin, said that nobody had been in danger and that cars would be led over the weir until October. "
    "Ferries run every ten minutes. The repair will cost about four million crowns, which the province pays half of."
)
HARBOUR = (
    "Port Tessel votes on Sunday about a second container quay. Fishermen oppose the plan because the dredgers would "
    "work through the spawning season; the harbour company promises six hundred jobs and a wind turbine for each."
)


def sort(sorter: Sorter | None = None) -> Sorter:
    sorter = sorter or Sorter(light=True)
    while sorter.sort_next():
        pass
    return sorter


def story_of(one: Item) -> Story | None:
    row = Membership.objects.filter(item=one, ended_at=None).select_related("story").first()
    return row.story if row else None


def bridge(minutes: int = 0, **fields: object) -> Item:
    return item(channel(), title="Aurel bridge in Merrow closed after cracks", text=BRIDGE, minutes=minutes, **fields)


def harbour(minutes: int = 0) -> Item:
    return item(channel(), title="Port Tessel votes on container quay", text=HARBOUR, minutes=minutes)


def test_reports_of_one_event_are_one_story_and_others_another_each_with_its_reason():
    one, two, other = bridge(), bridge(5), harbour(6)

    sort()

    assert story_of(one) == story_of(two) != story_of(other)
    told = story_of(one)
    assert (told.items_count, told.channels_count, told.title) == (2, 2, one.title)
    assert all(row.reason for row in Membership.objects.all())
    assert not Item.objects.filter(sorted_at=None).exists()
    assert list(verify_wire()) == []


def test_who_published_first_is_the_original_though_it_came_last():
    copied = bridge(30)
    sorter = sort()
    first = bridge(0)

    sort(sorter)

    (tie,) = CopyOf.objects.all()
    assert (tie.item, tie.original) == (copied, first)
    assert tie.kind == "whole"


def test_a_second_look_at_nothing_new_changes_nothing():
    bridge(), harbour()
    sort()
    events, rows = Event.objects.count(), list(Membership.objects.values_list())

    sort()

    assert (Event.objects.count(), list(Membership.objects.values_list())) == (events, rows)


def test_a_process_that_starts_anew_goes_on_in_the_same_stories():
    one = bridge()
    sort()
    two = bridge(7)

    sort()

    assert story_of(two) == story_of(one)


def test_two_processes_in_turn_make_the_stories_that_one_would_make():
    mine, yours = Sorter(light=True), Sorter(light=True)
    made = []
    for minutes in range(6):
        made.append(bridge(minutes) if minutes % 2 else harbour(minutes))
        sort(mine if minutes % 3 else yours)

    assert len({story_of(one).pk for one in made if one.title.startswith("Aurel")}) == 1
    assert len({story_of(one).pk for one in made if one.title.startswith("Port")}) == 1


def test_what_was_taken_out_by_a_person_is_not_put_back_though_it_changes():
    one, two = bridge(), bridge(5)
    sorter = sort()
    take_out(story_of(one), [two], by=ada())
    Item.objects.filter(pk=two.pk).update(sorted_at=None, text=BRIDGE + " More follows.")
    three = bridge(9)

    sort(sorter)

    assert story_of(two) is None
    assert story_of(three) == story_of(one)


def test_what_a_person_split_stays_two_and_what_a_person_merged_stays_one():
    one, two, three = bridge(), bridge(5), bridge(6)
    far = harbour(7)
    sorter = sort()
    by = ada()
    new = split_story(story_of(one), [three], by=by)
    merge_stories(story_of(far), story_of(one), by=by)

    bridge(20), harbour(21)
    sort(sorter)

    assert story_of(three) == new != story_of(one)
    assert story_of(far) == story_of(one) == story_of(two)


def test_stories_that_grow_together_leave_a_trail_and_what_people_named_them():
    one, two = bridge(), harbour(4)
    sorter = sort()
    kept = rename_story(story_of(two), "The quay", by=ada())
    Item.objects.filter(pk=two.pk).update(title=one.title, text=BRIDGE)
    Story.objects.filter(pk=story_of(one).pk).update(items_count=1)

    sort(sorter)  # rows changed behind its back are read at the next change
    bridge(5)
    sort(Sorter(light=True))

    assert story_of(one) == story_of(two)
    (trail,) = StoryChange.objects.filter(kind="merged")
    assert leads_to(trail.story) == story_of(one)
    assert "The quay" in {story_of(one).title, kept.title}
    assert story_of(one).title == "The quay"


def test_a_report_without_words_waits_for_nobody():
    empty = item(channel(), title="", text="")

    sort()

    assert story_of(empty).items_count == 1
