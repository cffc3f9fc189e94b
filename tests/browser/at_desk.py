"""A fixture: the desk opened in a browser, as Ada sees it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from cast import ada
from dateline.blog.models import Blog
from desk import signed_in


@pytest.fixture
def desk(browser: Browser, newsroom: Any, blog: Blog) -> Iterator[Callable[..., Page]]:
    """Opens a page of the desk as Ada; a script's error or a broken policy fails the test."""
    contexts, wrong = [], []

    def opened(address: str, *, width: int = 1280, hostile: bool = False, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        cookie = signed_in(ada()).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": newsroom.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        if not hostile:  # what is hostile is blocked by the policy, and says so
            page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
        page.goto(f"{newsroom.url}/desk/{address}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong
