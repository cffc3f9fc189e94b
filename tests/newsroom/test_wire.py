"""The wire at the desk: stories and reports, using one, following, what is new since one looked, watch words."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from builders import live_blog, published
from cast import ada, rui
from claims_made import claim
from dateline.blog.actions import blogs
from dateline.blog.core.roles import Role
from dateline.blog.models import Post
from dateline.claims import store
from dateline.claims.models import Claim
from dateline.events.models import Event
from dateline.newsroom import actions
from dateline.newsroom.models import Following, Look, UsedItem, WatchWord
from dateline.newsroom.used import Taken
from dateline.newsroom.wire_panel import suggested, watched
from dateline.wire.actions.stories import merge_stories
from dateline.wire.models import Channel, Item, ItemVersion, StoryChange
from desk import signed_in
from wire_made import channel, copy, item, story

pytestmark = pytest.mark.django_db
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}\u202e javascript:alert(1)'


@pytest.fixture
def blog():
    return live_blog(ada())


@pytest.fixture
def desk(blog):
    return signed_in(ada())


def fresh(of=None, title="Just in", **fields):
    """An item that came this moment."""
    now = timezone.now()
    return item(of, title, **{"at": now, "first_seen": now, "published": now, **fields})


def test_stories_show_who_was_first_and_how_many_report(desk):
    first, second = fresh(channel("Herald"), "Bridge falls"), fresh(channel("Gazette"), "A bridge is gone")
    story(first, second)

    page = desk.get("/desk/wire/").content.decode()

    assert "Bridge falls" in page
    assert "first: Herald" in page
    assert "2 reports" in page
    assert "2 channels" in page


def test_muted_stories_are_not_among_those_of_now(desk):
    quiet = story(fresh(title="Quiet one"))
    desk.post(f"/desk/wire/story/{quiet.uid}/do/mute/")

    assert "Quiet one" not in desk.get("/desk/wire/").content.decode()
    assert "Quiet one" in desk.get("/desk/wire/?show=muted").content.decode()
    desk.post(f"/desk/wire/story/{quiet.uid}/do/unmute/")
    assert "Quiet one" in desk.get("/desk/wire/").content.decode()


def test_filters_leave_other_stories_out(desk):
    german = channel("Zeitung", language="de", section="Inland")
    story(fresh(german, "Flut"))
    story(fresh(title="Fire"))

    for query in (f"channel={german.uid}", "language=de", "section=Inland"):
        page = desk.get(f"/desk/wire/lines/?{query}").content.decode()
        assert "Flut" in page
        assert "Fire" not in page


def test_what_came_after_the_last_visit_is_new(desk):
    story(fresh(title="Old news"))
    desk.get("/desk/wire/")
    Look.objects.update(at=timezone.now() - timedelta(hours=3))
    Item.objects.update(first_seen=timezone.now() - timedelta(hours=5))
    story(fresh(title="New news"))

    page = desk.get("/desk/wire/?show=new").content.decode()

    assert "New news" in page
    assert "Old news" not in page
    desk.post("/desk/wire/seen/")
    assert "New news" not in desk.get("/desk/wire/?show=new").content.decode()


def test_each_person_has_their_own_last_look(desk, blog):
    blogs.set_member(blog, rui(), role=Role.REPORTER, by=ada())
    desk.get("/desk/wire/")
    signed_in(rui()).get("/desk/wire/")

    assert Look.objects.count() == 2


def test_a_page_hears_of_the_wire_only_when_it_moved(desk):
    seq = desk.get("/desk/wire/head/").json()["seq"]
    assert desk.get(f"/desk/wire/head/?seq={seq}").status_code == 204

    desk.post(f"/desk/wire/story/{story(fresh()).uid}/do/mute/")

    assert desk.get(f"/desk/wire/head/?seq={seq}").json()["seq"] > seq


def test_a_storys_page_folds_copies_under_their_original_and_says_why(desk):
    first = item(channel("Herald"), "Bridge falls")
    again = copy(first, channel("Copier"), title="Bridge falls, says Herald", minutes=5)
    told = story(first, again)
    claim(ada(), "Two died.", url=first.link, value=2.0, unit="people")

    page = desk.get(f"/desk/wire/story/{told.uid}/").content.decode()

    assert page.index("Bridge falls") < page.index("1 copy") < page.index("says Herald")
    assert "The same text." in page
    assert "The headlines say the same." in page
    assert "Two died." in page


def test_a_copy_shows_what_differs_from_its_original(desk):
    first = item(text="Two bridges are gone.")
    again = copy(first, channel(), text="Three bridges are gone.")

    page = desk.get(f"/desk/wire/item/{again.uid}/?differences").content.decode()

    assert re.search(r"<del>T?wo ?</del><ins>T?hree ?</ins>", page)


def test_using_an_item_drafts_a_post_with_quote_attribution_link_and_citation(desk, blog):
    seen = "<p>The river rose by two metres, the mayor said.</p>"
    sha256 = store.keep(seen.encode())
    told = fresh(
        channel("Herald", site="https://herald.example.org/"),
        "River rises",
        byline=["Ann Lee"],
        text="The river rose by two metres, the mayor said.",
        snapshot=sha256,
        snapshot_size=len(seen.encode()),
    )

    answer = desk.post(
        f"/desk/wire/item/{told.uid}/use/",
        {"blog": "storm", "quote": "rose by two metres", "speaker": "The mayor"},
    )

    post = Post.objects.get()
    assert answer["Location"] == f"/desk/blog/storm/post/{post.uid}/"
    assert post.state == "draft"
    assert post.title == "River rises"
    text, quote = post.blocks
    assert "Herald reports" in text["html"]
    assert "Ann Lee" in text["html"]
    assert f'href="{told.link}"' in text["html"]
    assert (quote["text"], quote["speaker"], quote["url"]) == ("rose by two metres", "The mayor", told.link)
    assert quote["source"].startswith("Herald, ")
    cited = Claim.objects.get(uid=post.claims[0])
    assert (cited.snapshot.sha256, cited.quote, cited.source.name) == (sha256, "rose by two metres", "Herald")
    assert seen.replace("<p>", "")[cited.quote_at :].startswith("rose by")
    assert UsedItem.objects.get().item == told


def test_words_that_do_not_stand_in_the_report_are_no_quote(desk):
    told = fresh(text="The river rose.")

    answer = desk.post(f"/desk/wire/item/{told.uid}/use/", {"blog": "storm", "quote": "The river fell."})

    assert answer.status_code == 422
    assert not Post.objects.exists()
    assert not Claim.objects.exists()


def test_a_page_whose_letters_differ_is_cited_without_the_place_of_the_quote(blog):
    seen = b"<p>The river rose by two&#8239;metres.</p>"
    told = fresh(text="It rose by two metres today.", snapshot=store.keep(seen), snapshot_size=len(seen))

    post = actions.pull_item_into_blog(told, blog, taken=Taken(quote="rose by two metres today"), by=ada())

    cited = Claim.objects.get(uid=post.claims[0])
    assert cited.snapshot
    assert cited.quote == ""


def test_a_copy_that_is_used_names_who_reported_first(blog):
    first = fresh(channel("Herald"))
    again = copy(first, channel("Copier"))

    post = actions.pull_item_into_blog(again, blog, by=ada())

    assert "First reported by Herald." in post.blocks[0]["html"]


def test_following_suggests_what_comes_after_and_what_is_used_or_put_aside_goes(desk, blog):
    early = fresh(title="Early")
    told = story(early)
    desk.post(f"/desk/wire/story/{told.uid}/do/follow/", {"blog": "storm"})
    late, later = fresh(title="Late"), fresh(title="Later")
    for one in (late, later):
        one.memberships.create(story=told, reason="Same.", at=timezone.now())

    assert suggested(blog) == [later, late]
    assert "Suggestions <b>2</b>" in desk.get("/desk/blog/storm/").content.decode()
    desk.post("/desk/blog/storm/suggestions/", {"item": later.uid})
    actions.pull_item_into_blog(late, blog, by=ada())
    assert suggested(blog) == []


def test_a_blog_follows_a_story_once_and_another_still_follows_it(blog):
    other = live_blog(ada(), slug="other")
    told = story(fresh())
    for each in (blog, blog, other):
        actions.follow(told, each, by=ada())
    assert Following.objects.filter(ended_at=None).count() == 2

    actions.unfollow(told, blog, by=ada())

    told.refresh_from_db()
    assert told.followed_at
    actions.unfollow(told, other, by=ada())
    told.refresh_from_db()
    assert told.followed_at is None
    assert [c.kind for c in StoryChange.objects.all()] == ["followed", "followed", "unfollowed", "unfollowed"]


def test_a_story_merged_into_another_is_followed_there_too(blog):
    told, other = story(fresh(title="A")), story(fresh(title="B"))
    actions.follow(told, blog, by=ada())

    merge_stories(told, other, by=ada())
    late = fresh(title="Late")
    late.memberships.create(story=other, reason="Same.", at=timezone.now())

    assert late in suggested(blog)
    actions.unfollow(other, blog, by=ada())
    assert suggested(blog) == []


def test_a_changed_and_a_withdrawn_report_mark_the_post_until_somebody_looks(desk, blog):
    told = fresh(title="River rises", text="By two metres.")
    post = actions.pull_item_into_blog(told, blog, by=ada())
    ItemVersion.objects.create(
        item=told,
        number=1,
        hash=told.hash,
        content={"title": "River rises", "text": "By two metres."},
        seen_at=timezone.now(),
        event=Event.objects.first(),
    )
    assert "Report changed" not in desk.get("/desk/blog/storm/").content.decode()

    Item.objects.filter(pk=told.pk).update(hash="other", text="By three metres.")

    assert "Report changed" in desk.get("/desk/blog/storm/").content.decode()
    page = desk.get(f"/desk/blog/storm/post/{post.uid}/reports/").content.decode()
    assert re.search(r"<del>t?wo ?</del><ins>t?hree ?</ins>", page)
    desk.post(f"/desk/blog/storm/post/{post.uid}/reports/")
    assert "Report changed" not in desk.get("/desk/blog/storm/").content.decode()

    Item.objects.filter(pk=told.pk).update(withdrawn_at=timezone.now(), withdrawn="The page is gone.")
    assert "Report withdrawn" in desk.get("/desk/blog/storm/").content.decode()
    desk.post(f"/desk/blog/storm/post/{post.uid}/reports/")
    assert "Report withdrawn" not in desk.get("/desk/blog/storm/").content.decode()


def test_a_post_that_was_made_from_no_report_has_no_such_page(desk, blog):
    post = published(blog, ada())

    assert desk.get(f"/desk/blog/storm/post/{post.uid}/reports/").status_code == 404


def test_watch_words_count_what_came_since_one_looked(desk):
    fresh(title="Flood before")
    desk.post("/desk/wire/watch/", {"words": "flood -coast"})
    fresh(title="Flood now")
    fresh(title="Flood on the coast")
    (word,) = WatchWord.objects.all()

    assert watched(ada()) == [(word, 1)]
    assert "1 new report" in desk.get("/desk/wire/").content.decode()
    answer = desk.post(f"/desk/wire/watch/{word.pk}/")
    assert answer["Location"].startswith("/desk/wire/items/?q=flood+-coast")
    assert watched(ada()) == [(word, 0)]
    desk.post(f"/desk/wire/watch/{word.pk}/", {"do": "remove"})
    assert not WatchWord.objects.exists()


def test_nobody_sees_or_takes_out_anothers_watch_words(desk, blog):
    blogs.set_member(blog, rui(), role=Role.REPORTER, by=ada())
    word = actions.watch("flood", by=rui())

    assert "flood" not in desk.get("/desk/wire/watch/").content.decode()
    assert desk.post(f"/desk/wire/watch/{word.pk}/", {"do": "remove"}).status_code == 404
    assert WatchWord.objects.exists()


def test_hostile_text_in_every_field_of_an_item_stays_text(desk, blog):
    of = channel(HOSTILE[:150], language='en"><b', section=HOSTILE[:90], site="javascript:alert(1)")
    first = fresh(
        of,
        HOSTILE,
        link="javascript:alert(1)",
        standfirst=HOSTILE,
        text=HOSTILE * 3,
        byline=[HOSTILE],
        section=HOSTILE,
        licence=HOSTILE,
        source_link="javascript:alert(1)",
        withdrawn=HOSTILE[:200],
        withdrawn_at=timezone.now(),
        pictures=[{"url": "javascript:alert(1)", "caption": HOSTILE, "credit": HOSTILE, "alt": ""}, "x", {"url": 3}],
    )
    told = story(first, copy(first, of, title=HOSTILE), title=HOSTILE)
    actions.watch(HOSTILE, by=ada())
    actions.follow(told, blog, by=ada())
    post = actions.pull_item_into_blog(first, blog, by=ada())

    for address in (
        "wire/",
        "wire/items/",
        f"wire/items/?q={'%22%3E%3Cscript'}",
        f"wire/item/{first.uid}/",
        f"wire/story/{told.uid}/",
        "wire/watch/",
        "blog/storm/suggestions/",
        f"blog/storm/post/{post.uid}/reports/",
        "blog/storm/",
    ):
        page = desk.get(f"/desk/{address}").content.decode()
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
        assert 'href="javascript' not in page, address
        assert "{{ 7" in page or "7|add" not in page, address
    assert "javascript" not in str(post.blocks[0]["html"]).partition("href")[2][:30]


def test_the_page_goes_back_only_to_pages_of_the_desk(desk):
    for place in ("https://evil.example.org/", "//evil.example.org", "/live/x/", "/desk/../../x", "/desk/\nx"):
        answer = desk.post("/desk/wire/seen/", {"back": place})
        assert answer["Location"].startswith("/desk/"), place
        assert "evil" not in answer["Location"]


def test_a_report_is_taken_down_by_one_click_and_shown_again(desk):
    told = fresh()

    desk.post(f"/desk/wire/item/{told.uid}/hide/", {"reason": "Their request."})
    told.refresh_from_db()
    assert (told.hidden, told.hidden_by) == ("Their request.", ada())

    desk.post(f"/desk/wire/item/{told.uid}/hide/", {"do": "show"})
    told.refresh_from_db()
    assert told.hidden_at is None


def test_channels_say_in_words_how_they_stand_and_are_paused_and_set(desk):
    of = channel("Herald", faults=3, fault="The server does not answer.", fault_at=timezone.now())

    assert "The server does not answer. 3 times in a row." in desk.get("/desk/wire/channels/").content.decode()
    desk.post(f"/desk/wire/channels/{of.uid}/do/pause/")
    desk.post(f"/desk/wire/channels/{of.uid}/", {"name": "The Herald", "shown": "headline"})

    page = desk.get(f"/desk/wire/channels/{of.uid}/").content.decode()
    assert "Paused: it is not asked." in page
    of.refresh_from_db()
    assert (of.name, of.shown, of.language) == ("The Herald", "headline", "")
    assert desk.post(f"/desk/wire/channels/{of.uid}/do/nosuch/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/etc", "file:///etc/passwd", "ftp://x.example.org/", "imap://x", "javascript:1", ""]
)
def test_only_addresses_of_the_web_are_added_at_the_desk(desk, address):
    answer = desk.post("/desk/wire/channels/new/", {"address": address, "shown": "excerpt"})

    assert answer.status_code == 422
    assert not Channel.objects.exists()


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/feed", "http://169.254.169.254/latest/", "http://[::1]/"])
def test_addresses_inside_are_refused_in_words(desk, address):
    answer = desk.post("/desk/wire/channels/new/", {"address": address, "shown": "excerpt"})

    assert answer.status_code == 422
    assert not Channel.objects.exists()


@pytest.mark.parametrize("name", ["q", "channel", "language", "section", "since", "page", "show"])
def test_control_characters_in_an_address_ask_for_nothing(desk, name):
    for address in ("wire/", "wire/items/"):
        assert desk.get(f"/desk/{address}?{name}=%00%ff%1f").status_code == 200
