"""Who may open and send what: every address of the desk, for everybody."""

import pytest
from django.test import Client
from django.urls import get_resolver

from builders import live_blog, published, words
from cast import ada, noor, rui
from claims_made import claim
from dateline.accounts.models import User
from dateline.blog.actions import blogs, posts
from dateline.blog.core.roles import Role
from dateline.blog.models import Author, Blog, Post
from dateline.events.models import Event
from dateline.territory import actions as surveys
from dateline.territory.kept import Kept
from dateline.territory.models import Survey
from dateline.wire.actions.stories import rename_story
from desk import signed_in
from wire_made import item, story

pytestmark = pytest.mark.django_db
P = "blog/storm/post/{post}/"
D = "blog/storm/post/{draft}/"
O = "blog/storm/post/{own}/"  # noqa: E741 - the reporter's own draft
S = "territory/{survey}/"
I = "wire/item/{item}/"  # noqa: E741
T = "wire/story/{story}/"
# address, method, fields: what editor, reporter, viewer, stranger and who is not signed in get.
TABLE = [
    ("", "GET", {}, (200, 200, 200, 200, 302)),
    ("password/", "GET", {}, (200, 200, 200, 200, 302)),
    ("authors/", "GET", {}, (200, 200, 200, 200, 302)),
    ("authors/new/", "GET", {}, (200, 200, 200, 200, 302)),
    ("authors/{author}/", "GET", {}, (200, 403, 403, 403, 302)),
    ("authors/{author}/", "POST", {"name": "X"}, (302, 403, 403, 403, 302)),
    ("new-blog/", "GET", {}, (403, 403, 403, 403, 302)),
    ("new-blog/", "POST", {"slug": "x", "headline": "X", "zone": "UTC", "language": "en"}, (403, 403, 403, 403, 302)),
    ("claims/", "GET", {}, (200, 200, 200, 403, 302)),
    ("claims/new/", "GET", {}, (200, 200, 403, 403, 302)),
    ("claims/new/", "POST", {}, (422, 422, 403, 403, 302)),
    ("claims/{claim}/", "GET", {}, (200, 200, 200, 403, 302)),
    ("claims/{claim}/", "POST", {"status": "confirmed", "note": "X"}, (302, 403, 403, 403, 302)),
    ("territory/", "GET", {}, (200, 200, 200, 403, 302)),
    ("territory/new/", "GET", {}, (200, 200, 403, 403, 302)),
    ("territory/new/", "POST", {}, (422, 422, 403, 403, 302)),
    ("territory/boundaries/", "GET", {}, (200, 200, 200, 403, 302)),
    ("territory/boundaries/", "POST", {}, (422, 422, 403, 403, 302)),
    (S, "GET", {}, (200, 200, 200, 403, 302)),
    (f"{S}run/", "POST", {}, (422, 422, 403, 403, 302)),
    (f"{S}stop/", "POST", {}, (302, 302, 403, 403, 302)),
    (f"{S}more/", "POST", {}, (422, 422, 403, 403, 302)),
    (f"{S}progress/", "GET", {}, (200, 200, 200, 403, 302)),
    (f"{S}exhibit/", "GET", {}, (404, 404, 403, 403, 302)),
    (f"{S}exhibit/", "POST", {}, (404, 404, 403, 403, 302)),
    (f"{S}exhibit/nosuchone/", "GET", {}, (404, 404, 404, 403, 302)),
    (f"{S}exhibit/nosuchone/post/", "POST", {"blog": "storm"}, (404, 404, 403, 403, 302)),
    (f"{S}findings/", "GET", {}, (404, 404, 404, 403, 302)),
    (f"{S}figures/", "GET", {}, (404, 404, 404, 403, 302)),
    (f"{S}files/", "GET", {}, (404, 404, 404, 403, 302)),
    (f"{S}files/figures.csv", "GET", {}, (404, 404, 404, 403, 302)),
    ("wire/", "GET", {}, (200, 200, 200, 403, 302)),
    ("wire/lines/", "GET", {}, (200, 200, 200, 403, 302)),
    ("wire/head/", "GET", {}, (200, 200, 200, 403, 302)),
    ("wire/seen/", "POST", {}, (302, 302, 302, 403, 302)),
    ("wire/blog/", "POST", {"blog": "storm"}, (302, 302, 403, 403, 302)),
    ("wire/items/", "GET", {}, (200, 200, 200, 403, 302)),
    ("wire/items/lines/", "GET", {}, (200, 200, 200, 403, 302)),
    (I, "GET", {}, (200, 200, 200, 403, 302)),
    (f"{I}use/", "POST", {"blog": "storm"}, (302, 302, 403, 403, 302)),
    (T, "GET", {}, (200, 200, 200, 403, 302)),
    (f"{T}reports/", "GET", {}, (200, 200, 200, 403, 302)),
    (f"{T}said/", "GET", {}, (200, 200, 200, 403, 302)),
    (f"{T}hide/", "GET", {}, (200, 403, 403, 403, 302)),
    ("wire/claim/", "POST", {"what": "nosuchone:1"}, (404, 404, 403, 403, 302)),
    *[
        (f"{T}do/{deed}/", "POST", {"title": "X", "into": "{other}", "item": "{item}"}, (302, 302, 403, 403, 302))
        for deed in ("merge", "split", "move", "take-out", "rename", "mute", "unmute", "follow", "unfollow")
    ],
    (f"{T}do/undo/", "POST", {"change": "{change}"}, (302, 302, 403, 403, 302)),
    (f"{T}do/hide/", "POST", {"reason": "X"}, (302, 403, 403, 403, 302)),
    (f"{T}do/show/", "POST", {}, (302, 403, 403, 403, 302)),
    (f"{T}do/nosuch/", "POST", {}, (404, 404, 404, 403, 302)),
    (f"{I}hide/", "POST", {"reason": "X"}, (302, 302, 403, 403, 302)),
    ("wire/channels/", "GET", {}, (200, 200, 200, 403, 302)),
    ("wire/channels/lines/", "GET", {}, (200, 200, 200, 403, 302)),
    ("wire/channels/new/", "GET", {}, (200, 403, 403, 403, 302)),
    ("wire/channels/new/", "POST", {}, (422, 403, 403, 403, 302)),
    ("wire/channels/{channel}/", "GET", {}, (200, 200, 200, 403, 302)),
    ("wire/channels/{channel}/", "POST", {"shown": "none"}, (302, 403, 403, 403, 302)),
    *[(f"wire/channels/{{channel}}/do/{deed}/", "POST", {}, (302, 403, 403, 403, 302)) for deed in ("pause", "ask")],
    ("wire/watch/", "GET", {}, (200, 200, 200, 403, 302)),
    ("wire/watch/", "POST", {"words": "X"}, (302, 302, 302, 403, 302)),
    ("wire/watch/999/", "POST", {}, (404, 404, 404, 403, 302)),
    ("blog/storm/suggestions/", "GET", {}, (200, 200, 200, 403, 302)),
    ("blog/storm/suggestions/", "POST", {"item": "{item}"}, (302, 302, 403, 403, 302)),
    (f"{P}reports/", "GET", {}, (404, 404, 403, 403, 302)),
    ("blog/storm/", "GET", {}, (200, 200, 200, 403, 302)),
    ("blog/storm/lines/", "GET", {}, (200, 200, 200, 403, 302)),
    ("blog/storm/state/", "POST", {"state": "paused"}, (302, 403, 403, 403, 302)),
    ("blog/storm/notice/", "POST", {}, (302, 302, 302, 403, 302)),
    ("blog/storm/settings/", "GET", {}, (200, 403, 403, 403, 302)),
    ("blog/storm/settings/", "POST", {}, (422, 403, 403, 403, 302)),
    ("blog/storm/members/", "GET", {}, (200, 403, 403, 403, 302)),
    ("blog/storm/members/", "POST", {"username": "vera", "role": "editor"}, (302, 403, 403, 403, 302)),
    ("blog/storm/new/", "GET", {}, (200, 200, 403, 403, 302)),
    ("blog/storm/new/", "POST", {"do": "save", "title": "X"}, (302, 302, 403, 403, 302)),
    ("blog/storm/new/", "POST", {"do": "publish", "title": "X"}, (302, 403, 403, 403, 302)),
    ("blog/storm/preview/", "POST", {"title": "X"}, (200, 200, 403, 403, 302)),
    ("blog/storm/block/quote/", "GET", {}, (200, 200, 403, 403, 302)),
    (P, "GET", {}, (200, 403, 403, 403, 302)),
    (P, "POST", {"do": "amend", "title": "X", "base": "1"}, (302, 403, 403, 403, 302)),
    (P, "POST", {"do": "correct", "title": "X", "base": "1", "correction": "Y"}, (302, 403, 403, 403, 302)),
    (D, "GET", {}, (200, 403, 403, 403, 302)),
    (D, "POST", {"do": "publish", "title": "X", "base": "1"}, (302, 403, 403, 403, 302)),
    (O, "GET", {}, (200, 200, 403, 403, 302)),
    (O, "POST", {"do": "save", "title": "X", "base": "1"}, (302, 302, 403, 403, 302)),
    (O, "POST", {"do": "publish", "title": "X", "base": "1"}, (302, 403, 403, 403, 302)),
    (f"{P}preview/", "POST", {"title": "X"}, (200, 403, 403, 403, 302)),
    (f"{O}preview/", "POST", {"title": "X"}, (200, 200, 403, 403, 302)),
    (f"{P}withdraw/", "GET", {}, (200, 403, 403, 403, 302)),
    (f"{P}withdraw/", "POST", {"reason": "X", "base": "1"}, (302, 403, 403, 403, 302)),
    (f"{P}place/", "GET", {}, (200, 403, 403, 403, 302)),
    (f"{P}place/", "POST", {"do": "tags", "tags": "x"}, (302, 403, 403, 403, 302)),
    (f"{P}history/", "GET", {}, (200, 200, 200, 403, 302)),
    (f"{P}newer/nosuch/", "GET", {}, (404, 403, 403, 403, 302)),
    (f"{P}newer/nosuch/", "POST", {}, (404, 403, 403, 403, 302)),
    *[(f"{P}do/{deed}/", "POST", {}, (302, 403, 403, 403, 302)) for deed in ("pin", "key", "summary")],
    (f"{D}do/publish/", "POST", {}, (302, 403, 403, 403, 302)),
    (f"{D}do/discard/", "POST", {}, (302, 403, 403, 403, 302)),
    (f"{O}do/discard/", "POST", {}, (302, 302, 403, 403, 302)),
]
PEOPLE = ("editor", "reporter", "viewer", "stranger", "nobody")


