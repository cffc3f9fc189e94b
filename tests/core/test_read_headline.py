"""Headlines: as readers see them on the page, without kicker, section and outlet."""

import pytest

from dateline.wire import Understood, read_page

TEXT = "".join(
    f"<p>The river Alm rose by {n} metres in the night and reached the lower town, people said.</p>" for n in range(5)
)
SOCIAL = "Flood shock in Alm: you will not believe how far the water came"


def title(heading: str, *, others: str = SOCIAL, above: str = "") -> str | None:
    """What is read as the title of a page with this ``h1``, whose other titles say ``others``."""
    head = f'<title>{others} | The Alm Courier</title><meta property="og:title" content="{others}">'
    named = '<meta property="og:site_name" content="The Alm Courier">'
    found = read_page(f"<html><head>{head}{named}</head><body>{above}<article>{heading}{TEXT}</article></body></html>")
    assert isinstance(found, Understood)
    return found.title


def test_the_headline_on_the_page_counts_more_than_those_made_for_search_and_sharing():
    assert title("<h1>The water reaches the lower town of Alm</h1>") == "The water reaches the lower town of Alm"


@pytest.mark.parametrize(
    "heading",
    [
        "<h1><span class='kicker'>Flood in Alm</span> The water reaches the town</h1>",
        "<h1><span class='c-headline__topline'>Flood in Alm</span><span>The water reaches the town</span></h1>",
        "<h1><b class='roofline'>Flood in Alm</b><i class='visually-hidden'>: </i>The water reaches the town</h1>",
        "<h1>The water reaches the town<br><small>By our reporters, 4 March</small></h1>",
        "<h1><em>The water</em> reaches the town <span class=label>Live</span></h1>",
    ],
)
def test_a_kicker_or_subtitle_within_the_heading_is_no_part_of_it(heading):
    assert title(heading) == "The water reaches the town"


def test_a_heading_that_is_only_a_kicker_is_kept():
    assert title("<h1><span class='kicker'>The water reaches the town</span></h1>") == "The water reaches the town"


@pytest.mark.parametrize("section", ["Region", "Details", "...", "Home news"])
def test_a_heading_that_names_a_section_is_not_the_headline(section):
    assert title(f"<h1>{section}</h1>", others="River floods the lower town") == "River floods the lower town"


def test_a_heading_that_leads_home_is_not_the_headline():
    name = '<h1><a href="/">Your first daily paper of the valley</a></h1>'
    assert (
        title("<h2>River floods the town</h2>", others="River floods the town", above=name) == "River floods the town"
    )


def test_of_many_headings_the_one_that_the_other_titles_say_counts():
    many = "<h1>More from the region</h1><h1>River floods the lower town</h1><h1>Weather for the weekend</h1>"
    assert title(many, others="River floods the lower town") == "River floods the lower town"
