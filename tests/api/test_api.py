"""What a program can do with a token, and what it cannot."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from builders import live_blog, published, words
from cast import ada, noor, rui
from dateline.api.actions import add_token, revoke_token
from dateline.api.models import Token
from dateline.api.tokens import Scope
from dateline.blog.actions import blogs, posts
from dateline.blog.core.roles import Role
from dateline.blog.models import Post
from dateline.blog.queries import state_of
from dateline.events.models import Event

pytestmark = pytest.mark.django_db
NEWS = {"title": "Bridge closed", "blocks": [{"type": "text", "html": "<p>Since noon.</p>"}], "publish": True}


class Program:
    """A program with a token."""

    def __init__(self, user, scopes=tuple(Scope)):
        self.token, self.secret = add_token(user, "wire bot", by=None, scopes=scopes)
        self.client = Client(enforce_csrf_checks=True)

    def __call__(self, method, path, body=None, **headers):
        raw = body if isinstance(body, bytes) else json.dumps(body)
        headers = {"authorization": f"Bearer {self.secret}", **headers}
        return self.client.generic(method, f"/api/{path}", raw, content_type="application/json", headers=headers)


def test_a_program_publishes_a_post_in_one_request():
    blog = live_blog(ada())

    answer = Program(ada())("POST", "blogs/storm/posts", NEWS)

    assert answer.status_code == 201
    told = answer.json()
    assert told["seq"] == state_of(blog).seq
    assert state_of(blog).posts[told["uid"]].title == "Bridge closed"
    assert told["url"].endswith(f"/live/storm/post/{told['uid']}/")


def test_publishing_stays_lean(django_assert_max_num_queries):
    live_blog(ada())
    program = Program(ada())
    program("GET", "blogs")

    with django_assert_max_num_queries(14):
        program("POST", "blogs/storm/posts", NEWS)


def test_without_publish_it_is_a_draft():
    blog = live_blog(ada())

    told = Program(ada())("POST", "blogs/storm/posts", {"title": "Later"}).json()

    assert Post.objects.get(uid=told["uid"]).state == "draft"
    assert state_of(blog).posts == {}


def test_the_same_idempotency_key_publishes_once():
    blog = live_blog(ada())
    program = Program(ada())
    first = program("POST", "blogs/storm/posts", NEWS, idempotency_key="a1")
    again = program("POST", "blogs/storm/posts", NEWS, idempotency_key="a1")
    other = program("POST", "blogs/storm/posts", {**NEWS, "title": "Other"}, idempotency_key="a1")

    assert again.status_code == 201
    assert again.json() == first.json()
    assert other.status_code == 422
    assert len(state_of(blog).posts) == 1


def test_what_was_refused_may_be_tried_again_under_the_same_key():
    blog = live_blog(ada())
    program = Program(ada())
    blogs.change_state(blog, "ended", by=ada())
    assert program("POST", "blogs/storm/posts", NEWS, idempotency_key="a1").status_code == 422
    blogs.change_state(blog, "live", by=ada())

    assert program("POST", "blogs/storm/posts", NEWS, idempotency_key="a1").status_code == 201


def test_a_program_amends_corrects_marks_and_withdraws():
    blog = live_blog(ada())
    post = published(blog, ada(), "One")
    program, path = Program(ada()), f"blogs/storm/posts/{post.uid}"

    assert program("PATCH", path, {"title": "Two"}).json()["version"] == 2
    assert program("PATCH", path, {"title": "Three", "correction": "It was three."}).status_code == 200
    assert program("PATCH", path, {"key": True}).status_code == 200
    view = state_of(blog).posts[post.uid]
    assert (view.title, view.key, view.corrections[0].note) == ("Three", True, "It was three.")
    assert view.blocks

    assert program("POST", f"{path}/withdraw", {"reason": "Not confirmed."}).status_code == 200
    assert state_of(blog).posts[post.uid].withdrawn


def test_a_draft_is_saved_then_published_and_tagged_by_patch():
    blog = live_blog(ada())
    program = Program(ada())
    path = f"blogs/storm/posts/{program('POST', 'blogs/storm/posts', {'title': 'One'}).json()['uid']}"

    assert program("PATCH", path, {"title": "Two", "version": 1}).json()["state"] == "draft"
    assert program("PATCH", path, {"publish": True, "version": 1}).status_code == 409
    told = program("PATCH", path, {"publish": True, "version": 2}).json()
    assert (told["state"], told["event"].split("-")[1]) == ("published", str(state_of(blog).seq))
    assert program("PATCH", path, {"tags": ["Kyiv"]}).status_code == 200

    view = state_of(blog).posts[told["uid"]]
    assert (view.title, view.tags, view.updated) == ("Two", ("Kyiv",), None)
    assert (
        program("PATCH", path, {"bylines": [{"name": "Olha Koval", "role": "in Odesa"}, "Jan Novák"]}).status_code
        == 200
    )
    assert [(b.name, b.role) for b in state_of(blog).posts[told["uid"]].bylines] == [
        ("Olha Koval", "in Odesa"),
        ("Jan Novák", ""),
    ]


def test_a_stale_version_is_a_conflict_that_names_the_current_one():
    post = published(live_blog(ada()), ada())

    answer = Program(ada())("PATCH", f"blogs/storm/posts/{post.uid}", {"title": "x", "version": 7})

    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["version"] == 1


def test_a_token_has_its_persons_roles_and_no_more():
    blog = live_blog(ada())
    blogs.set_member(blog, rui(), role=Role.REPORTER, by=ada())

    assert Program(rui())("POST", "blogs/storm/posts", NEWS).status_code == 403
    assert Program(rui())("POST", "blogs/storm/posts", {"title": "Draft"}).status_code == 201
    assert Program(noor())("GET", "blogs/storm/posts").status_code == 403
    assert Program(noor())("GET", "blogs").json() == {"blogs": []}
    assert Program(ada(), scopes=[Scope.READ])("POST", "blogs/storm/posts", NEWS).status_code == 403
    assert Program(ada(), scopes=[Scope.DRAFT])("POST", "blogs/storm/posts", NEWS).status_code == 403
    assert Event.objects.filter(kind="post.published").count() == 0


def test_a_revoked_or_unknown_token_is_told_so_and_only_its_hash_is_kept():
    program = Program(ada())
    assert not Token.objects.filter(digest__contains=program.secret[4:]).exists()
    assert program("GET", "blogs").status_code == 200
    revoke_token(program.token, by=ada())

    answer = program("GET", "blogs")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert Client().get("/api/blogs").status_code == 401
    assert Client().get("/api/blogs", headers={"authorization": "Basic eDp5"}).status_code == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"\xff\xfe", 400),
        (b"[]", 400),
        (b"{", 400),
        (b"[" * 100_000, 400),
        (b'{"title": 5}', 400),
        (b'{"publish": 1}', 400),
        (b'{"nonsense": 1}', 400),
        (b'{"\\ud800": 1}', 400),
        (b'{"blocks": [{"type": "virus"}]}', 422),
        (b'{"blocks": [{"type": "picture", "picture": "../../etc"}]}', 422),
        (b'{"publish": true}', 422),
        (b'{"title": "' + b"x" * 6_000_000 + b'"}', 413),
    ],
)
def test_bad_input_is_a_problem_in_words_and_changes_nothing(body, status):
    live_blog(ada())
    before = Event.objects.count()

    answer = Program(ada())("POST", "blogs/storm/posts", body)

    assert answer.status_code == status
    assert answer.json()["detail"]
    assert Event.objects.count() == before


def test_lone_surrogates_and_scripts_are_cleaned_away():
    blog = live_blog(ada())
    body = rb'{"title":"A\ud800B\u0000","blocks":[{"type":"text","html":"<p>x<script>y</script></p>"}],"publish":true}'

    told = Program(ada())("POST", "blogs/storm/posts", body).json()

    post = state_of(blog).posts[told["uid"]]
    assert post.title == "AB"
    assert post.blocks[0].html == "<p>x</p>"


def test_another_blogs_post_is_not_found_under_this_blog():
    live_blog(ada())
    post = published(live_blog(ada(), slug="other"), ada())

    for path in (f"blogs/storm/posts/{post.uid}", "blogs/storm/posts/nosuchpost", "blogs/none"):
        assert Program(ada())("GET", path).status_code == 404
    assert Program(ada())("PATCH", f"blogs/storm/posts/{post.uid}", {"title": "x"}).status_code == 404
    assert Program(ada())("DELETE", "blogs/storm/posts").status_code == 405


def test_posts_are_listed_in_pages_drafts_too():
    blog = live_blog(ada())
    for number in range(51):
        posts.draft_post(blog, words(str(number)), by=ada())
    program = Program(ada())

    first = program("GET", "blogs/storm/posts").json()
    second = program("GET", f"blogs/storm/posts?after={first['next']}").json()

    assert [p["title"] for p in first["posts"]][:2] == ["50", "49"]
    assert [p["title"] for p in second["posts"]] == ["0"]
    assert second["next"] is None
    assert program("GET", "blogs/storm/posts?state=published").json()["posts"] == []
    assert program("GET", "blogs/storm/posts?state=%00").status_code == 400


@pytest.mark.django_db(transaction=True)
def test_the_same_key_sent_by_many_at_once_publishes_once():
    blog = live_blog(ada())
    program = Program(ada())

    def send(_):
        try:
            return program("POST", "blogs/storm/posts", NEWS, idempotency_key="a1").json()["uid"]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answered = set(pool.map(send, range(8)))

    assert len(answered) == 1
    assert len(state_of(blog).posts) == 1
