"""What people do at the desk, without scripts: write, publish, correct, withdraw, run the blog."""

import pytest
from django.test import Client

from builders import live_blog, published, words
from cast import ada, noor, rui
from dateline.blog.actions import blogs, posts
from dateline.blog.core.roles import Role
from dateline.blog.models import Author, Blog, Post
from dateline.blog.queries import state_of
from desk import Form, compose, signed_in

pytestmark = pytest.mark.django_db
NEW = "/desk/blog/storm/new/"


@pytest.fixture
def blog():
    return live_blog(ada())


@pytest.fixture
def client(blog):
    return signed_in(ada())


def only(blog) -> Post:
    return Post.objects.get(blog=blog)


def test_an_editor_writes_and_publishes_without_scripts(blog, client):
    answer = compose(client, NEW, "publish", title="Bridge closed", b0_html="<p>Since noon.</p>", tags="Kyiv, bridges")

    assert answer.status_code == 302
    post = state_of(blog).posts[only(blog).uid]
    assert post.title == "Bridge closed"
    assert post.blocks[0].html == "<p>Since noon.</p>"
    assert post.tags == ("Kyiv", "bridges")
    assert [byline.name for byline in post.bylines] == ["Ada Lindqvist"]


def test_blocks_are_added_moved_and_removed_and_nothing_typed_is_lost(client):
    page = compose(client, NEW, "add:quote", title="T", b0_html="<p>One</p>")
    form = Form(page.content.decode(), "composer")
    page = client.post(NEW, form.filled(do="up:1", b1_text="Never.", b1_speaker="A minister"))
    form = Form(page.content.decode(), "composer").filled(do="x")

    assert form["block"] == ["1", "0"]
    assert form["b1-text"] == ["Never."]
    assert form["b0-html"] == ["<p>One</p>"]
    assert form["title"] == ["T"]

    page = client.post(NEW, {**form, "do": "remove:0"})
    assert Form(page.content.decode(), "composer").filled()["block"] == ["1"]


@pytest.mark.parametrize("kind", ["text", "quote", "picture", "gallery", "video", "embed", "exhibit", "factbox"])
def test_every_type_of_block_survives_opening_and_saving(blog, client, kind):
    one = {
        "text": {"html": '<p>A <a href="https://example.org/" rel="noopener nofollow">link</a>, H<sub>2</sub>O.</p>'},
        "quote": {"text": "Never.", "speaker": "A minister", "source": "in parliament", "url": "https://example.org/"},
        "picture": {"url": "https://example.org/a.jpg", "caption": "C", "credit": "D", "alt": "E"},
        "gallery": {"pictures": [{"url": f"https://example.org/{n}.jpg", "caption": f"C{n}"} for n in range(3)]},
        "video": {"url": "https://example.org/v", "title": "T", "caption": "C", "credit": "D"},
        "embed": {"url": "https://example.org/p", "provider": "X", "author": "A", "text": "W", "published": "noon"},
        "exhibit": {"title": "T", "rows": [{"label": "May", "value": 507}, {"label": "June", "value": None}]},
        "factbox": {"title": "T", "html": "<p>Facts.</p>"},
    }[kind]
    compose(client, NEW, "save", title="T")
    post = posts.save_draft(only(blog), words().__class__(title="T", blocks=parsed([{"type": kind, **one}])), by=ada())

    answer = compose(client, f"/desk/blog/storm/post/{post.uid}/", "save", title="U")

    assert answer.status_code == 302
    assert only(blog).blocks == post.blocks
    assert only(blog).title == "U"


def parsed(raw):
    from dateline.blog.core.blocks import parse_blocks

    return parse_blocks(raw)


def test_a_correction_carries_its_public_note(blog, client):
    post = published(blog, ada(), "Two dead")
    address = f"/desk/blog/storm/post/{post.uid}/"

    without = compose(client, address, "correct", title="Three dead")
    assert without.status_code == 422
    assert "public note" in without.content.decode()
    assert Form(without.content.decode(), "composer").filled()["title"] == ["Three dead"]

    assert compose(client, address, "correct", title="Three dead", correction="It was three.").status_code == 302
    assert state_of(blog).posts[post.uid].corrections[0].note == "It was three."


