"""Pictures on a page: their captions and credits wherever outlets put them, and nothing that is no picture's word."""

import json

import pytest

from dateline.wire import Understood, read_page

PARAGRAPH = "The river Alm rose by two metres in the night and reached the lower town before dawn, the service said."
RIVER = '<img src="/p/river.jpg" alt="The river">'


def shown(body: str, *, head: str = "", below: str = "") -> list[tuple[str, str]]:
    """Caption and credit of each picture that has one, of a page whose article ends with ``body``."""
    words = f"<p>{PARAGRAPH}</p>" * 3
    page = f"""<!doctype html><html lang="en"><head><title>River Alm floods the town</title>{head}</head><body><main>
    <article><h1>River Alm floods the town</h1>{words}{body}</article></main>{below}</body></html>"""
    found = read_page(page, url="https://courier.example/alm")
    assert isinstance(found, Understood)
    return [(picture.caption, picture.credit) for picture in found.pictures if picture.caption or picture.credit]


@pytest.mark.parametrize(
    "markup",
    [
        f"<figure>{RIVER}<figcaption>The bridge. <span class='credit'>Photo: Jo Lind</span></figcaption></figure>",
        f"<figure>{RIVER}<figcaption>The bridge. Photo by Jo Lind</figcaption></figure>",
        f"<figure>{RIVER}<figcaption>The bridge. Foto von Jo Lind</figcaption></figure>",
        f"<picture>{RIVER}</picture><figcaption><span>The bridge, Foto: Jo Lind</span></figcaption>",
        f"<div class='top'>{RIVER}<p>The bridge.</p><p class='image--author'>Foto: Jo Lind</p></div>",
        f"<div class='top'>{RIVER}<p>The bridge.</p><small>Jo Lind</small></div>",
        f"<div class='box'><div>{RIVER}</div><div class='caption'>The bridge. © Jo Lind</div></div>",
        "<div><lazy-image data-src='/p/river.jpg' data-srcset='/p/river.jpg 800w'></lazy-image>"
        "<div class='caption-wrap'>The bridge. <span class='photographer'>Foto: Jo Lind</span></div></div>",
    ],
)
def test_caption_and_credit_are_told_apart_wherever_they_stand(markup: str) -> None:
    assert [(caption.rstrip("."), credit) for caption, credit in shown(markup)] == [("The bridge", "Jo Lind")]


@pytest.mark.parametrize(
    ("words", "caption", "credit"),
    [
        ("Smoke over the port on Friday. REUTERS/Jo Lind", "Smoke over the port on Friday.", "REUTERS/Jo Lind"),
        ("Smoke over the port. (AP Photo/Jo Lind)", "Smoke over the port.", "AP Photo/Jo Lind"),
        ("[1/5]Smoke over the port. Photo: Jo Lind", "Smoke over the port.", "Jo Lind"),
        ("(The Courier)", "", "The Courier"),
        ("The family after the foto de familia in Madrid", "The family after the foto de familia in Madrid", ""),
    ],
)
def test_an_agency_at_the_end_of_a_caption_is_its_credit(words: str, caption: str, credit: str) -> None:
    assert shown(f"<figure>{RIVER}<figcaption>{words}</figcaption></figure>") == [(caption, credit)]


@pytest.mark.parametrize(
    "image",
    [
        '<img src="/p/river.jpg" alt="The river" title="The river | Bildquelle: WDX / Jo Lind">',
        '<img src="/p/river.jpg" alt="The river" title="The river | WDX / Jo Lind">',
        '<img src="/p/river.jpg" alt="The river © WDX / Jo Lind">',
    ],
)
def test_a_pictures_title_or_alternative_words_may_name_who_took_it(image: str) -> None:
    assert shown(f"<p>{PARAGRAPH}</p>{image}<p>{PARAGRAPH} So far.</p>") == [("", "WDX / Jo Lind")]


def test_structured_data_tells_of_pictures_but_not_of_portraits_and_marks() -> None:
    node = {
        "@type": "NewsArticle",
        "headline": "River Alm floods the town",
        "author": {"@type": "Person", "name": "A. Stern", "image": {"@type": "ImageObject", "caption": "Ada Stern"}},
        "publisher": {"@type": "Organization", "logo": {"@type": "ImageObject", "caption": "The Courier"}},
        "image": {"@type": "ImageObject", "url": "/p/a.jpg", "description": "The bridge", "author": "Jo Lind"},
    }
    head = f'<script type="application/ld+json">{json.dumps(node)}</script>'

    assert shown("", head=head) == [("The bridge", "Jo Lind")]


@pytest.mark.parametrize(
    "markup",
    [
        f"<figure>{RIVER}<span>03:33 min</span></figure>",
        f"<figure>{RIVER}<span>View 6 Images</span></figure>",
        f"<div class='caption'>{RIVER}<span>20.10.2025</span></div>",
        f"<a href='/other'><figure>{RIVER}<figcaption>Another report altogether</figcaption></figure></a>",
        f"<figure>{RIVER}<figcaption>By <a rel='author' href='/ada'>Ada Stern</a>, reporter</figcaption></figure>",
        f"<div class='author-box'>{RIVER}<span class='description'>Ada Stern writes on rivers</span></div>",
    ],
)
def test_what_says_nothing_of_a_picture_is_no_caption(markup: str) -> None:
    assert shown("", below=markup) == []


def test_a_footers_copyright_line_credits_no_picture() -> None:
    footer = "<footer><div><img src='/mark.png'><p class='copyright'>© 2026 The Courier</p></div></footer>"

    assert shown("", below=footer) == []
