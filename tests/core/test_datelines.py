"""Where reports come from: the dateline that opens a text, in the ways in which agencies and papers set it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire import Understood, read_feed, read_page
from dateline.wire.core.datelines import dateline_of, datelines
from dateline.wire.core.entries import reports_of_feed
from dateline.wire.core.feeds.values import Feed


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("KYIV (Reuters) — The river rose.", ("Kyiv",)),
        ("KYIV, June 2 (Reuters) - The river rose.", ("Kyiv",)),
        ("KYIV, Ukraine (AP) — The river rose.", ("Kyiv",)),
        ("ST. PETERSBURG, Russia (AP) — The river rose.", ("St. Petersburg",)),
        ("NEW YORK — The river rose.", ("New York",)),
        ("BRUSSELS/KYIV, June 2 (Reuters) - The river rose.", ("Brussels", "Kyiv")),
        ("BEIJING, June 2 (Xinhua) -- The river rose.", ("Beijing",)),
        ("Berlin (dpa) - Der Fluss stieg.", ("Berlin",)),
        ("Moskau/Kiew (dpa) – Der Fluss stieg.", ("Moskau", "Kiew")),
        ("BERLIN taz | Der Fluss stieg.", ()),
        ("Madrid, 2 jun. (EFE) – El río subió.", ("Madrid",)),
        ("(ANSA) - ROMA, 02 GIU - Il fiume è salito.", ("Roma",)),
        ("КИЇВ, 2 червня (Укрінформ) — Річка піднялася.", ("Київ",)),
        ("СОРНА — Річка піднялася.", ("Сорна",)),
        ("كييف (رويترز) - ارتفع النهر.", ("كييف",)),
        ("كيلم — ارتفع النهر.", ("كيلم",)),
        ("北京（路透社）- 河水上涨。", ("北京",)),
        ("Headline again\nKYIV (Reuters) — The river rose.", ("Kyiv",)),
    ],
)
def test_datelines_are_read_as_they_are_set(text, places):
    assert dateline_of(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The river rose – and the town stood still.",
        "BREAKING — The river rose.",
        "LIVE (updated) — The river rose.",
        "عاجل - ارتفع النهر.",
        "Mira Dolan — who keeps a bakery — left.",
        "(Reuters) - The river rose.",
        "ABOARD THE FERRY (AP) — The river rose.",
        "Well-known names were there.",
        "He said: KYIV is calm — for now.",
        "The president (62) - who was there - left.",
        "2 June — The river rose.",
        "Mira Dolan (46) keeps a bakery by the bridge.",
        "WHERE THE RIVER STANDS - The town is calm.",
        "河水上涨后城里的人们（消防员）说，水还在涨。",
    ],
)
def test_what_is_no_dateline_is_none(text):
    assert dateline_of(text) == ()


def test_places_are_counted_by_reports_whatever_the_letters():
    found = datelines(
        [
            (1, "KYIV (Reuters) — It rained.", ()),
            (2, "КИЇВ — Дощило.", ()),
            (3, "It rained.", ("Kyiv", "Lviv")),
            (4, "It rained.", ()),
        ]
    )

    assert [(one.name, one.reports) for one in found] == [("Kyiv", (1, 2, 3)), ("Lviv", (3,))]
    assert set(found[0].names) == {"Kyiv", "Київ"}


def test_the_texts_own_dateline_goes_before_what_its_data_say():
    (found,) = datelines([(1, "KYIV (Reuters) — It rained.", ("Moscow",))])

    assert found.name == "Kyiv"


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(text):
    assert all(place and len(place) < 200 for place in dateline_of(text))


@pytest.mark.parametrize(
    ("told", "places"),
    [
        ('"contentLocation": {"@type": "Place", "name": "Sorna"}', ("Sorna",)),
        ('"locationCreated": {"address": {"addressLocality": "Kelm"}}, "contentLocation": "Sorna"', ("Kelm",)),
        ('"dateline": "SORNA", "contentLocation": ["Kelm", {"name": 7}, null]', ("SORNA",)),
        ('"contentLocation": ["Kelm", "Sorna", "Kelm"]', ("Kelm", "Sorna")),
        ('"contentLocation": {}', ()),
    ],
)
def test_a_pages_data_say_where_it_was_written_or_what_it_is_about(told, places):
    data = f'{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "The dam", {told}}}'
    text = "<p>The old dam gave way on Monday, and people left their homes.</p>" * 4
    html = f'<html><script type="application/ld+json">{data}</script><h1>The dam</h1><article>{text}</article></html>'

    page = read_page(html)

    assert isinstance(page, Understood)
    assert page.places == places


def test_what_agencies_say_in_their_feeds_of_the_place_stays_with_the_report():
    feed = read_feed(b'{"type":"text","uri":"tag:x,2025:1","headline":"The dam","located":"Sorna"}')

    assert isinstance(feed, Feed)
    assert [report.places for report in reports_of_feed(feed)] == [("Sorna",)]
