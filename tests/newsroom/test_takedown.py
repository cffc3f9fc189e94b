"""A channel taken from the readers' pages at the desk: at once, with its reason and trace, and back again."""

import pytest
from django.utils import timezone

from builders import live_blog
from cast import ada
from dateline.events.models import Event
from desk import signed_in
from wire_made import channel, item, story

pytestmark = pytest.mark.django_db


def test_a_channel_is_taken_down_with_its_reason_and_put_back(settings):
    settings.STORIES = True
    live_blog(ada())
    desk = signed_in(ada())
    herald = channel("Herald")
    story(item(herald, "Named by mistake"))
    here = f"/desk/wire/channels/{herald.uid}/"
    assert desk.post(f"{here}do/hide/", {"reason": " "}).status_code == 422
    assert "Named by mistake" in desk.get("/stories/").content.decode()

    desk.post(f"{here}do/hide/", {"reason": "They asked us to."})

    assert "Named by mistake" not in desk.get("/stories/").content.decode()
    assert "They asked us to." in desk.get(here).content.decode()
    told = Event.objects.filter(kind="channel.hidden").get()
    assert (told.subject, told.actor) == (f"channel/{herald.uid}", str(ada().pk))
    desk.post(f"{here}do/show/")
    assert "Named by mistake" in desk.get("/stories/").content.decode()


def test_a_report_is_taken_down_from_a_list_by_a_press_that_asks_once(settings):
    settings.STORIES = True
    live_blog(ada())
    desk = signed_in(ada())
    report = item(channel("Herald"), "Named by mistake")
    one = story(report)
    for page in ("/desk/wire/items/", f"/desk/wire/story/{one.uid}/"):
        assert f"/desk/wire/item/{report.uid}/hide/?back=/desk/" in desk.get(page).content.decode()
    asked = desk.get(f"/desk/wire/item/{report.uid}/hide/?back=/stories/").content.decode()
    assert "Named by mistake" in asked
    assert "Named by mistake" in desk.get("/stories/").content.decode()

    answer = desk.post(f"/desk/wire/item/{report.uid}/hide/", {"do": "hide", "back": "/stories/"})

    assert answer["Location"] == "/stories/"
    assert "Named by mistake" not in desk.get("/stories/").content.decode()
    assert f"/desk/wire/item/{report.uid}/hide/" not in desk.get("/desk/wire/items/").content.decode()


def test_a_story_is_taken_down_from_the_list_of_now(settings):
    settings.STORIES = True
    live_blog(ada())
    desk = signed_in(ada())
    one = story(item(channel("Herald"), "Named by mistake", at=timezone.now()))
    assert f"/desk/wire/story/{one.uid}/hide/" in desk.get("/desk/wire/").content.decode()
    assert "Named by mistake" in desk.get(f"/desk/wire/story/{one.uid}/hide/").content.decode()

    desk.post(f"/desk/wire/story/{one.uid}/do/hide/", {"back": "/desk/wire/"})

    assert "Named by mistake" not in desk.get("/stories/").content.decode()
    one.refresh_from_db()
    assert one.hidden_at


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/stories/\\evil", "/admin/"])
def test_a_press_leads_nowhere_but_to_pages_of_ours(settings, back):
    live_blog(ada())
    report = item()

    answer = signed_in(ada()).post(f"/desk/wire/item/{report.uid}/hide/", {"do": "hide", "back": back})

    assert answer["Location"] in {f"/desk/wire/item/{report.uid}/", "/stories/%5Cevil"}
