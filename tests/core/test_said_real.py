"""Quotes and figures of real pages marked up by hand, and of the reference page."""

import json
from pathlib import Path

import pytest

from dateline.claims.core.quantity import BadUnit, unit_named
from dateline.wire import Understood, read_page
from said_marks import Score, figures_scored, heard, marked, quotes_scored, same_name, shared_articles

ARTICLES = shared_articles()
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(ARTICLES is None, reason="the shared real inputs are not here: ../shared"),
]


def scores(half: str) -> tuple[Score, Score, Score]:
    quotes, figures, sourced = Score(), Score(), Score()
    for one in marked(half):
        page = heard(one.page)
        quotes_scored(one, list(page.quotes), quotes)
        figures_scored(one, list(page.figures), figures, with_source=False)
        figures_scored(one, list(page.figures), sourced, with_source=True)
    return quotes, figures, sourced


def test_in_the_half_that_rules_were_made_on_quotes_and_figures_are_found() -> None:
    quotes, figures, sourced = scores("first")

    assert quotes.right + quotes.missed >= 80
    assert quotes.f1 >= 0.92
    assert figures.f1 >= 0.92
    assert sourced.f1 >= 0.92


def test_in_the_half_kept_apart_quotes_and_figures_are_found() -> None:
    quotes, figures, sourced = scores("second")

    assert quotes.right + quotes.missed >= 100
    assert quotes.f1 >= 0.85
    assert figures.f1 >= 0.85
    assert sourced.f1 >= 0.85


def reference() -> tuple[dict[str, list[dict[str, object]]], Understood]:
    assert ARTICLES is not None
    folder = ARTICLES.parent.parent / "reference"
    (path,) = folder.glob("000_*.txt")
    page = read_page(Path(path))
    assert isinstance(page, Understood)
    return json.loads((folder / "expected.json").read_text()), page


def test_of_the_reference_page_every_quote_comes_out_with_its_speaker_and_cue() -> None:
    expected, page = reference()

    assert len(page.quotes) == len(expected["quotes"])
    for wanted in expected["quotes"]:
        assert [
            quote
            for quote in page.quotes
            if quote.text.startswith(str(wanted["starts"]))
            and same_name(quote.speaker, [str(wanted["speaker"])])
            and quote.cue == wanted["cue"]
        ], wanted


def symbol(name: str) -> str:
    try:
        return unit_named(name).symbol
    except BadUnit:
        return name


def test_of_the_reference_page_every_figure_comes_out_with_unit_hedge_period_and_source() -> None:
    expected, page = reference()

    assert len(page.figures) == len(expected["figures"])
    for wanted in expected["figures"]:
        period, source = (
            wanted.get("period") or wanted.get("as_of"),
            str(wanted.get("according_to") or "").split(",")[0],
        )
        assert [
            figure
            for figure in page.figures
            if figure.value == wanted["value"]
            and figure.unit == symbol(str(wanted["unit"]))
            and figure.hedge == (wanted.get("hedge") or "")
            and period in {None, figure.period}
            and source in figure.according_to
        ], wanted


def test_every_quote_and_figure_of_the_reference_page_stands_where_it_is_said_to() -> None:
    _, page = reference()
    texts = {"text": page.text, "title": page.title}
    texts |= {f"caption:{n}": picture.caption for n, picture in enumerate(page.pictures)}

    assert all(" ".join(texts[q.place][q.start : q.end].split()) == q.text for q in page.quotes)
    assert all(texts[f.place][f.start : f.end].strip() for f in page.figures)
    assert [texts[f.place][f.start : f.end] for f in page.figures][:1] == ["40 warplanes"]
