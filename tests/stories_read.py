"""Reads the public pages of stories as anybody does."""

from django.test import Client
from lxml import html


def read(address: str, *, status: int = 200) -> str:
    """The page, which answers with that status."""
    answer = Client().get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def headlines(page: str) -> list[str]:
    """The headlines of a list of stories, from the top."""
    return [a.text_content() for a in html.fromstring(page).cssselect(".blogs h2 a")]
