"""Stories of other outlets as readers get them: what is shown, what never is, where merged ones lead, feeds, tags."""

import itertools
import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from lxml import etree, html

from builders import live_blog
from cast import ada
from dateline.wire.actions.channels import hide_channel, show_channel
from dateline.wire.actions.items import hide_item, show_item, withdraw_item
from dateline.wire.actions.stories import hide_story, merge_stories, mute_story, rename_story, show_story, undo
from dateline.wire.models import Item, Membership, Story, StoryChange
from stories_read import headlines, read
from wire_made import NOON, channel, copy, item, story

pytestmark = pytest.mark.django_db
OPEN = "https://creativecommons.org/licenses/by/4.0/"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def public(settings):
    settings.STORIES = True


def every_public_text(one: Story) -> str:
    """All that anybody can fetch of the stories."""
    here = f"/stories/{one.uid}/"
    addresses = ["/", "/stories/", "/stories/feed.atom", here, f"{here}feed.atom"]
    addresses += [f"{here}text/{uid}/" for uid in one.memberships.values_list("item__uid", flat=True)]
    return "\n".join(Client().get(address).content.decode() for address in addresses)


def test_nothing_is_public_before_the_operator_says_so(settings):
    one = story(item(title="The river rises"))
    settings.STORIES = False

    for address in ("/stories/", f"/stories/{one.uid}/", "/stories/feed.atom", f"/stories/{one.uid}/feed.atom"):
        read(address, status=404)
    home = read("/")
    assert "stories" not in home.lower()
    assert "The river rises" not in home


def test_a_story_says_who_was_first_when_how_many_reported_and_leads_to_the_source():
    herald = channel("Herald", section="World")
    first = item(herald, "Bridge falls")
    one = story(first, item(channel("Gazette"), "A bridge is gone", minutes=9), title="x")

    page = html.fromstring(read("/stories/"))

    line = page.cssselect(".blogs li")[0]
    assert line.cssselect("h2 a")[0].text_content() == "Bridge falls"
    assert line.cssselect("h2 a")[0].get("href") == f"/stories/{one.uid}/"
    words = " ".join(line.text_content().split())
    assert "2 reports, 2 outlets" in words
    assert "First: Herald, 12:00 UTC" in words
    assert line.cssselect("time")[0].get("datetime") == "2025-06-02T12:09:00+00:00"
    link = line.cssselect(".read-more")[0]
    assert link.text_content() == "Read more at Herald"
    assert link.get("href") == first.link
    assert link.get("rel") == "noopener nofollow"


def test_the_newest_stories_are_first_and_pages_have_plain_addresses():
    for n in range(45):
        story(item(title=f"S{n}", minutes=n))
    seen, address = [], "/stories/"
    while address:
        page = read(address)
        seen += headlines(page)
        more = html.fromstring(page).cssselect('a[rel="next"]')
        address = more[0].get("href") if more else None

    assert seen == [f"S{n}" for n in range(44, -1, -1)]
    read("/stories/?page=4", status=404)
    read("/stories/?page=0", status=404)


def test_stories_can_be_chosen_by_language_and_section():
    story(item(channel(language="de", section="Inland"), "Flut"))
    story(item(channel(language="den"), "Dene"))
    story(item(channel(language="en", section="World"), "Fire"))

    assert headlines(read("/stories/?language=de")) == ["Flut"]
    assert headlines(read("/stories/?section=World")) == ["Fire"]
    assert 'content="noindex' in read("/stories/?section=World")
    assert headlines(read("/stories/?section=%00%27")) == []


def test_headlines_carry_their_language_and_find_their_direction():
    story(item(channel(language="ar"), "فيضان النهر"))

    h2 = html.fromstring(read("/stories/")).cssselect(".blogs h2")[0]

    assert (h2.get("lang"), h2.get("dir")) == ("ar", "auto")


