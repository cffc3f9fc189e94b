"""The wire's pages in a real browser: what comes shows by itself, the keys, axe on every page."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from browser.desk_seen import violations
from cast import ada
from claims_made import claim
from dateline.blog.models import Blog, Post
from dateline.newsroom import actions
from dateline.wire.actions.stories import rename_story, split_story
from dateline.wire.models import Story
from wire_made import channel, copy, item, story

pytest_plugins = ["browser.at_desk"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fresh(of=None, title="Just in", *, ago=0, **fields):
    at = timezone.now() - timedelta(minutes=ago)
    return item(of, title, **{"at": at, "first_seen": at, "published": at, **fields})


@pytest.fixture
def told(blog: Blog, settings, tmp_path) -> Story:
    """A story with a copy and a report in Arabic, and two other stories; a gazetteer that knows its place."""
    places = tmp_path / "places.csv"
    places.write_text("name,latitude,longitude\nSorna,48.5,22.3\n")
    settings.GAZETTEER, settings.STORIES = str(places), True
    herald, copier = channel("The Herald", section="World"), channel("Copy and Paste")
    arabic = channel("صحيفة الوادي", language="ar")
    first = fresh(herald, "River floods three towns in the valley", ago=50, standfirst="Thousands leave their homes.")
    first.text = "SORNA (Valley News) — “We had ten minutes to leave,” said Mira Dolan.\n"
    first.text += "The flood destroyed nearly 40 houses in May 2025."
    first.pictures = [{"url": "https://pictures.example.org/1.jpg", "caption": "The bridge", "credit": "A. Lee"}]
    first.save()
    again = copy(first, copier, title="Floods hit valley", at=timezone.now(), text=first.text.replace("two", "three"))
    third = fresh(arabic, "فيضان النهر يغمر ثلاث بلدات في الوادي", ago=20, text="غادر الآلاف منازلهم.")
    claim(ada(), "The water rose by two metres.", url=first.link, value=2.0, unit="%", speaker="The mayor")
    story(fresh(herald, "Ministers meet over the budget", ago=5))
    story(fresh(copier, "A goat wins the marathon", ago=90))
    made = story(first, again, third)
    return rename_story(made, "Floods in the valley", by=ada())


def test_a_story_shows_by_itself_and_within_about_a_second(desk, told):
    page = desk("wire/")
    expect(page.get_by_role("heading", name="Floods in the valley")).to_be_visible()

    rename_story(story(fresh(title="X")), "It came while one looked", by=ada())

    expect(page.get_by_role("heading", name="It came while one looked")).to_be_visible(timeout=10_000)


def test_j_and_k_go_through_the_list_and_u_uses(desk, told):
    page = desk("wire/")
    page.keyboard.press("j")
    expect(page.locator(".line a:focus")).to_have_text("Floods in the valley")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(".line a:focus")).to_have_text("Floods in the valley")

    page.keyboard.press("u")

    page.wait_for_url("**/blog/storm/post/**")
    assert Post.objects.get().state == "draft"


def test_f_follows_and_m_mutes_the_story_one_is_at(desk, told, blog):
    page = desk("wire/")
    page.keyboard.press("j")
    page.keyboard.press("f")
    expect(page.locator(f"#follow-{told.uid}")).to_have_attribute("aria-pressed", "true")
    assert blog.following.get().story == told

    page.locator(f"#story-{told.uid} h2 a").focus()
    page.keyboard.press("m")

    expect(page.locator(f"#story-{told.uid}")).to_have_count(0)
    told.refresh_from_db()
    assert told.muted_at


def test_keys_typed_into_a_field_are_letters(desk, told):
    page = desk("wire/items/")
    page.keyboard.press("/")
    page.keyboard.type("fum jk")

    expect(page.locator("#q")).to_have_value("fum jk")
    assert not Post.objects.exists()


def test_what_is_ticked_waits_for_who_ticked_it(desk, told):
    page = desk(f"wire/story/{told.uid}/")
    tick = page.locator("input[name=item]").first
    tick.check()
    rename_story(told, "Another name", by=ada())
    page.wait_for_timeout(1500)

    expect(tick).to_be_checked()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing_on_the_wires_pages_and_nothing_overflows(desk, told, blog, newsroom, width, scheme):
    first = told.memberships.first().item
    split_story(told, [told.memberships.last().item], by=ada())
    actions.follow(told, blog, by=ada())
    late = fresh(first.channel, "A new report of the flood")
    late.memberships.create(story=told, reason="Same words.", at=timezone.now())
    post = actions.pull_item_into_blog(first, blog, by=ada())
    actions.watch("flood", by=ada())
    fresh(title="A flood elsewhere")
    page = desk("", width=width, color_scheme=scheme)
    found = []
    for address in (
        "wire/",
        "wire/?show=new",
        "wire/items/?q=flood",
        f"wire/item/{first.uid}/",
        f"wire/item/{first.copies.get().item.uid}/?differences",
        f"wire/story/{told.uid}/",
        f"wire/story/{told.uid}/hide/",
        f"wire/item/{first.uid}/hide/",
        "wire/watch/",
        "wire/channels/",
        "wire/channels/new/",
        f"wire/channels/{first.channel.uid}/",
        "blog/storm/suggestions/",
        f"blog/storm/post/{post.uid}/reports/",
    ):
        assert page.goto(f"{newsroom.url}/desk/{address}").ok, address
        for details in page.locator("main details").all():
            details.evaluate("element => (element.open = true)")
        found += [(address, fault) for fault in violations(page)]
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            found.append((address, f"overflows by {overflow}"))

    assert not found
