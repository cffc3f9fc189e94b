"""What the desk can do with posts and blogs, and what it may not."""

import pytest
from django.utils import timezone

from builders import live_blog, published, words
from cast import ada, noor, rui
from dateline.blog.actions import blogs, posts
from dateline.blog.core.refused import Conflict, NotAllowed, Refused
from dateline.blog.core.roles import Role
from dateline.blog.core.words import post_words
from dateline.blog.models import Picture
from dateline.blog.queries import state_at, state_of
from dateline.blog.stream import frames_after
from dateline.blog.trace import public_log, verify_blog
from dateline.events.models import Event

pytestmark = pytest.mark.django_db


def test_a_published_post_is_public_with_one_event():
    blog = live_blog(ada())
    before = Event.objects.count()

    post = published(blog, ada(), "First")

    assert Event.objects.count() == before + 1
    assert [p.title for p in state_of(blog).posts.values()] == ["First"]
    assert state_of(blog).posts[post.uid].updated is None


def test_a_draft_is_not_public_until_it_is_published():
    blog = live_blog(ada())
    post = posts.draft_post(blog, words("Secret"), by=ada())
    assert state_of(blog).posts == {}

    posts.publish_post(post, by=ada(), base=post.version)

    assert len(state_of(blog).posts) == 1


def test_a_draft_cannot_be_corrected():
    post = posts.draft_post(live_blog(ada()), words(), by=ada())

    with pytest.raises(Refused, match="published"):
        posts.correct_post(post, words("x"), correction="Wrong.", by=ada())


def test_a_correction_needs_a_public_note():
    post = published(live_blog(ada()), ada())

    with pytest.raises(Refused, match="public note"):
        posts.correct_post(post, words("x"), correction="  ", by=ada())


def test_a_second_saver_is_told_and_nothing_is_overwritten():
    blog = live_blog(ada())
    post = posts.draft_post(blog, words("Base"), by=ada())
    posts.save_draft(post, words("Ada's"), by=ada(), base=1)

    with pytest.raises(Conflict) as conflict:
        posts.save_draft(post, words("Late"), by=ada(), base=1)

    post.refresh_from_db()
    assert post.title == "Ada's"
    assert conflict.value.current == 2


def test_a_reporter_drafts_but_does_not_publish():
    blog = live_blog(ada())
    blogs.set_member(blog, rui(), role=Role.REPORTER, by=ada())
    post = posts.draft_post(blog, words(), by=rui())

    with pytest.raises(NotAllowed):
        posts.publish_post(post, by=rui())


def test_a_stranger_may_do_nothing():
    blog = live_blog(ada())
    post = published(blog, ada())

    for deed in (
        lambda: posts.draft_post(blog, words(), by=noor()),
        lambda: posts.amend_post(post, words("x"), by=noor()),
        lambda: posts.withdraw_post(post, reason="x", by=noor()),
        lambda: posts.mark_post(post, key=True, by=noor()),
        lambda: blogs.pin_post(blog, post, by=noor()),
        lambda: blogs.change_state(blog, "ended", by=noor()),
        lambda: blogs.set_member(blog, noor(), role=Role.EDITOR, by=noor()),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_what_was_public_can_be_rebuilt_for_any_event():
    blog = live_blog(ada())
    post = published(blog, ada(), "One")
    seq = state_of(blog).seq
    posts.amend_post(post, words("Two"), by=ada())
    posts.withdraw_post(post, reason="Legal advice.", by=ada())

    assert state_at(blog, seq).posts[post.uid].title == "One"
    assert state_at(blog, seq + 1).posts[post.uid].title == "Two"
    assert state_of(blog).posts[post.uid].withdrawn


def test_a_sealed_withdrawal_hides_the_words_from_the_public_history():
    blog = live_blog(ada())
    post = published(blog, ada(), "Defamatory")
    seq = state_of(blog).seq
    posts.withdraw_post(post, reason="Court order.", by=ada(), sealed=True)

    assert state_at(blog, seq).posts[post.uid].title == ""
    assert "Defamatory" not in str(public_log(blog))
    assert "Defamatory" not in str(frames_after(blog.stream_key, 0, limit=100))
    assert list(verify_blog(blog)) == []


def test_an_ended_blog_takes_no_new_posts_until_reopened():
    blog = blogs.change_state(live_blog(ada()), "ended", by=ada())

    with pytest.raises(Refused, match="reopen"):
        published(blog, ada())

    blogs.change_state(blog, "live", by=ada())
    published(blog, ada())


def test_pinning_a_post_replaces_the_one_before():
    blog = live_blog(ada())
    first, second = published(blog, ada(), "1"), published(blog, ada(), "2")
    blogs.pin_post(blog, first, by=ada())
    blogs.pin_post(blog, second, by=ada())

    assert state_of(blog).blog.pinned == second.uid


def test_the_trace_holds_after_every_action():
    blog = live_blog(ada())
    first, second = published(blog, ada(), "1"), published(blog, ada(), "2")
    posts.correct_post(first, words("1b"), correction="It was b.", by=ada())
    posts.mark_post(second, key=True, by=ada())
    posts.tag_post(second, ["Kyiv"], by=ada())
    posts.move_post(second, below=first, by=ada())
    blogs.pin_post(blog, first, by=ada())
    blogs.change_state(blog, "paused", by=ada())

    assert list(verify_blog(blog)) == []
    assert [p.title for p in state_of(blog).oldest_first] == ["2", "1b"]
    assert public_log(blog)[0].event.kind == "blog.state"


def picture_words(**about: str):
    return post_words(title="A picture", blocks=[{"type": "picture", "picture": "0" * 64, **about}])


def test_a_picture_of_ours_is_published_only_with_alt_text_and_credit():
    blog = live_blog(ada())
    Picture.objects.create(sha256="0" * 64, format="jpeg", width=900, height=600, at=timezone.now())

    with pytest.raises(Refused, match="alt text"):
        posts.write_and_publish(blog, picture_words(credit="Ada"), by=ada())
    with pytest.raises(Refused, match="credit"):
        posts.write_and_publish(blog, picture_words(alt="A bridge"), by=ada())
    post = posts.write_and_publish(blog, picture_words(alt="A bridge", credit="Ada", width="9"), by=ada())

    assert post.blocks[0]["width"] == 900, "the size is the file's, whatever was sent"


def test_a_picture_that_is_not_here_is_refused():
    with pytest.raises(Refused, match="not here"):
        posts.draft_post(live_blog(ada()), picture_words(), by=ada())
