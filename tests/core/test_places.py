"""Places by class names: whole words, not parts of them; and what is read as fast as it is right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from dateline.wire.core.article.places import Place, place_of
from dateline.wire.core.page import words
from dateline.wire.core.page.cards import words_in


def named(names: str) -> int:
    return place_of(html.fromstring(f'<div class="{names}">x</div>'))


@pytest.mark.parametrize(
    ("names", "place"),
    [
        ("related-articles", Place.RELATED),
        ("jp-relatedposts", Place.RELATED),
        ("readMore", Place.RELATED),
        ("relative position-relative", 0),
        ("correlated", 0),
        ("published", Place.BYLINE),
        ("published-on", Place.BYLINE),
        ("publicite", Place.ADVERT),
        ("ad-slot", Place.ADVERT),
        ("adSlot", Place.ADVERT),
        ("bishop-photoshop-workshop", 0),
        ("shop-list", Place.ADVERT),
        ("comment-list", Place.COMMENT),
        ("fb-comments", Place.COMMENT),
        ("commentary", 0),
        ("share-buttons", Place.SHARE),
        ("shareholders", 0),
        ("navy naval", 0),
        ("main-nav", Place.NAVIGATION),
        ("overflow-hidden overflow-x-hidden", 0),
        ("is-hidden", Place.HIDDEN),
        ("elementor-widget-text", 0),
        ("widget", Place.ASIDE),
        ("article__body", Place.BODY),
        ("articleBody", Place.BODY),
        ("leader", 0),
        ("lead", Place.INTRO),
        ("authority", 0),
        ("author-name", Place.BYLINE),
    ],
)
def test_a_class_says_a_place_by_whole_words_only(names: str, place: int) -> None:
    assert named(names) == place


PARTS = st.sampled_from(
    [
        *("/", "//", "..", ".", "a", "b.html", "?", "x=1", "&", "#", "http://", "https://", "h.example", "%20", " "),
        *(":80", "@", "\n", "é", ";", "\\", "(", "'", "HTTP://", "[", "/a/", "..a", "\u202e"),
    ]
)
BASES = ["", "https://h.example", "http://h.example:8080/a/b?c", "https://h.example/a/c.html#d", "//x/y", "mailto:x"]


@given(st.lists(PARTS, max_size=8).map("".join), st.sampled_from(BASES))
@settings(max_examples=300, deadline=None)
def test_an_address_taken_as_it_stands_is_the_one_that_resolving_gives(value: str, base: str) -> None:
    assert words.address(value, base) == words.resolved(value, base)


def test_words_of_blocks_stand_apart_and_scripts_say_nothing() -> None:
    element = html.fromstring(
        "<div>One<p>two <b>th</b>ree</p><script>var x</script>four<br>five &amp; &lt;six&gt;</div>"
    )

    assert words_in(element) == "One two three four five & <six>"
