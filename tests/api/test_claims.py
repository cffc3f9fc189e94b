"""A program files claims and sets their status by the desk's rules, and posts carry them."""

import pytest

from api.test_api import NEWS, Program
from builders import live_blog
from cast import ada, noor, rui
from dateline.api.tokens import Scope
from dateline.blog.actions import blogs
from dateline.blog.core.roles import Role
from dateline.blog.queries import state_of
from dateline.claims.models import Claim

pytestmark = pytest.mark.django_db
SAID = {
    "text": "The bridge is closed.",
    "source": {"name": "The council", "kind": "official", "url": "https://council.example.org/"},
    "speaker": "The mayor",
    "value": 2,
    "unit": "km",
    "hedge": "about",
    "start": "2025-05-01",
    "end": "2025-05-31",
    "said_at": "2025-06-02T14:05:00+03:00",
}


def test_a_claim_is_filed_put_into_a_post_and_judged():
    blog, program = live_blog(ada()), Program(ada())

    filed = program("POST", "claims", SAID)
    post = program("POST", "blogs/storm/posts", {**NEWS, "claims": [filed.json()["uid"]]}).json()
    judged = program("POST", f"claims/{filed.json()['uid']}/status", {"status": "confirmed", "note": "Seen."})

    assert (filed.status_code, judged.status_code) == (201, 200)
    assert filed["Location"] == f"/api/claims/{filed.json()['uid']}"
    assert [one["status"] for one in judged.json()["history"]] == ["confirmed", "unverified"]
    assert state_of(blog).posts[post["uid"]].statuses == ("confirmed",)


def test_the_same_request_twice_files_one_claim():
    program = Program(ada())

    first, again = (program("POST", "claims", SAID, **{"Idempotency-Key": "1"}).json() for _ in range(2))

    assert first == again
    assert Claim.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"text": ""}, 422),
        ({"source": {}}, 422),
        ({"source": {"name": 1}}, 400),
        ({"source": {"nom": "x"}}, 400),
        ({"value": "2"}, 400),
        ({"value": True}, 400),
        ({"unit": "furlong"}, 422),
        ({"start": "May"}, 400),
        ({"said_at": "2025-06-02T14:05"}, 400),
        ({"hedge": "maybe"}, 422),
        ({"status": "true"}, 422),
        ({"replaces": "nosuch"}, 404),
        ({"colour": "red"}, 400),
    ],
)
def test_a_claim_that_does_not_fit_is_refused_in_words(change, status):
    answer = Program(ada())("POST", "claims", {**SAID, **change})

    assert answer.status_code == status
    assert answer.json()["detail"]
    assert Claim.objects.count() == 0


def test_scopes_and_roles_bound_what_a_program_may_do():
    blog = live_blog(ada())
    blogs.set_member(blog, rui(), role=Role.REPORTER, by=ada())
    uid = Program(rui())("POST", "claims", SAID).json()["uid"]
    judged = {"status": "confirmed", "note": "Seen."}

    assert Program(rui())("POST", f"claims/{uid}/status", judged).status_code == 403
    assert Program(noor())("GET", f"claims/{uid}").status_code == 403
    assert Program(noor())("POST", "claims", SAID).status_code == 403
    assert Program(ada(), [Scope.READ])("POST", "claims", SAID).status_code == 403
    assert Program(ada(), [Scope.DRAFT])("POST", "claims", {**SAID, **judged}).status_code == 403
    assert Program(ada())("GET", "claims/nosuch").status_code == 404


def test_claims_are_found_by_their_words():
    program = Program(ada())
    program("POST", "claims", SAID)
    program("POST", "claims", {**SAID, "text": "The road is open."})

    assert [one["text"] for one in program("GET", "claims?q=bridge").json()["claims"]] == ["The bridge is closed."]