def test_a_storys_page_is_a_timeline_with_copies_folded_and_changes_told():
    first = item(channel("Herald"), "Bridge falls")
    again = copy(first, channel("Copier"), title="Bridge falls, says Herald", minutes=5)
    later = item(channel("Gazette"), "Two saved", minutes=30, updated=NOON + timedelta(hours=2))
    one = story(first, again, later)

    page = html.fromstring(read(f"/stories/{one.uid}/"))

    assert [li.cssselect("h3")[0].text_content() for li in page.cssselect(".reports > li")] == [
        "Bridge falls",
        "Two saved",
    ]
    head, tail = (" ".join(li.text_content().split()) for li in page.cssselect(".reports > li"))
    assert "First" in head
    assert "The same text at 1 more outlet" in head
    assert "Copier, 12:05 UTC, 2 June 2025: Bridge falls, says Herald" in head
    assert "First" not in tail
    assert "Changed by the outlet: 14:00 UTC" in tail


def test_who_was_first_is_not_claimed_for_the_next_when_the_first_is_hidden():
    one = story(item(channel("Secret", shown="none"), "Hush"), item(channel("Loud"), "Heard", minutes=5))

    page = read(f"/stories/{one.uid}/")

    assert "Heard" in page
    assert ">First<" not in page
    assert "First:" not in read("/stories/")
    assert "1 report" in page


def test_what_the_outlet_took_back_is_told_without_its_words():
    wrong = item(channel("Herald"), "The mayor is dead", standfirst="He died.")
    one = story(wrong, item(channel("Gazette"), "The mayor is well", minutes=30))
    withdraw_item(wrong, "It was wrong.", now=NOON + timedelta(hours=1))

    page = read(f"/stories/{one.uid}/")

    assert "The outlet took this report back." in page
    assert headlines(read("/stories/")) == ["The mayor is well"]
    assert "mayor is dead" not in every_public_text(one)
    assert wrong.link not in every_public_text(one)


def test_a_merged_story_leads_to_the_one_it_became_part_of():
    one, into = story(item(title="A")), story(item(title="B"))
    merge_stories(one, into, by=ada())

    for rest in ("", "feed.atom"):
        answer = Client().get(f"/stories/{one.uid}/{rest}")
        assert answer.status_code == 301
        assert answer["Location"] == f"/stories/{into.uid}/{rest}"


def test_a_story_that_is_gone_says_so_and_one_that_never_was_is_not_found():
    empty, muted, hidden = story(), story(item(title="Quiet")), story(item(title="Taken"))
    mute_story(muted, by=ada())
    hide_story(hidden, "The family asked.", by=ada())

    for one in (empty, muted, hidden):
        assert "no longer shown" in read(f"/stories/{one.uid}/", status=410)
    read("/stories/nosuchone/", status=404)
    assert headlines(read("/stories/")) == []
    show_story(hidden, by=ada())
    assert headlines(read("/stories/")) == ["Taken"]


def test_what_is_taken_down_is_gone_at_once_and_comes_back_when_undone():
    herald = channel("Herald")
    bad = item(herald, "Named by mistake", standfirst="Her name.")
    one = story(bad, item(channel("Gazette"), "No names", minutes=3))
    tag = Client().get(f"/stories/{one.uid}/")["ETag"]

    hide_item(bad, "It names a victim.", by=ada())
    answer = Client(headers={"If-None-Match": tag}).get(f"/stories/{one.uid}/")
    assert answer.status_code == 200
    assert "Named by mistake" not in every_public_text(one)

    show_item(bad, by=ada())
    assert "Named by mistake" in every_public_text(one)
    hide_channel(herald, "They asked us to.", by=ada())
    assert "Named by mistake" not in every_public_text(one)
    assert "Herald" not in every_public_text(one)
    show_channel(herald, by=ada())
    assert "Named by mistake" in every_public_text(one)


def test_the_title_that_an_editor_gave_leads_but_never_tells_a_hidden_headline():
    one = story(item(channel(shown="none"), "Hush hush"), item(title="Heard", minutes=1), title="Hush hush")
    assert headlines(read("/stories/")) == ["Heard"]
    rename_story(one, "Our own title", by=ada())
    assert headlines(read("/stories/")) == ["Our own title"]
    undo(StoryChange.objects.get(kind="renamed"), by=ada())

    assert "Hush hush" not in every_public_text(one)


