"""Signing in: the same words for every failure, slower with each, and out again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cast import rui
from dateline.newsroom.core.backoff import wait_seconds

NOW = datetime(2026, 1, 1, tzinfo=UTC)
RIGHT = "correct horse battery"


@pytest.fixture
def user(db):
    user = rui()
    user.set_password(RIGHT)
    user.save()
    return user


def try_in(password: str, username: str = "rui", client: Client | None = None, **more):
    return (client or Client()).post("/desk/sign-in/", {"username": username, "password": password}, **more)


def test_signing_in_leads_to_the_page_that_was_asked_for(user):
    client = Client()
    asked = client.get("/desk/authors/?a=b")
    assert asked["Location"] == "/desk/sign-in/?next=/desk/authors/%3Fa%3Db"
    page = client.get(asked["Location"])
    assert "/desk/authors/?a=b" in page.content.decode()

    answer = client.post("/desk/sign-in/", {"username": "rui", "password": RIGHT, "next": "/desk/authors/?a=b"})

    assert answer["Location"] == "/desk/authors/?a=b"
    assert client.get("/desk/").status_code == 200
    assert client.post("/desk/sign-out/").status_code == 302
    assert client.get("/desk/").status_code == 302


def test_a_failure_does_not_tell_which_names_exist(user):
    def shown(answer):
        page = answer.content.decode().split("<main")[1]
        return answer.status_code, page.replace("nobody", "rui").split("csrfmiddlewaretoken")[0], "do not fit" in page

    known, unknown = try_in("wrong"), try_in("wrong", "nobody")
    user.is_active = False
    user.save()
    closed = try_in(RIGHT)

    assert shown(known) == shown(unknown) == shown(closed)


def test_guessing_slows_down_even_for_names_that_do_not_exist(user):
    for name in ("rui", "nobody"):
        for _ in range(5):
            assert try_in("wrong", name).status_code == 422
        answer = try_in("wrong", name)
        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0

    assert try_in(RIGHT).status_code == 429
    assert try_in(RIGHT, REMOTE_ADDR="198.51.100.7").status_code == 302, "another address is not locked out"


def test_a_success_forgets_the_failures(user):
    for _ in range(4):
        try_in("wrong")
    assert try_in(RIGHT).status_code == 302
    for _ in range(4):
        assert try_in("wrong").status_code == 422


@given(failures=st.integers(0, 10_000), ago=st.integers(0, 7200))
def test_the_wait_never_exceeds_a_quarter_of_an_hour(failures, ago):
    wait = wait_seconds(failures, NOW - timedelta(seconds=ago), now=NOW)

    assert 0 <= wait <= 900
    assert wait == 0 or failures >= 5
    assert wait_seconds(failures + 1, NOW, now=NOW) >= wait_seconds(failures, NOW, now=NOW)


def test_ones_own_password_is_changed_with_the_old_one(user):
    client = Client()
    try_in(RIGHT, client=client)

    assert client.post("/desk/password/", {"old": "wrong", "new": "another long one"}).status_code == 422
    weak = client.post("/desk/password/", {"old": RIGHT, "new": "short"})
    assert (weak.status_code, "too short" in weak.content.decode()) == (422, True)
    assert client.post("/desk/password/", {"old": RIGHT, "new": "another long one"}).status_code == 302
    assert client.get("/desk/").status_code == 200
    assert try_in("another long one").status_code == 302
