"""Claims in posts: what became public of them is in the log, and a new status reaches every post that shows them."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from builders import live_blog, published, words
from cast import ada, rui
from claims_made import claim, exhibit, figure
from dateline.blog import queries
from dateline.blog.actions.blogs import set_member
from dateline.blog.actions.claims import accept_newer, set_status
from dateline.blog.actions.posts import amend_post, draft_post, publish_post, withdraw_post, write_and_publish
from dateline.blog.core.refused import Refused
from dateline.blog.core.roles import Role
from dateline.blog.core.words import PostWords, post_words
from dateline.blog.models import Blog, Post, Revision
from dateline.blog.queries import state_at, state_of
from dateline.blog.rows import words_of
from dateline.blog.stream import frames_after
from dateline.blog.trace import verify_blog
from dateline.claims.actions.claims import Evidence, Seen, keep_snapshot, verify_claim
from dateline.claims.models import Claim, Verification
from dateline.claims.trace import verify_claims
from dateline.events import log

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog() -> Blog:
    return live_blog(ada())


def said(*claims: Claim, exhibits: tuple[str, ...] = (), title: str = "Who says what") -> PostWords:
    blocks = [{"type": "exhibit", "exhibit": uid} for uid in exhibits]
    return post_words(title=title, blocks=blocks, claims=[one.uid for one in claims])


def seq(blog: Blog) -> int:
    head = log.head(blog.stream_key)
    assert head
    return head.seq


def test_the_revision_holds_what_became_public_of_a_claim(blog):
    post = write_and_publish(blog, said(claim(ada(), speaker="A minister")), by=ada())

    content = Revision.objects.get(post=post).content["claims"][0]
    assert content["text"] == "The north took 507 square kilometres in May."
    assert (content["speaker"], content["source"], content["status"]) == ("A minister", "The Wire", "unverified")


def test_the_revision_of_an_exhibit_holds_the_hash_of_all_it_shows(blog):
    shown = exhibit(ada(), figure(ada()))

    post = write_and_publish(blog, said(exhibits=(shown.uid,)), by=ada())

    block = Revision.objects.get(post=post).content["blocks"][0]
    assert (block["exhibit"], block["hash"], block["title"]) == (shown.uid, shown.content_hash, shown.title)


def test_a_post_without_claims_is_written_as_before_there_were_any(blog):
    post = published(blog, ada())

    assert "claims" not in Revision.objects.get(post=post).content


def test_a_new_status_is_one_public_event_on_each_post_that_shows_the_claim(blog):
    one, other, elsewhere = claim(ada()), claim(ada(), "Another"), live_blog(ada(), slug="other")
    first = write_and_publish(blog, said(one), by=ada())
    write_and_publish(blog, said(other), by=ada())
    second = write_and_publish(elsewhere, said(one, other), by=ada())
    before = seq(blog), seq(elsewhere)

    set_status(one, "confirmed", note="Two maps show it.", by=ada())

    assert (seq(blog), seq(elsewhere)) == (before[0] + 1, before[1] + 1)
    for post in (first, second):
        last = Revision.objects.filter(post=post).latest("number")
        assert (last.event.kind, last.note) == ("post.verified", "Two maps show it.")
        assert last.content["claims"][0]["status"] == "confirmed"
    assert list(verify_blog(blog)) == list(verify_blog(elsewhere)) == list(verify_claims()) == []


def test_open_pages_hear_of_a_new_status_and_it_is_no_news(blog):
    one = claim(ada())
    post = write_and_publish(blog, said(one), by=ada())
    before = seq(blog)

    set_status(one, "wrong", note="The maps show nothing.", by=ada())

    (frame,) = (json.loads(frame.json) for frame in frames_after(blog.stream_key, before, limit=9))
    (put,) = (put for put in frame["put"] if put["id"] == f"post-{post.uid}")
    assert (frame["what"], put["news"]) == ("post.verified", False)
    assert "The maps show nothing." in put["html"]


def test_any_past_state_has_the_status_of_its_time(blog):
    one = claim(ada())
    post = write_and_publish(blog, said(one), by=ada())
    set_status(one, "confirmed", note="Seen.", by=ada())
    set_status(one, "wrong", note="Not so.", by=ada())
    queries._states.clear()

    had = [state_at(blog, n).posts[post.uid].statuses for n in (3, 4, 5)]
    assert had == [("unverified",), ("confirmed",), ("wrong",)]


def test_a_draft_or_withdrawn_post_tells_nobody(blog):
    one = claim(ada())
    draft_post(blog, said(one), by=ada())
    gone = write_and_publish(blog, said(one), by=ada())
    withdraw_post(gone, reason="Wrong.", by=ada())
    before = seq(blog)

    set_status(one, "confirmed", note="Seen.", by=ada())

    assert seq(blog) == before


def test_a_post_that_dropped_the_claim_tells_nobody(blog):
    one = claim(ada())
    post = write_and_publish(blog, said(one), by=ada())
    amend_post(post, said(title="Without"), by=ada())
    before = seq(blog)

    set_status(one, "confirmed", note="Seen.", by=ada())

    assert seq(blog) == before


def test_a_draft_is_published_with_the_status_of_now(blog):
    one = claim(ada())
    draft = draft_post(blog, said(one), by=ada())
    set_status(one, "disputed", note="Others say less.", by=ada())

    publish_post(draft, by=ada())

    assert state_of(blog).posts[draft.uid].statuses == ("disputed",)


def test_a_status_set_behind_the_posts_back_is_found(blog):
    one = claim(ada())
    write_and_publish(blog, said(one), by=ada())

    verify_claim(one, "confirmed", note="Seen.", by=ada())

    assert ["row of post" in fault.what for fault in verify_blog(blog)] == [True]


def test_the_history_of_a_claim_keeps_every_status_with_its_evidence():
    one = claim(ada())
    seen = keep_snapshot(b"<p>The ministry confirms it.</p>", Seen(media_type="text/html"), by=ada())

    set_status(one, "corroborated", note="The ministry says so too.", evidence=Evidence(snapshot=seen), by=ada())
    set_status(one, "confirmed", note="The map shows it.", evidence=Evidence(url="https://maps.example.org/"), by=ada())

    rows = Verification.objects.filter(claim=one).order_by("number")
    assert [row.status for row in rows] == ["unverified", "corroborated", "confirmed"]
    assert rows[1].snapshot == seen


@pytest.mark.parametrize("status", ["true", ""])
def test_there_are_five_statuses(status):
    with pytest.raises(ValidationError):
        set_status(claim(ada()), status, note="Seen.", by=ada())


def test_a_status_needs_a_public_note():
    with pytest.raises(ValidationError, match="note"):
        set_status(claim(ada()), "confirmed", note=" ", by=ada())


def test_a_reporter_files_claims_and_leaves_their_status_to_editors(blog):
    set_member(blog, rui(), role=Role.REPORTER, by=ada())
    filed = claim(rui())

    with pytest.raises(PermissionDenied):
        set_status(filed, "confirmed", note="Seen.", by=rui())
    with pytest.raises(PermissionDenied):
        claim(rui(), "Another", status="confirmed")


def test_a_quote_is_found_in_its_snapshot_or_refused():
    page = "<p>He said:  <b>“We hold\nthe ridge.”</b> Nobody else did.</p>".encode()
    seen = keep_snapshot(page, Seen(media_type="text/html", url="https://wire.example.org/1"), by=ada())

    filed = claim(ada(), quote="“We hold the ridge.”", snapshot=seen)

    assert filed.quote_at == len("He said: ")
    with pytest.raises(ValidationError, match="as they are there"):
        claim(ada(), quote="We lost the ridge.", snapshot=seen)


def test_a_post_cannot_rest_on_what_is_not_here(blog):
    for words_ in (post_words(title="x", claims=["nothere"]), said(exhibits=("nothere",))):
        with pytest.raises(Refused):
            write_and_publish(blog, words_, by=ada())


def test_a_newer_exhibit_is_taken_over_as_a_correction_and_never_by_itself(blog):
    old = exhibit(ada(), figure(ada(), 507.9))
    post = write_and_publish(blog, said(exhibits=(old.uid,)), by=ada())
    newer = exhibit(ada(), figure(ada(), 512.0, maps="abc"), title="Newer")
    assert words_of(Post.objects.get(pk=post.pk)).blocks[0].exhibit == old.uid

    accept_newer(post, old.uid, correction="The survey was made again with a map that was missing.", by=ada())

    shown = state_of(blog).posts[post.uid]
    assert shown.blocks[0].exhibit == newer.uid
    assert shown.corrections[0].note.startswith("The survey was made again")
    assert list(verify_blog(blog)) == []


def test_without_a_newer_exhibit_nothing_is_taken_over(blog):
    old = exhibit(ada(), figure(ada(), 507.9))
    post = write_and_publish(blog, said(exhibits=(old.uid,)), by=ada())
    figure(ada(), 512.0, maps="abc")

    with pytest.raises(Refused, match="no newer exhibit"):
        accept_newer(post, old.uid, correction="Newer.", by=ada())


def test_old_hand_typed_tables_stay_as_they_are(blog):
    rows = [{"label": "May", "value": 507}]
    post = write_and_publish(blog, post_words(blocks=[{"type": "exhibit", "title": "Months", "rows": rows}]), by=ada())

    assert set(Revision.objects.get(post=post).content["blocks"][0]) == {
        "title", "rows", "unit", "source", "url", "as_of", "method", "type"
    }  # fmt: skip


def test_a_claim_of_a_post_survives_another_edit(blog):
    one = claim(ada())
    post = write_and_publish(blog, said(one), by=ada())

    amend_post(post, words("Other words", claims=[one.uid]), by=ada())

    assert [c.uid for c in state_of(blog).posts[post.uid].claims] == [one.uid]
