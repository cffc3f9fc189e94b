"""Rules about the documentation: every link leads somewhere, every page can be found."""

import re
from collections.abc import Iterator
from pathlib import Path

from contracts.tree import Breach

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.S | re.M)


def broken_links(root: Path, page: Path) -> Iterator[Breach]:
    """Links to files that are not there."""
    for target in targets(page):
        if not target.exists():
            yield Breach(where=str(page.relative_to(root)), what=f"links to {target.name}, which is not there")


def unlisted_pages(docs: Path) -> Iterator[Breach]:
    """Pages that the index of the documentation does not lead to, directly or by the folder they are in."""
    listed = set(targets(docs / "README.md"))
    for page in sorted(docs.rglob("*.md")):
        if page != docs / "README.md" and not {page, page.parent} & listed:
            yield Breach(where=str(page.relative_to(docs)), what="is not in docs/README.md")


def targets(page: Path) -> list[Path]:
    """The files that a page's relative links name."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    links = [link.split("#")[0] for link in LINK.findall(text)]
    return [
        (page.parent / link).resolve()
        for link in links
        if link and "://" not in link and not link.startswith("mailto:")
    ]
