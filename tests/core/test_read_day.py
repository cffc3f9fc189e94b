"""The day of publication: as the page shows it, as its data say it, and how the two are put together."""

from datetime import UTC, date, datetime

import pytest

from dateline.wire import Understood, read_page

PARAGRAPHS = "".join(
    f"<p>{words}</p>"
    for words in (
        "The river Alm rose by two metres in the night and reached the lower town before dawn, the flood service said.",
        "About four hundred people left their homes, and the school on the hill took in most of them until evening.",
        "The mayor, Ida Brandt, thanked the volunteers and asked everybody else to stay away from the bridges for now.",
        "Forecasters expect the water to fall slowly, once the rain in the mountains that began on 1.3.2026 has ended.",
    )
)


def read(*, head: str = "", above: str = "", below: str = "", url: str = "https://courier.example/alm") -> Understood:
    found = read_page(
        f"<html><head><title>River Alm floods the lower town</title>{head}</head><body><main><article>"
        f"<h1>River Alm floods the lower town</h1>{above}{PARAGRAPHS}{below}</article></main></body></html>",
        url=url,
    )
    assert isinstance(found, Understood)
    return found


def stated(published: str, changed: str = "") -> str:
    more = f', "dateModified": "{changed}"' if changed else ""
    return (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "River Alm floods the lower town", '
        f'"datePublished": "{published}"{more}}}</script>'
    )


def day(found: Understood) -> date | None:
    return found.published.date() if found.published else None


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("<p class='meta'>4. März 2026 | Region</p>", ""),
        ("<div>Posted on March 4, 2026 by the desk</div>", ""),
        ("", "<p>Erschienen am: 04.03.2026</p>"),
        ("<span>Updated: 6 March 2026</span><span class='date'>Published: 4 March 2026</span>", ""),
        ("<p class='date'>4 March 2026</p>", "<ul class='related'><li>9 March 2026 Another story</li></ul>"),
    ],
)
def test_a_day_shown_by_the_headline_or_the_text_is_found_and_not_those_in_it(above: str, below: str) -> None:
    assert day(read(above=above, below=below)) == date(2026, 3, 4)


def test_a_paragraph_may_open_with_its_day() -> None:
    found = read_page(
        "<html><body><h1>River Alm floods the lower town</h1>"
        + PARAGRAPHS.replace("<p>The river", "<p>04.03.2026 – The river", 1)
        + "</body></html>"
    )

    assert isinstance(found, Understood)
    assert day(found) == date(2026, 3, 4)


def test_the_address_tells_the_day_where_the_page_shows_none() -> None:
    found = read(url="https://courier.example/2026/03/04/alm")

    assert day(found) == date(2026, 3, 4)
    assert found.origins["published"].origin == "address"


def test_an_instant_in_world_time_is_shown_on_the_clock_that_the_page_shows() -> None:
    head = stated("2026-03-04T02:25:00+00:00")
    with_clock = read(head=head, above="<div class='date'>March 3, 2026 at 9:25 pm</div>").published
    without = read(head=head, above="<div class='date'>March 3, 2026</div>").published

    for found in (with_clock, without):
        assert found == datetime(2026, 3, 4, 2, 25, tzinfo=UTC)
        assert found.date() == date(2026, 3, 3)
    assert with_clock is not None
    assert with_clock.isoformat() == "2026-03-03T21:25:00-05:00"


def test_a_change_that_the_page_shows_is_no_publication() -> None:
    head = stated("2026-03-04T08:00:00+01:00", "2026-03-09T10:00:00+01:00")

    assert day(read(head=head, above="<div class='date'>9 March 2026</div>")) == date(2026, 3, 4)


def test_a_day_in_plain_sight_by_the_headline_is_more_than_data_that_nobody_sees() -> None:
    head = '<meta name="dcterms.date" content="2025-12-20T11:02:44+01:00">'

    assert day(read(head=head, above="<div class='date'>Published: 4 March 2026</div>")) == date(2026, 3, 4)
    assert day(read(head=head, below="<p>Seen on 4 March 2026</p>")) == date(2025, 12, 20)


@pytest.mark.parametrize("below", ["<footer><p>© 2019 The Alm Courier</p></footer>", "<p>Copyright 2001 - 2020</p>"])
def test_a_year_that_stands_alone_makes_no_day(below: str) -> None:
    found = read_page(f"<html><head><title>About us</title></head><body><p>We write about the Alm.</p>{below}</body>")

    assert isinstance(found, Understood)
    assert found.published is None
