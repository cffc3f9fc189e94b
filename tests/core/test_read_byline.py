"""Who wrote an article, where no data say so: by what stands beside the headline and where the text ends."""

import pytest

from dateline.wire import Understood, read_page

PARAGRAPHS = "".join(
    f"<p>{words}</p>"
    for words in (
        "The river Alm rose by two metres in the night and reached the lower town before dawn, the service said.",
        "About four hundred people left their homes, and the school on the hill took in most of them until evening.",
        "The mayor, Ida Brandt, thanked the volunteers and asked everybody else to stay away from the bridges for now.",
        "Forecasters expect the water to fall slowly, once the rain in the mountains that began on Sunday has ended.",
    )
)


def read(*, head: str = "", above: str = "", below: str = "") -> Understood:
    found = read_page(
        f"<html><head><title>River Alm floods the lower town</title>{head}</head><body><main><article>"
        f"<h1>River Alm floods the lower town</h1>{above}{PARAGRAPHS}{below}</article></main></body></html>",
        url="https://courier.example/alm",
    )
    assert isinstance(found, Understood)
    return found


def credited(author: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "author": {author}}}</script>'


@pytest.mark.parametrize(
    ("above", "below", "names"),
    [
        ("<div>04.03.2026 | 13:10 Uhr | Uta Stern</div>", "", ("Uta Stern",)),
        ("<div>Ein Artikel von Uta Stern | 04.03.2026 - 12:45</div>", "", ("Uta Stern",)),
        ("<p>By Uta Stern and Jo Lind, March 4, 2026</p>", "", ("Uta Stern", "Jo Lind")),
        ("<div>Posted on March 4, 2026 by Uta Stern</div>", "", ("Uta Stern",)),
        ("", "<p><em>von Uta Stern</em></p>", ("Uta Stern",)),
        ("", "<p>Uta Stern</p>", ("Uta Stern",)),
        ("<span class='byline'>Veröffentlicht am</span><span class='author'>Uta Stern</span>", "", ("Uta Stern",)),
        ("<p class='byline-name'>Uta Stern</p>", "", ("Uta Stern",)),
        ("<div class='post-author'>Uta Stern <time>4 March 2026</time></div>", "", ("Uta Stern",)),
        ("<div class='author-name'>Von Uta Stern // 4. März 2026</div>", "", ("Uta Stern",)),
        ("", "<div class='comments'><span class='author'>Jo Lind</span></div>", ()),
        ("<p>The mayor at the bridge</p>", "<p>Thank you for reading</p>", ()),
        ("<h3>Unia Leszno</h3>", "", ()),
        ("<ul><li>Unia Leszno</li><li>Zielona Falubaz</li></ul>", "", ()),
        ("", "<div class='box'>Weitere Nachrichten</div>", ()),
        ("", "<p>Dear Uta,</p>", ()),
        ("<p>Von Helsingborg nach Malmö</p>", "", ()),
        ("<div>By Uta Stern on</div>", "", ("Uta Stern",)),
    ],
)
def test_a_name_by_the_headline_or_at_the_end_is_found(above: str, below: str, names: tuple[str, ...]) -> None:
    assert read(above=above, below=below).byline == names


def test_a_login_or_a_first_name_gives_way_to_the_full_name_that_the_page_shows() -> None:
    shown = "<p>Von Uta Stern</p>"

    assert read(head=credited('{"@type": "Person", "name": "utastern"}'), above=shown).byline == ("Uta Stern",)
    assert read(head=credited('{"@type": "Person", "name": "Uta"}'), above=shown).byline == ("Uta Stern",)
    assert read(head=credited('{"@type": "Person", "name": "Jo"}'), above=shown).byline == ("Jo",)


def test_an_agency_is_credited_before_the_outlet_itself_and_each_once() -> None:
    site = '<meta property="og:site_name" content="The Alm Courier">'
    found = read(
        head=site + credited('{"@type": "Organization", "name": "The Alm Courier"}'), above="<p>By Agencia EFE</p>"
    )

    assert found.byline == ("Agencia EFE",)
    assert found.organisations == ("The Alm Courier", "Agencia EFE")
