"""Rules for outlets: the example that the docs give is read and followed; one that finds nothing is passed over."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.wire import Understood
from dateline.wire.core.article.rules import BadRule, rule_of
from dateline.wire.core.read import understand
from dateline.wire.reading.knowledge import knowledge

DOCS = Path(__file__).parents[2] / "docs" / "reference" / "wire-read.md"
WORDS = "The river rose by two metres in the night and reached the lower town before dawn, the flood service said. "


def example() -> dict[str, object]:
    section = DOCS.read_text().split("## Rules for outlets")[1].split("## ")[0]
    return tomllib.loads("\n".join(re.findall(r"^    (\w.*)$", section, re.MULTILINE)))


def read(body: str, *, url: str) -> Understood:
    rule = rule_of("paper", example())
    page = f"<html><head><title>Flood</title></head><body><h1>Flood</h1>{body}</body></html>"
    found = understand(page, url=url, knowledge=replace(knowledge(), rules=(rule,)))
    assert isinstance(found, Understood)
    return found


def test_the_docs_example_says_where_the_text_stands_and_which_clock_is_meant() -> None:
    story = f"<div class='story'><p>{WORDS * 3}</p><aside><p>{WORDS}Aside.</p></aside></div>"
    stamp = "<time datetime='2026-03-04T06:30'>6.30</time>"
    found = read(f"{stamp}<p>{WORDS * 4}Before.</p>{story}", url="https://news.paper.example/flood")

    assert found.text == (WORDS * 3).strip()
    assert found.origins["text"].origin == "rule for paper"
    assert found.published is not None
    assert found.published.isoformat() == "2026-03-04T06:30:00+02:00"


@pytest.mark.parametrize("url", ["https://paper.example/flood", "https://otherpaper.example/flood"])
def test_a_rule_that_finds_nothing_or_is_another_outlets_is_passed_over(url: str) -> None:
    found = read(f"<article><p>{WORDS * 3}</p><p>{WORDS * 2}</p></article>", url=url)

    assert found.origins["text"].origin == "consensus"


@pytest.mark.parametrize("written", [{}, {"hosts": ["x"], "bodies": []}, {"hosts": ["x"], "body": ["//div["]}])
def test_a_rule_that_cannot_be_read_says_why(written: dict[str, object]) -> None:
    with pytest.raises(BadRule, match="paper"):
        rule_of("paper", written)
