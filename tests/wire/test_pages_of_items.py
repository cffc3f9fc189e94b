"""An item's own page: read in a process apart, kept by its hash; changed and removed reports are noticed."""

from datetime import timedelta

import pytest

from dateline.claims import store
from dateline.wire.looking.page import look_at_page
from dateline.wire.models import Item, ItemVersion, PageState
from outlets import Answer, article, entry, rss

pytestmark = pytest.mark.django_db
LONG = "\n".join(
    f"The harbour master said in sentence {n} that the boats were safe and the crews were home." for n in range(9)
)
LATER = LONG.replace("were safe", "were lost")


@pytest.fixture
def read(tools):
    """Looks at an item's page once."""

    def once(item):
        item = Item.objects.select_related("page_host", "channel").get(pk=item.pk)
        assert item.page == PageState.DUE
        looked = look_at_page(item, item.page_host, tools=tools)
        item.refresh_from_db()
        return looked, item

    return once


@pytest.fixture
def item(paper, channel, look):
    """An item whose page is to be read."""
    paper.pages["/feed"] = Answer(rss(entry(1, link=f"{paper.url}/1")))
    paper.pages["/1"] = Answer(article("Report 1", LONG), Content_Type="text/html")
    look(channel(reads_pages=True))
    return Item.objects.get()


def test_a_page_that_is_read_gives_the_item_its_text_and_is_kept(read, item, paper):
    looked, item = read(item)

    assert not looked.fault
    assert "sentence 8" in item.text
    assert store.read(item.snapshot, item.snapshot_size).decode() == article("Report 1", LONG)
    assert item.standfirst == "What report 1 says."
    assert [version.number for version in item.versions.all()] == [1, 2]
    assert item.origins["text"]["origin"] != "rss"


def test_a_page_is_read_again_and_its_change_is_another_version(read, item, paper, clock):
    read(item)
    item.refresh_from_db()
    assert item.page_due_at == item.first_seen + timedelta(hours=2)
    paper.pages["/1"] = Answer(article("Report 1", LATER), Content_Type="text/html")
    clock.passes(hours=3)

    _, item = read(item)

    assert "were lost" in item.text
    texts = [version.content["text"] for version in ItemVersion.objects.all()]
    assert ["lost" in text for text in texts] == [False, False, True]
    assert item.changed_at == clock.now


def test_a_page_that_is_as_it_was_adds_nothing(read, item, clock):
    read(item)
    clock.passes(hours=3)

    read(item)

    assert ItemVersion.objects.count() == 2


@pytest.mark.parametrize("body", ["", article("Report 1", LATER)], ids=["bare", "with a body"])
def test_a_page_that_its_server_calls_unchanged_is_not_sent_again(read, item, paper, clock, body):
    paper.pages["/1"] = lambda headers: (
        Answer(body, status=304)
        if (headers.get("if-none-match"), headers.get("if-modified-since")) == ('"7"', "Sun, 01 Mar 2026 08:00:00 GMT")
        else Answer(article("Report 1", LONG), ETag='"7"', Last_Modified="Sun, 01 Mar 2026 08:00:00 GMT")
    )
    read(item)
    clock.passes(hours=3)

    looked, item = read(item)

    assert (looked.fault, "were safe" in item.text, ItemVersion.objects.count()) == ("", True, 2)
    assert (item.page_read_at, item.page_due_at) == (clock.now, item.first_seen + timedelta(hours=24))


def test_a_page_that_came_back_is_asked_for_whole(read, item, paper, clock):
    paper.pages["/1"] = Answer(article("Report 1", LONG), ETag='"7"', Content_Type="text/html")
    read(item)
    kept, paper.pages["/1"] = paper.pages["/1"], Answer("gone", status=410)
    clock.passes(hours=3)
    read(item)
    paper.pages["/1"] = lambda headers: Answer(status=304) if "if-none-match" in headers else kept
    Item.objects.update(page=PageState.DUE)

    _, item = read(item)

    assert item.withdrawn_at is None


def test_an_entry_that_changed_sends_us_to_the_page_again(read, item, paper, channel, look):
    read(item)
    harbour = item.channel
    paper.pages["/feed"] = Answer(rss(entry(1, title="Report 1, corrected", link=f"{paper.url}/1")))

    look(harbour)

    item.refresh_from_db()
    assert (item.page, item.title, "sentence 8" in item.text) == (PageState.DUE, "Report 1", True)
    paper.pages["/1"] = Answer(article("Report 1, corrected", LONG), Content_Type="text/html")
    _, item = read(item)
    assert item.title == "Report 1, corrected"


@pytest.mark.parametrize("status", [410, 404])
def test_a_page_that_is_gone_is_a_withdrawn_report(read, item, paper, clock, status):
    read(item)
    paper.pages["/1"] = Answer("gone", status=status)
    for _ in range(1 if status == 410 else 2):
        clock.passes(hours=3)
        _, item = read(item)

    assert item.withdrawn == "Its page is gone."
    assert "sentence 8" in item.text
    assert item.versions.count() == 3


def test_an_absence_for_a_moment_is_no_withdrawal(read, item, paper, clock):
    read(item)
    paper.pages["/1"] = Answer("gone", status=404)
    clock.passes(hours=3)
    read(item)
    paper.pages["/1"] = Answer(article("Report 1", LONG), Content_Type="text/html")
    clock.passes(hours=1)

    _, item = read(item)

    assert item.withdrawn_at is None
    assert item.versions.count() == 2


def test_a_page_that_leads_to_the_front_page_was_removed(read, item, paper, clock):
    read(item)
    paper.pages["/1"] = Answer(status=302, Location="/")
    paper.pages["/"] = Answer(article("The Harbour Post", "All the news."))
    for _ in range(2):
        clock.passes(hours=3)
        _, item = read(item)

    assert item.withdrawn == "Its page is gone."


def test_a_wall_in_place_of_the_text_takes_nothing_away(read, item, paper, clock):
    read(item)
    paper.pages["/1"] = Answer(article("Report 1", "Subscribe to read on."), Content_Type="text/html")
    clock.passes(hours=3)

    _, item = read(item)

    assert "sentence 8" in item.text


def test_rules_for_programs_are_asked_once_and_kept(read, item, paper):
    paper.pages["/robots.txt"] = Answer("User-agent: *\nDisallow: /1\nCrawl-delay: 7\n")

    looked, item = read(item)

    assert "robots.txt" in looked.fault
    assert (paper.asked("/1"), paper.asked("/robots.txt")) == (0, 1)
    assert (item.page, item.page_host.pause_seconds) == (PageState.FAILED, 7.0)


def test_a_server_that_fails_to_say_its_rules_is_not_asked_for_pages(read, item, paper):
    paper.pages["/robots.txt"] = Answer("broken", status=500)

    _, item = read(item)

    assert paper.asked("/1") == 0
    assert item.page == PageState.DUE