@pytest.fixture
def there():
    """A blog with an editor who does not run the newsroom, a reporter, a viewer; a post and two drafts."""
    blog = live_blog(ada())
    for name, role in (("edith", Role.EDITOR), ("rui", Role.REPORTER), ("vera", Role.VIEWER)):
        blogs.set_member(blog, named(name), role=role, by=ada())
    return {
        "post": published(blog, ada()).uid,
        "draft": posts.draft_post(blog, words("D"), by=ada()).uid,
        "own": posts.draft_post(blog, words("O"), by=rui()).uid,
        "claim": claim(ada()).uid,
        "survey": waiting_survey(by=rui()).uid,
        "author": Author.objects.create(name="A guest").pk,
        **on_the_wire(),
    }


def on_the_wire() -> dict[str, object]:
    """A story of two reports with a title that can be taken back, and another story."""
    told, other = story(first := item(), item()), story(item())
    rename_story(told, "Another title", by=ada())
    change, of = told.changes.get().pk, first.channel.uid
    return {"item": first.uid, "story": told.uid, "other": other.uid, "change": change, "channel": of}


def waiting_survey(*, by: User) -> Survey:
    survey = surveys.send_maps("Marania", surveys.Maps(kept=[Kept(name="x.geojson", sha256="0" * 64, size=1)]), by=by)
    how = surveys.SetUp(name="Marania", profile="generic", profile_text="")
    return surveys.ask_for(survey, how, by=by)


