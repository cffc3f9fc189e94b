"""Stories beside each other: their order, which are related, the site's language, days that are told."""

import pytest
from lxml import html

from stories_read import headlines, read
from wire_made import NOON, channel, copy, item, story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def public(settings):
    settings.STORIES = True


def test_a_report_that_may_not_be_shown_moves_no_story_up():
    secret = channel(shown="none")
    story(item(title="Old", minutes=0), item(secret, "Hidden", minutes=90))
    story(item(title="Newer", minutes=5))
    withdrawn = item(title="Taken back", minutes=80, withdrawn_at=NOON)
    story(item(title="Oldest", minutes=-5), withdrawn)

    assert headlines(read("/stories/")) == ["Newer", "Old", "Oldest"]


@pytest.mark.parametrize("hidden", [0, 3])
def test_the_order_is_the_same_however_stories_are_read(monkeypatch, hidden):
    monkeypatch.setattr("dateline.wire.public.BATCH", 2)
    secret = channel(shown="none")
    for n in range(9):
        story(item(title=f"S{n}", minutes=n), *(item(secret, minutes=100 - n) for _more in range(hidden)))

    assert headlines(read("/stories/")) == [f"S{n}" for n in range(8, -1, -1)]


def test_related_stories_share_names_and_words_not_a_section():
    one = story(item(channel(section="World"), "Dam at Sorna breaks, thousands flee"))
    story(item(channel(section="World"), "A goat wins the marathon", minutes=9))
    story(item(channel(section="Local"), "Engineers had warned of the dam at Sorna", minutes=5))
    story(item(channel(shown="none"), "The dam at Sorna was old", minutes=7))

    page = html.fromstring(read(f"/stories/{one.uid}/"))

    around = page.cssselect(".around")[0]
    assert around.cssselect("h2")[0].text_content() == "Related stories"
    assert [a.text_content() for a in around.cssselect("a")] == ["Engineers had warned of the dam at Sorna"]


def test_where_nothing_is_related_the_newest_are_named_as_such():
    one = story(item(title="Dam at Sorna breaks"))
    story(item(title="A goat wins the marathon", minutes=9))

    around = html.fromstring(read(f"/stories/{one.uid}/")).cssselect(".around")[0]

    assert around.cssselect("h2")[0].text_content() == "Newest stories"


def test_pages_of_stories_speak_the_sites_language(settings):
    settings.SITE_LANGUAGE = "ar"
    one = story(item(channel(language="uk"), "Потоп"))

    for address in ("/stories/", f"/stories/{one.uid}/", "/"):
        assert '<html lang="ar" dir="rtl">' in read(address)
    assert "Українська" in read("/stories/")
    assert '<html lang="ar"' in read("/stories/none/", status=404)


def test_copies_and_who_was_first_are_told_with_their_day():
    first = item(channel("Herald"), "Bridge falls", minutes=-60 * 24 * 400)
    one = story(first, copy(first, channel("Copier"), at=NOON))

    assert "28 April 2024" in read("/stories/")
    assert "2 June 2025" in html.fromstring(read(f"/stories/{one.uid}/")).cssselect(".related li")[0].text_content()
