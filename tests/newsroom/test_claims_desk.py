"""Claims and exhibits at the desk, without scripts: filed and chosen in the composer, judged on a page of their own."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from builders import live_blog, published
from cast import ada, noor, rui
from claims_made import claim, exhibit, figure
from dateline.blog.actions.blogs import set_member
from dateline.blog.actions.posts import write_and_publish
from dateline.blog.core.roles import Role
from dateline.blog.core.words import post_words
from dateline.blog.models import Blog, Post
from dateline.blog.queries import state_of
from dateline.claims import store
from dateline.claims.models import Claim, Snapshot
from desk import Form, compose, signed_in

pytestmark = pytest.mark.django_db
NEW = "/desk/blog/storm/new/"
SAID = {
    "claim-text": "The north took 507 square kilometres in May.",
    "claim-speaker": "A minister",
    "claim-source": "The Wire",
    "claim-url": "https://wire.example.org/1",
    "claim-value": "507",
    "claim-unit": "sq km",
    "claim-start": "2025-05-01",
    "claim-end": "2025-05-31",
}


@pytest.fixture
def blog() -> Blog:
    return live_blog(ada())


@pytest.fixture
def desk(blog) -> Client:
    return signed_in(ada())


def filed_in_composer(desk: Client, **more: str) -> str:
    answer = compose(desk, NEW, "claim:file", title="A post", **{**SAID, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def sent_on(desk: Client, page: str, do: str, **values: object):
    return desk.post(NEW, Form(page, "composer").filled(do=do, **values))


def test_a_claim_is_filed_while_the_post_is_written_and_published_with_it(desk, blog):
    page = filed_in_composer(desk)
    assert 'value="A post"' in page

    sent_on(desk, page, "publish")

    (post,) = state_of(blog).posts.values()
    assert (post.claims[0].speaker, post.claims[0].value, post.claims[0].unit) == ("A minister", 507.0, "km²")


def test_a_claim_that_says_too_little_comes_back_with_what_was_typed(desk):
    page = filed_in_composer(desk, **{"claim-source": "", "claim-unit": "furlong"})

    assert Claim.objects.count() == 0
    assert SAID["claim-text"] in page
    assert "error" in page


def test_an_unknown_unit_is_said_in_words(desk):
    assert "is not a unit we know" in filed_in_composer(desk, **{"claim-unit": "furlong"})


def test_a_claim_half_written_is_never_lost_by_saving_the_post(desk):
    answer = compose(desk, NEW, "save", title="A post", **SAID)

    assert answer.status_code == 422
    assert SAID["claim-text"] in answer.content.decode()
    assert "not filed yet" in answer.content.decode()
    assert Post.objects.count() == 0


def test_a_claim_in_other_words_takes_the_place_of_the_other(desk, blog):
    page = filed_in_composer(desk)
    (old,) = Claim.objects.all()
    page = sent_on(desk, page, f"claim:edit:{old.uid}").content.decode()

    page = sent_on(desk, page, "claim:file", **{"claim-text": "The north took 507 km²."}).content.decode()
    sent_on(desk, page, "publish")

    (post,) = state_of(blog).posts.values()
    assert [c.text for c in post.claims] == ["The north took 507 km²."]
    assert Claim.objects.get(text="The north took 507 km².").replaces == old


def test_claims_are_found_put_in_raised_and_taken_out(desk):
    one, other = claim(ada(), "Alpha is held"), claim(ada(), "Beta is lost")
    page = compose(desk, NEW, "claim:find", claim_q="beta").content.decode()
    assert other.uid in page
    assert one.uid not in page

    for do in (f"claim:add:{one.uid}", f"claim:add:{other.uid}", f"claim:up:{other.uid}"):
        page = sent_on(desk, page, do).content.decode()
    assert Form(page, "composer").filled()["claim"] == [other.uid, one.uid]
    page = sent_on(desk, page, f"claim:remove:{one.uid}").content.decode()
    assert Form(page, "composer").filled()["claim"] == [other.uid]


def test_an_exhibit_is_found_and_put_in_as_a_block(desk, blog):
    shown = exhibit(ada(), figure(ada()), title="Ground by month")
    other = exhibit(ada(), figure(ada(), 9.0, maps="c"), title="Water by day")
    page = compose(desk, NEW, "exhibit:find", exhibit_q="ground").content.decode()
    assert f"exhibit:add:{shown.uid}" in page
    assert f"exhibit:add:{other.uid}" not in page

    page = sent_on(desk, page, f"exhibit:add:{shown.uid}").content.decode()
    sent_on(desk, page, "publish")

    (post,) = state_of(blog).posts.values()
    assert [block.exhibit for block in post.blocks] == [shown.uid]


def test_an_exhibit_stays_in_a_post_that_is_edited(desk, blog):
    shown = exhibit(ada(), figure(ada()))
    post = write_and_publish(blog, post_words(blocks=[{"type": "exhibit", "exhibit": shown.uid}]), by=ada())

    compose(desk, f"/desk/blog/storm/post/{post.uid}/", "amend", title="Now with a title")

    view = state_of(blog).posts[post.uid]
    assert (view.title, view.blocks[0].hash) == ("Now with a title", shown.content_hash)


def test_the_preview_shows_claims_and_exhibits(desk):
    shown, said = exhibit(ada(), figure(ada())), claim(ada())
    page = compose(desk, NEW, f"exhibit:add:{shown.uid}", claim=[said.uid]).content.decode()

    seen = desk.post("/desk/blog/storm/preview/", Form(page, "composer").filled()).content.decode()
    assert said.text in seen
    assert shown.sentence in seen


def test_a_new_status_is_set_on_the_claims_page_with_evidence_that_is_kept(desk, blog, settings, tmp_path):
    settings.SNAPSHOTS_ROOT = tmp_path
    said = claim(ada())
    post = write_and_publish(blog, post_words(title="A post", claims=[said.uid]), by=ada())
    evidence = SimpleUploadedFile("letter.txt", b"It is so.", content_type="text/plain")

    sent = {"status": "confirmed", "note": "A letter says so.", "file": evidence}
    assert desk.post(f"/desk/claims/{said.uid}/", sent).status_code == 302

    assert state_of(blog).posts[post.uid].statuses == ("confirmed",)
    kept = Snapshot.objects.get()
    assert store.read(kept.sha256, kept.size) == b"It is so."
    page = desk.get(f"/desk/claims/{said.uid}/").content.decode()
    assert "A letter says so." in page
    assert "A post" in page


def test_a_status_without_a_note_is_refused_in_the_form(desk):
    said = claim(ada())

    answer = desk.post(f"/desk/claims/{said.uid}/", {"status": "confirmed", "note": ""})

    assert answer.status_code == 422


def test_a_claim_is_shown_beside_our_figures_and_says_where_they_are_not_about_the_same(desk):
    figure(ada(), 507.9)
    figure(ada(), 449.0, maps="c", series="other-maps", measure="endpoint_gain")
    said = claim(ada(), measure="net")

    page = desk.get(f"/desk/claims/{said.uid}/?compare=1").content.decode()
    assert (
        "The Wire says 507 km² for May 2025; made-maps has 507.9 km² (net, held): close to it, by the same measure"
        in page
    )
    assert "other-maps has 449 km² (endpoint_gain, held): another number, another measure" in page


def test_claims_are_listed_and_searched(desk):
    claim(ada(), "Alpha is held")
    claim(ada(), "Beta is lost")

    page = desk.get("/desk/claims/?q=alpha").content.decode()
    assert "Alpha is held" in page
    assert "Beta is lost" not in page


def test_a_claim_is_filed_on_a_page_of_its_own(desk):
    sent = {name.removeprefix("claim-"): value for name, value in SAID.items()}

    answer = desk.post("/desk/claims/new/", {**sent, "kind": "agency", "status": "corroborated", "note": "Two say so."})

    assert answer.status_code == 302
    assert Claim.objects.get().verifications.get().status == "corroborated"


def test_a_quote_is_tied_to_its_place_in_the_page_that_is_sent_along(desk):
    page = b"<p>The minister spoke.</p><p>We took <b>507</b> square kilometres, he said.</p>"
    said = {name.removeprefix("claim-"): value for name, value in SAID.items()}
    form = Form(desk.get("/desk/claims/new/").content.decode()).filled(
        **said, quote="We took 507 square kilometres", said_at="2025-06-02T14:05"
    )

    desk.post("/desk/claims/new/", {**form, "page": SimpleUploadedFile("page.html", page, "text/html")})

    (filed,) = Claim.objects.all()
    assert filed.snapshot
    assert store.read(filed.snapshot.sha256, filed.snapshot.size) == page
    assert filed.quote_at == len("The minister spoke. ")
    assert filed.said_at.isoformat() == "2025-06-02T14:05:00+00:00"
    assert filed.snapshot.sha256 in desk.get(f"/desk/claims/{filed.uid}/").content.decode()


def test_words_that_do_not_stand_in_the_page_are_no_quote_of_it(desk):
    said = {name.removeprefix("claim-"): value for name, value in SAID.items()}
    form = Form(desk.get("/desk/claims/new/").content.decode()).filled(**said, quote="We took everything")

    answer = desk.post("/desk/claims/new/", {**form, "page": SimpleUploadedFile("p.txt", b"We took little.")})

    assert "do not stand in the snapshot" in answer.content.decode()
    assert Claim.objects.count() == 0


def test_in_other_words_a_claim_keeps_the_page_it_stands_in(desk):
    page = filed_in_composer(desk, **{"claim-page": SimpleUploadedFile("p.txt", b"507 it is.")})
    (old,) = Claim.objects.all()
    page = sent_on(desk, page, f"claim:edit:{old.uid}").content.decode()

    sent_on(desk, page, "claim:file", **{"claim-text": "Some 507 km²."})

    assert old.snapshot
    assert Claim.objects.get(replaces=old).snapshot == old.snapshot


def test_a_status_rests_on_a_figure_of_ours(desk):
    said = claim(ada())
    ours = figure(ada(), 507.88)
    address = f"/desk/claims/{said.uid}/?compare=1"
    form = Form(desk.get(address).content.decode()).filled(status="confirmed", note="Ours agrees.", figure=ours.key)

    desk.post(address, form)

    found = said.verifications.order_by("-number").first()
    assert (found.status, found.figure) == ("confirmed", ours)
    assert "Our figure" in desk.get(address).content.decode()


def test_newer_figures_are_marked_and_taken_over_by_the_editor_alone(desk, blog):
    old = exhibit(ada(), figure(ada(), 507.9))
    post = write_and_publish(blog, post_words(title="May", blocks=[{"type": "exhibit", "exhibit": old.uid}]), by=ada())
    address = f"/desk/blog/storm/post/{post.uid}/newer/{old.uid}/"
    assert "Newer figures" not in desk.get("/desk/blog/storm/").content.decode()
    newer = exhibit(ada(), figure(ada(), 512.0, maps="abc"), title="May, again")

    assert address in desk.get("/desk/blog/storm/").content.decode()
    assert address in desk.get(f"/desk/blog/storm/post/{post.uid}/").content.decode()
    page = desk.get(address).content.decode()
    assert "Newer figures from the same source: May 2025: 512 km², not 507.9 km²." in page
    assert desk.post(address, Form(page).filled()).status_code == 302

    view = state_of(blog).posts[post.uid]
    assert view.blocks[0].exhibit == newer.uid
    assert "512 km², not 507.9 km²" in view.corrections[0].note
    assert desk.get(address).status_code == 404


def test_without_a_newer_exhibit_the_page_says_what_to_do(desk, blog):
    old = exhibit(ada(), figure(ada(), 507.9))
    post = write_and_publish(blog, post_words(title="May", blocks=[{"type": "exhibit", "exhibit": old.uid}]), by=ada())
    figure(ada(), 512.0, maps="abc")

    page = desk.get(f"/desk/blog/storm/post/{post.uid}/newer/{old.uid}/").content.decode()
    assert "Nobody has made an exhibit of the newer figures yet" in page
    assert "<textarea" not in page


def test_who_has_no_role_sees_no_claims_and_a_reporter_sets_no_status(blog):
    said = claim(ada())
    set_member(blog, rui(), role=Role.REPORTER, by=ada())

    assert signed_in(noor()).get(f"/desk/claims/{said.uid}/").status_code == 403
    reporter = signed_in(rui())
    assert "Set the status" not in reporter.get(f"/desk/claims/{said.uid}/").content.decode()
    sent = {"status": "confirmed", "note": "So it is."}
    assert reporter.post(f"/desk/claims/{said.uid}/", sent).status_code == 403


def test_a_claim_with_words_from_right_to_left_is_written_as_it_is(desk, blog):
    page = filed_in_composer(desk, **{"claim-text": "سيطرت القوات على 507 كيلومترًا مربعًا", "claim-source": "وكالة"})
    sent_on(desk, page, "publish")

    (post,) = state_of(blog).posts.values()
    assert post.claims[0].text == "سيطرت القوات على 507 كيلومترًا مربعًا"


def test_a_post_without_claims_shows_no_part_of_them(blog):
    published(blog, ada())

    page = Client().get("/live/storm/").content.decode()
    assert 'class="claims"' not in page
    assert "data-status" not in page