def named(name: str) -> User:
    return User.objects.get_or_create(username=name)[0]


def browser(who: str) -> Client:
    people = {"editor": "edith", "reporter": "rui", "viewer": "vera"}
    if who == "nobody":
        return Client()
    return signed_in(noor() if who == "stranger" else named(people[who]))


@pytest.mark.parametrize("who", PEOPLE)
def test_every_address_answers_each_person_as_their_role_says(there, who):
    from django.db import transaction

    for address, method, fields, wanted in TABLE:
        before = Event.objects.count()
        with transaction.atomic():  # each line of the table begins from the same rows
            answer = browser(who).generic(
                method,
                f"/desk/{address.format(**there)}",
                *encoded({name: value.format(**there) for name, value in fields.items()}),
            )
            after = Event.objects.count()
            transaction.set_rollback(True)

        assert answer.status_code == wanted[PEOPLE.index(who)], (who, method, address, answer.status_code)
        if answer.status_code == 403:
            assert after == before
        if who == "nobody":
            assert answer["Location"].startswith("/desk/sign-in/")
        assert "no-store" in answer["Cache-Control"]
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"


def encoded(fields):
    from urllib.parse import urlencode

    return urlencode(fields), "application/x-www-form-urlencoded"


def test_the_table_leaves_no_address_out():
    named = dict.fromkeys(("post", "draft", "own", "survey", "claim", "item", "story", "channel"), "x")
    tried = {address.format(author="1", **named) for address, *_ in TABLE}
    resolver = get_resolver("dateline.newsroom.urls")
    patterns = {p.name: p for p in resolver.url_patterns}
    matched = {p.name for t in tried for p in resolver.url_patterns if p.resolve(t)}

    assert set(patterns) - matched == {"sign-in", "sign-out"}


