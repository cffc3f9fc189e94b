"""`dateline token`: made once, listed without its secret, taken back."""

import pytest
from click.testing import CliRunner
from django.test import Client

from cast import ada
from dateline.project.commands.token import command

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    result = CliRunner().invoke(command, words)
    assert result.exit_code == 0, result.output
    return result.output


def works(secret: str) -> bool:
    return Client().get("/api/blogs", headers={"authorization": f"Bearer {secret}"}).status_code == 200


def test_a_token_is_shown_once_and_works_until_it_is_revoked():
    ada()
    secret = run("add", "ada", "--name", "wire bot", "--scope", "read").strip()
    assert works(secret)

    listed = run("list")
    assert secret not in listed
    assert "wire bot" in listed
    assert "read" in listed

    run("revoke", listed.split("\t")[0])
    assert not works(secret)
    assert "revoked" in run("list")


@pytest.mark.parametrize(
    "words", [("add", "nobody", "--name", "x"), ("add", "ada", "--name", "x", "--scope", "all"), ("revoke", "999")]
)
def test_what_is_not_there_is_said_as_wrong_usage(words):
    ada()

    assert CliRunner().invoke(command, words).exit_code == 2
