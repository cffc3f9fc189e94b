"""A channel taken from the readers' pages at the desk: at once, with its reason and trace, and back again."""

import pytest

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