def test_the_wrong_method_is_refused_in_words(there):
    client = signed_in(ada())
    assert client.get("/desk/blog/storm/state/").status_code == 405
    assert client.post("/desk/blog/storm/").status_code == 405
    assert client.get("/desk/sign-out/").status_code == 405


def test_another_blogs_post_is_not_found_under_this_blog(there):
    other = published(live_blog(ada(), slug="other"), ada())
    client = signed_in(ada())
    for rest in ("", "withdraw/", "place/", "history/"):
        assert client.get(f"/desk/blog/storm/post/{other.uid}/{rest}").status_code == 404
        assert client.get(f"/desk/blog/storm/post/nosuchpost/{rest}").status_code == 404
        assert client.get(f"/desk/blog/nosuchblog/post/{other.uid}/{rest}").status_code == 404
    assert client.post(f"/desk/blog/storm/post/{other.uid}/do/pin/").status_code == 404
    assert client.post(f"/desk/blog/storm/post/{other.uid}/preview/").status_code == 404
    below = client.post(f"/desk/blog/storm/post/{there['post']}/place/", {"do": "below", "below": other.uid})
    assert below.status_code == 404


def test_a_discarded_draft_and_a_withdrawn_post_are_not_written_on(there):
    client = signed_in(ada())
    client.post(f"/desk/blog/storm/post/{there['draft']}/do/discard/")
    posts.withdraw_post(Post.objects.get(uid=there["post"]), reason="X", by=ada())

    assert client.get(f"/desk/blog/storm/post/{there['draft']}/").status_code == 404
    assert client.get(f"/desk/blog/storm/post/{there['post']}/").status_code == 422
    assert Blog.objects.count() == 1
