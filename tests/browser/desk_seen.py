"""What tests of the desk look at on an open page, and how they type into it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from dateline.blog.models import Post

# Of what is in order nothing is told: telling it takes longer than finding it.
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


def only() -> Post:
    return Post.objects.get()


def type_text(page: Page, text: str) -> None:
    page.locator(".ProseMirror").first.click()
    page.keyboard.type(text)


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds on the page as it is now."""
    report = Axe().run(page, options=WCAG)
    return [(found["id"], found["nodes"][0]["html"][:120]) for found in report.response["violations"]]