def test_a_conflict_shows_both_versions_and_keeps_what_the_writer_typed(blog, client):
    post = published(blog, ada(), "Base")
    address = f"/desk/blog/storm/post/{post.uid}/"
    form = Form(client.get(address).content.decode(), "composer")
    posts.amend_post(post, words("Theirs"), by=ada())

    page = client.post(address, form.filled(do="amend", title="Mine"))

    assert page.status_code == 409
    text = page.content.decode()
    assert 'srcdoc="&lt;!doctype' in text
    assert "Theirs" in text
    again = Form(text, "composer").filled(do="amend")
    assert again["title"] == ["Mine"]
    assert state_of(blog).posts[post.uid].title == "Theirs"

    assert client.post(address, again).status_code == 302
    assert state_of(blog).posts[post.uid].title == "Mine"


def test_a_form_sent_twice_publishes_once(blog, client):
    form = Form(client.get(NEW).content.decode(), "composer").filled(do="publish", title="Once")

    assert client.post(NEW, form).status_code == 302
    assert client.post(NEW, form).status_code == 302
    assert len(state_of(blog).posts) == 1

    late = client.post(NEW, {**form, "title": "Once, and more"})
    assert late.status_code == 409
    assert Form(late.content.decode(), "composer").filled()["title"] == ["Once, and more"]


def test_saving_quietly_answers_in_json_and_the_next_save_knows_the_version(blog, client):
    form = Form(client.get(NEW).content.decode(), "composer").filled(do="save", title="A")

    told = client.post(NEW, form, headers={"X-Desk": "quiet"}).json()
    form |= {"title": "B", "base": str(told["base"]), "ticket": told["ticket"]}
    again = client.post(told["address"], form, headers={"X-Desk": "quiet"}).json()

    assert again["base"] == 2
    assert only(blog).title == "B"
    stale = client.post(told["address"], form, headers={"X-Desk": "quiet"})
    assert stale.status_code == 409
    assert stale.json()["refused"]


def test_guests_are_named_one_a_line_with_a_role(blog, client):
    compose(client, NEW, "publish", title="T", guests="Olha Koval, in Odesa\nJan Novák")

    bylines = state_of(blog).posts[only(blog).uid].bylines
    assert [(b.name, b.role) for b in bylines] == [("Ada Lindqvist", ""), ("Olha Koval", "in Odesa"), ("Jan Novák", "")]


def test_deeds_on_the_timeline(blog, client):
    post = published(blog, ada(), "One")
    for deed, check in [
        ("pin", lambda s: s.blog.pinned == post.uid),
        ("unpin", lambda s: s.blog.pinned == ""),
        ("key", lambda s: s.posts[post.uid].key),
        ("no-key", lambda s: not s.posts[post.uid].key),
        ("summary", lambda s: s.posts[post.uid].summary),
    ]:
        answer = client.post(f"/desk/blog/storm/post/{post.uid}/do/{deed}/")
        assert answer.status_code == 302, deed
        assert check(state_of(blog)), deed

    fragment = client.post(f"/desk/blog/storm/post/{post.uid}/do/pin/", headers={"HX-Request": "true"})
    assert fragment.content.decode().lstrip().startswith("<section")
    again = client.post(f"/desk/blog/storm/post/{post.uid}/do/pin/", headers={"HX-Request": "true"})
    assert again.status_code == 422


def test_a_withdrawal_asks_for_a_reason_and_can_be_sealed(blog, client):
    post = published(blog, ada(), "One")
    address = f"/desk/blog/storm/post/{post.uid}/withdraw/"
    form = Form(client.get(address).content.decode())

    assert client.post(address, form.filled(reason=" ")).status_code == 422
    assert client.post(address, form.filled(reason="Court order.", sealed="1")).status_code == 302
    assert state_of(blog).posts[post.uid].sealed


def test_time_place_and_tags(blog, client):
    first, second = published(blog, ada(), "1"), published(blog, ada(), "2")
    address = f"/desk/blog/storm/post/{second.uid}/place/"

    assert client.post(address, {"do": "below", "below": first.uid}).status_code == 302
    assert [p.title for p in state_of(blog).oldest_first] == ["2", "1"]
    assert client.post(address, {"do": "tags", "tags": "a, b"}).status_code == 302
    assert client.post(address, {"do": "time", "published": "2025-06-02T14:05"}).status_code == 302
    assert state_of(blog).posts[second.uid].published.isoformat() == "2025-06-02T11:05:00+00:00"  # Kyiv is 3 h ahead
    for wrong in ("tomorrow", "0001-01-01T00:00", "9999-12-31T23:59", "2999-01-01T00:00", ""):
        assert client.post(address, {"do": "time", "published": wrong}).status_code == 422, wrong


def test_the_desks_history_has_drafts_too(blog, client):
    post = posts.draft_post(blog, words("First try"), by=ada())
    posts.publish_post(post, words=words("As published"), by=ada())

    page = client.get(f"/desk/blog/storm/post/{post.uid}/history/").content.decode()

    assert "First try" in page
    assert "As published" in page
    assert "Version 2" in page


def test_the_blog_is_run_from_the_desk(blog, client):
    assert client.post("/desk/blog/storm/state/", {"state": "paused"}).status_code == 302
    assert client.post("/desk/blog/storm/state/", {"state": "nonsense"}).status_code == 422
    form = Form(client.get("/desk/blog/storm/settings/").content.decode())
    sent = form.filled(headline="The storm passes", silence_minutes="90", starts="2025-06-02T08:00", do="save")
    assert client.post("/desk/blog/storm/settings/", sent).status_code == 302
    fresh = Blog.objects.get()
    assert (fresh.headline, fresh.silence_minutes, fresh.state) == ("The storm passes", 90, "paused")
    assert fresh.starts.isoformat() == "2025-06-02T05:00:00+00:00"

    stale = client.post("/desk/blog/storm/settings/", {**sent, "headline": "Mine"})
    assert stale.status_code == 409
    assert "Mine" in stale.content.decode()


def test_members_get_and_lose_roles(blog, client):
    rui()
    address = "/desk/blog/storm/members/"

    assert client.post(address, {"username": "rui", "role": "reporter"}).status_code == 302
    assert signed_in(rui()).get("/desk/blog/storm/").status_code == 200
    assert client.post(address, {"username": "nobody", "role": "reporter"}).status_code == 422
    assert client.post(address, {"username": "rui", "role": "none"}).status_code == 302
    assert signed_in(rui()).get("/desk/blog/storm/").status_code == 403


def test_a_notice_is_shown_until_it_is_read(blog, client):
    Blog.objects.update(notice="Closed by itself after 90 minutes of silence.")
    assert "Closed by itself" in client.get("/desk/blog/storm/").content.decode()

    client.post("/desk/blog/storm/notice/")

    assert "Closed by itself" not in client.get("/desk/blog/storm/").content.decode()


def test_a_new_blog_is_opened_by_who_runs_the_newsroom(client):
    answer = client.post(
        "/desk/new-blog/", {"headline": "Flood", "slug": "flood", "zone": "Europe/Kyiv", "language": "uk"}
    )
    assert answer["Location"] == "/desk/blog/flood/"
    taken = client.post("/desk/new-blog/", {"headline": "F", "slug": "flood", "zone": "UTC", "language": "en"})
    assert taken.status_code == 422
    assert (
        client.post("/desk/new-blog/", {"headline": "F", "slug": "x", "zone": "Mars", "language": "en"}).status_code
        == 422
    )
    assert signed_in(rui()).get("/desk/new-blog/").status_code == 403