def test_related_pieces_and_the_named_source_are_linked_and_nothing_else_becomes_a_link():
    told = item(
        channel("Aggregator"),
        "Bridge falls",
        source_link="https://origin.example.org/bridge",
        related=[
            {"title": "Rail strike", "section": "Travel", "url": "https://a.example.org/1", "is_live": True},
            {"title": "Bad", "url": "javascript:alert(1)"},
            "no mapping",
        ],
    )
    page = html.fromstring(read(f"/stories/{story(told).uid}/"))

    links = {a.get("href"): a.get("rel") for a in page.cssselect(".reports a")}
    assert links == dict.fromkeys(
        [told.link, "https://origin.example.org/bridge", "https://a.example.org/1"], "noopener nofollow"
    )
    assert "Travel" in page.cssselect(".related")[0].text_content()


def test_pages_ask_no_other_host_and_stay_small():
    live_blog(ada())
    one = story(
        *[
            item(
                channel(f"Outlet {n}", shown="excerpt"),
                f"Headline {n} " * 9,
                minutes=n,
                standfirst="Words of it. " * 40,
                pictures=[{"url": "https://pictures.example.org/1.jpg"}],
            )
            for n in range(60)
        ]
    )
    for n in range(25):
        story(item(channel(f"Other {n}", shown="excerpt"), f"Another {n} " * 9, standfirst="Words of it. " * 40))

    for address in ("/", "/stories/", f"/stories/{one.uid}/", f"/stories/{one.uid}/?page=3"):
        page = read(address)
        assert len(page.encode()) <= 45_000, address
        loaded = re.findall(r'<(?:img|script|link|source|iframe)\b[^>]*(?:src|href)="([^"]+)"', page)
        assert [url for url in loaded if url.startswith(("http", "//")) and "testserver" not in url] == []


def test_a_page_is_unchanged_until_the_wire_moves():
    one = story(item(title="A"))
    answer = Client().get("/stories/")
    again = Client(headers={"If-None-Match": answer["ETag"]}).get("/stories/")
    assert (again.status_code, again.content) == (304, b"")
    assert answer["X-Dateline-Cache"] == "wire"

    mute_story(one, by=ada())

    assert Client(headers={"If-None-Match": answer["ETag"]}).get("/stories/").status_code == 200


def test_the_feed_of_stories_names_outlets_sources_and_times():
    told = item(channel("Herald", shown="excerpt"), "Bridge falls", standfirst="Nobody was hurt.")
    one = story(told, item(minutes=8))

    root = etree.fromstring(read("/stories/feed.atom").encode())
    entry = root.find(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}title") == "Bridge falls"
    assert entry.findtext(f"{ATOM}summary") == "Nobody was hurt."
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Herald"
    assert entry.findtext(f"{ATOM}published") == "2025-06-02T12:00:00Z"
    assert entry.findtext(f"{ATOM}updated") == "2025-06-02T12:08:00Z"
    links = {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")}
    assert links == {"via": told.link, "alternate": f"http://testserver/stories/{one.uid}/"}


def test_a_storys_feed_tells_withdrawals_so_that_they_travel_along():
    wrong = item(title="Wrong")
    one = story(wrong, item(title="Right", minutes=5))
    withdraw_item(wrong, "It was wrong.", now=NOON + timedelta(hours=1))

    entries = etree.fromstring(read(f"/stories/{one.uid}/feed.atom").encode()).findall(f"{ATOM}entry")

    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Withdrawn", "Right"]


def test_search_engines_are_told_the_list_and_the_reports():
    told = item(channel("Herald"), "Bridge </script> falls")
    one = story(told)
    script = '//script[@type="application/ld+json"]'

    (of_list,) = json.loads(html.fromstring(read("/stories/")).xpath(script)[0].text)
    (of_story,) = json.loads(html.fromstring(read(f"/stories/{one.uid}/")).xpath(script)[0].text)

    assert of_list["@type"] == "CollectionPage"
    assert of_list["mainEntity"]["itemListElement"][0]["url"] == f"http://testserver/stories/{one.uid}/"
    article = of_story["mainEntity"]["itemListElement"][0]["item"]
    assert article["headline"] == told.title
    assert article["url"] == told.link
    assert article["publisher"] == {"@type": "Organization", "name": "Herald"}


def test_home_shows_the_newest_stories():
    for n in range(9):
        story(item(title=f"S{n}", minutes=n))

    assert headlines(read("/")) == ["S8", "S7", "S6", "S5", "S4", "S3"]


FREE = [OPEN, "CC BY-SA 4.0", "CC0"]
BOUND = ["", "©", "CC BY-NC 4.0", "All rights reserved", "CC BY, except what AFP wrote"]
WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=12)
LINE = st.builds(lambda word, n: " ".join([word] * n), WORD, st.sampled_from([1, 4, 40]))
TEXTS = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
LICENCES = st.sampled_from([*FREE, *BOUND])
REPORTS = st.fixed_dictionaries({"title": LINE, "standfirst": TEXTS, "text": TEXTS, "licence": LICENCES})
TERMS = st.fixed_dictionaries(
    {"shown": st.sampled_from(["none", "headline", "excerpt", "full", "full", "full"]), "licence": LICENCES}
)
PARTS = ("ti", "st", "te")
TERMS = st.fixed_dictionaries(
    {"shown": st.sampled_from(["none", "headline", "excerpt", "full", "full", "full"]), "licence": LICENCES}
)


SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
ALLOWED = {  # letters of the title, the standfirst and the text
    "none": (0, 0, 0),
    "headline": (200, 0, 0),
    "excerpt": (200, 280, 280),
    "full": (200, 280, 10**6),
}


@trying(max_examples=40, suppress_health_check=SLOW)
@given(
    st.lists(st.tuples(TERMS, REPORTS, st.sampled_from(["", "", "", "hidden", "withdrawn"])), min_size=1, max_size=4)
)
def test_page_feed_and_data_never_show_more_than_the_licence_allows(told):
    Membership.objects.all().delete()
    Story.objects.all().delete()
    public = every_public_text(story(*[_told(n, *about) for n, about in enumerate(told)]))

    for n, (terms, report, state) in enumerate(told):
        free = (report["licence"] or terms["licence"]) in FREE
        level = "none" if state else "excerpt" if terms["shown"] == "full" and not free else terms["shown"]
        for part, most in zip(PARTS, ALLOWED[level], strict=True):
            shown = set(re.findall(rf"\bq{n}{part}\d+\w*", public))
            assert sum(len(word) + 1 for word in shown) <= most + 1, (level, part, terms, report["licence"])


def test_under_an_open_licence_alone_the_whole_text_is_shown():
    words = "\n".join(f"Paragraph {n} of the report." for n in range(90))
    one = story(
        item(channel(shown="full", licence=OPEN), text=words), item(channel(shown="full"), text=f"{words} Not.")
    )

    (link,) = html.fromstring(read(f"/stories/{one.uid}/")).xpath('//a[contains(@href, "/text/")]/@href')
    assert read(link).count("Paragraph 89 of the report.") == 1
    assert "Not." not in every_public_text(one)


def test_what_nobody_set_shows_headline_and_link_only():
    told = item(channel(), "Bridge falls", standfirst="Two cars.")
    one = story(told)

    assert "Two cars." not in every_public_text(one)
    assert told.link in every_public_text(one)


def _told(n: int, terms: dict[str, str], report: dict[str, str], state: str) -> Item:
    """The report, each of its words with a mark that tells whose it is wherever it turns up."""
    words = {name: _marked(f"q{n}{name[:2]}", report[name]) for name in ("title", "standfirst", "text")}
    made = item(channel(f"Outlet{n}", **terms), minutes=n, **words, licence=report["licence"])
    if state == "hidden":
        hide_item(made, "Why.", by=ada())
    elif state == "withdrawn":
        withdraw_item(made, "Why.", now=NOON + timedelta(hours=1))
    return made


def _marked(mark: str, text: str) -> str:
    numbers = itertools.count()
    return re.sub(r"\w+", lambda word: f"{mark}{next(numbers)}{word[0]}", text)
