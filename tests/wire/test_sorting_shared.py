"""Several processes sort one backlog: each report is in one story, once, whoever is killed meanwhile."""

import os
import random
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection

from dateline.events.models import Event
from dateline.wire.models import CopyOf, Item, Membership, Story
from dateline.wire.sorting import Sorter, Turns
from dateline.wire.trace import verify_wire
from wire_made import channel, item

pytestmark = pytest.mark.django_db(transaction=True)

SORT = "from dateline.project import ready; ready.ready(); from dateline.wire import sorting; {}"
ALL = "s = sorting.Sorter(light=True)\nwhile s.sort_next(): pass"


def backlog(events: int, *, outlets: int = 4) -> list[list[int]]:
    """Reports of as many events, mixed as they come; the keys of each event's."""
    channels, chance = [channel(f"Outlet {n}") for n in range(outlets)], random.Random(5)
    made: list[list[int]] = [[] for _ in range(events)]
    for number in chance.sample(range(events * outlets), events * outlets):
        event, outlet = divmod(number, outlets)
        own = random.Random(event)
        words = [f"w{own.randrange(10**6)}" for _ in range(40)]
        title, text = " ".join(words[:7]), " ".join([*words, f"o{outlet}"])
        made[event].append(item(channels[outlet], title, minutes=event, text=text).pk)
    return made


def process(program: str) -> subprocess.Popen[bytes]:
    """A process of the newsroom on the database of this test."""
    told = connection.settings_dict
    url = f"sqlite:///{told['NAME']}"
    if connection.vendor == "postgresql":
        password = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
        url = f"postgres://{told['USER']}{password}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "dateline.project.settings"}
    return subprocess.Popen([sys.executable, "-c", SORT.format(program)], env=env)


def together(sorters: list[Sorter]) -> None:
    """Lets each sort in a thread of its own, with its own connection, until nothing waits."""
    faults: list[Exception] = []

    def sort(sorter: Sorter) -> None:
        try:
            while sorter.sort_next():
                pass
        except Exception as fault:  # noqa: BLE001 - told by the test
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=sort, args=(one,)) for one in sorters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


def stories() -> set[frozenset[int]]:
    found: dict[int, set[int]] = {}
    for story, one in Membership.objects.filter(ended_at=None).values_list("story", "item"):
        found.setdefault(story, set()).add(one)
    return {frozenset(items) for items in found.values()}


def assert_each_once(made: list[list[int]]) -> None:
    inside = list(Membership.objects.filter(ended_at=None).values_list("item", flat=True))
    assert sorted(inside) == sorted(one for event in made for one in event)
    assert not Item.objects.filter(sorted_at=None).exists()
    for story in Story.objects.filter(merged_into=None):
        there = story.memberships.filter(ended_at=None)
        assert story.items_count == there.count() > 0
    assert not Membership.objects.filter(ended_at=None, story__merged_into__isnull=False).exists()
    # Of each event the one that came first is what the others copy.
    copied = CopyOf.objects.values_list("original", flat=True)
    assert CopyOf.objects.count() == sum(len(event) - 1 for event in made)
    assert len(set(copied)) == len(made)
    assert list(verify_wire()) == []


def test_two_that_sort_one_backlog_at_once_put_each_report_into_one_story():
    made = backlog(30)

    together([Sorter(light=True), Sorter(light=True)])

    assert_each_once(made)
    assert stories() == {frozenset(event) for event in made}
    # Nobody did it all: both sorted, and neither did what the other had done.
    assert Event.objects.filter(kind="stories.sorted").count() >= 5
    assert Membership.objects.count() == Membership.objects.filter(ended_at=None).count()


@pytest.mark.slow
def test_killed_again_and_again_while_two_sort_nothing_is_lost_or_doubled():
    made = backlog(60)
    first = Event.objects.filter(kind="stories.sorted")
    two = [process(ALL), process(ALL)]
    chance, deadline = random.Random(2), time.monotonic() + 30
    for _ in range(3):
        seen = first.count()
        while first.count() == seen and Item.objects.filter(sorted_at=None).exists() and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.05)
        killed = two.pop(0)
        killed.send_signal(signal.SIGKILL)
        killed.wait(10)
        two.append(process(ALL))
    for one in two:
        assert one.wait(60) == 0

    assert_each_once(made)
    assert stories() == {frozenset(event) for event in made}


def test_who_sorted_last_goes_on_and_another_steps_in_where_it_leaves_reports_waiting(monkeypatch):
    one, other, first = Turns(), Turns(), Sorter(light=True)
    item(channel())
    assert one.is_mine(None)
    first.sort_next()
    waiting = item(channel())

    assert one.is_mine(first)
    assert not other.is_mine(None)
    monkeypatch.setattr("dateline.wire.sorting.STEP_IN_SECONDS", 0.0)
    assert other.is_mine(None)
    second = Sorter(light=True)
    second.sort_next()
    assert Item.objects.get(pk=waiting.pk).sorted_at
    monkeypatch.setattr("dateline.wire.sorting.STEP_IN_SECONDS", 60.0)
    item(channel())
    assert other.is_mine(second)
    assert not one.is_mine(first)