def test_authors_change_their_own_page_and_editors_those_of_guests(blog):
    blogs.set_member(blog, rui(), role=Role.REPORTER, by=ada())
    own = signed_in(rui())
    assert (
        own.post("/desk/authors/new/", {"name": "Rui Tavares", "role": "in Lviv", "username": "rui"}).status_code == 302
    )
    page = Author.objects.get()
    assert own.post(f"/desk/authors/{page.pk}/", {"name": "Rui", "username": "rui"}).status_code == 302
    assert own.post("/desk/authors/new/", {"name": "A guest"}).status_code == 403
    assert signed_in(noor()).get(f"/desk/authors/{page.pk}/").status_code == 403
    assert signed_in(ada()).post("/desk/authors/new/", {"name": "A guest"}).status_code == 302


def test_the_list_of_blogs_shows_ones_own_only(blog):
    assert "A storm comes in" in signed_in(ada()).get("/desk/").content.decode()
    assert "A storm comes in" not in signed_in(noor()).get("/desk/").content.decode()
    assert Client().get("/desk/").status_code == 302


def test_the_preview_draws_unsaved_words_and_saves_nothing(blog, client):
    form = Form(client.get(NEW).content.decode(), "composer").filled(title="<b>Not yet</b>", b0_html="<p>x<script>y")

    page = client.post("/desk/blog/storm/preview/", form).content.decode()

    assert "&lt;b&gt;Not yet" in page
    assert "<script" not in page
    assert Post.objects.count() == 0


def test_a_draft_published_by_an_editor_meanwhile_gives_the_reporter_the_words_back(blog):
    blogs.set_member(blog, rui(), role=Role.REPORTER, by=ada())
    post, reporter = posts.draft_post(blog, words("Base"), by=rui()), signed_in(rui())
    address = f"/desk/blog/storm/post/{post.uid}/"
    form = Form(reporter.get(address).content.decode(), "composer").filled(do="save", title="Typed for an hour")
    posts.publish_post(post, by=ada())

    page = reporter.post(address, form)

    assert page.status_code == 403
    assert Form(page.content.decode(), "composer").filled()["title"] == ["Typed for an hour"]
    assert state_of(blog).posts[post.uid].title == "Base"


def test_a_draft_thrown_away_meanwhile_becomes_a_new_one_of_the_same_words(blog, client):
    post = posts.draft_post(blog, words("Base"), by=ada())
    address = f"/desk/blog/storm/post/{post.uid}/"
    form = Form(client.get(address).content.decode(), "composer").filled(do="save", title="Typed for an hour")
    posts.discard_draft(post, by=ada())

    page = client.post(address, form)
    assert page.status_code == 422
    again = Form(page.content.decode(), "composer").filled(do="save")
    assert client.post(NEW, again).status_code == 302
    assert Post.objects.get(state="draft").title == "Typed for an hour"


def test_settings_changed_by_two_are_saved_knowingly(blog, client):
    form = Form(client.get("/desk/blog/storm/settings/").content.decode()).filled(do="save", headline="Mine")
    assert client.post("/desk/blog/storm/settings/", {**form, "headline": "Theirs"}).status_code == 302

    page = client.post("/desk/blog/storm/settings/", form)

    assert page.status_code == 409
    assert '<dd dir="auto">Theirs</dd>' in page.content.decode()
    again = Form(page.content.decode()).filled(do="save")
    assert again["headline"] == ["Mine"]
    assert client.post("/desk/blog/storm/settings/", again).status_code == 302
    assert Blog.objects.get().headline == "Mine"


def test_a_signed_out_fragment_sends_the_whole_page_to_sign_in(blog):
    answer = Client().get("/desk/blog/storm/lines/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/desk/sign-in/")


def test_a_blog_in_a_language_of_which_we_have_no_name_keeps_it(blog, client):
    Blog.objects.update(language="sw")
    form = Form(client.get("/desk/blog/storm/settings/").content.decode()).filled(do="save", headline="Habari")

    assert client.post("/desk/blog/storm/settings/", form).status_code == 302
    assert (Blog.objects.get().language, Blog.objects.get().headline) == ("sw", "Habari")
