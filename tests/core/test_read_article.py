"""Articles: each field from the best place that tells it, the text whole and alone."""

from datetime import UTC, datetime

import pytest

from dateline.wire import NotRead, Understood, read_page, to_json

PARAGRAPHS = [
    "The river Alm rose by two metres in the night and reached the lower town before dawn, the flood service said.",
    "About four hundred people left their homes, and the school on the hill took in most of them until the evening.",
    "The mayor, Ida Brandt, thanked the volunteers and asked everybody else to stay away from the bridges for now.",
    "Forecasters expect the water to fall slowly from Thursday on, once the rain in the mountains has come to an end.",
    "Farmers on both banks reported that their cattle were safe, though many fields will not be sown again this year.",
]
LINKED = """{"@context": "https://schema.org", "@graph": [
  {"@type": "Organization", "@id": "#paper", "name": "The Alm Courier"},
  {"@type": "Person", "@id": "#ada", "name": "Ada Stern"},
  {"@type": "NewsArticle", "headline": "River Alm floods the lower town", "datePublished": "2026-03-04T06:30:00+01:00",
   "dateModified": "2026-03-04T09:10:00+01:00", "author": [{"@id": "#ada"}, {"@type": "Organization", "name": "dpa"}],
   "publisher": {"@id": "#paper"}, "articleSection": "Region", "keywords": "flood, Alm", "inLanguage": "en",
   "license": "https://licence.example/by", "isAccessibleForFree": "True",}
]}"""
FIGURE = """<figure><img src="/p/bridge.jpg" alt="The bridge"><figcaption>The old bridge on Wednesday.
<span class="credit">Photo: Jo Lind/APX</span></figcaption></figure>"""


def page(*, head: str = "", body: str = "", extra: str = "") -> bytes:
    words = body or "".join(f"<p>{part}</p>" for part in PARAGRAPHS)
    return f"""<!doctype html><html lang="en"><head><title>River Alm floods the lower town | The Alm Courier</title>
    <meta property="og:site_name" content="The Alm Courier"><link rel="canonical" href="https://courier.example/alm">{head}
    </head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
    <article><h1>River Alm floods the lower town</h1>{words}</article>{extra}
    <footer><p>© 2026 The Alm Courier. All rights reserved.</p></footer></body></html>""".encode()


def linked(source: str = LINKED) -> str:
    return f'<script type="application/ld+json">{source}</script>'


def read(content: bytes | str, **given: str) -> Understood:
    found = read_page(content, **given)
    assert isinstance(found, Understood)
    return found


def test_an_article_says_each_field_and_where_it_comes_from() -> None:
    found = read(page(head=linked()))

    assert found.title == "River Alm floods the lower town"
    assert found.published == datetime(2026, 3, 4, 5, 30, tzinfo=UTC)
    assert found.updated == datetime(2026, 3, 4, 8, 10, tzinfo=UTC)
    assert (found.section, found.tags, found.language) == ("Region", ("flood", "Alm"), "en")
    assert (found.canonical, found.licence, found.free) == (
        "https://courier.example/alm",
        "https://licence.example/by",
        True,
    )
    assert found.origins["published"].origin == "JSON-LD"
    assert all(0 <= one.confidence <= 1 for one in found.origins.values())


def test_a_time_keeps_the_offset_that_the_page_writes() -> None:
    found = read(page(head=linked()))

    assert to_json(found)["published"] == "2026-03-04T06:30:00+01:00"


def test_people_stand_apart_from_organisations_and_objects_are_followed_by_id() -> None:
    found = read(page(head=linked()))

    assert found.byline == ("Ada Stern",)
    assert found.organisations == ("dpa",)


def test_the_text_is_whole_without_navigation_and_footer_and_nothing_is_glued() -> None:
    found = read(page(head=linked()))

    assert found.text.split("\n") == PARAGRAPHS


def test_headings_lists_quotes_and_tables_keep_their_shape() -> None:
    more = """<h2>What to do</h2><ul><li>Leave the cellar when the sirens sound, and take the lamp with you.</li>
    <li>Keep the road to the hill free for the fire brigade and the buses of the town.</li></ul>
    <blockquote><p>We have seen worse in the year of the great snow, and we came through it together.</p></blockquote>
    <table><tr><th>Day</th><th>Level</th></tr><tr><td>Tuesday</td><td>3.1 m</td></tr></table>"""
    words = "".join(f"<p>{part}</p>" for part in PARAGRAPHS[:3]) + more + "".join(f"<p>{p}</p>" for p in PARAGRAPHS[3:])
    found = read(page(body=words))
    html = "".join(block.get("html", "") for block in found.blocks)

    assert "<h2>What to do</h2><ul><li>Leave the cellar" in html
    assert "<blockquote><p>We have seen worse" in html
    assert {"type": "table", "rows": [["Day", "Level"], ["Tuesday", "3.1 m"]]} in found.blocks


def test_a_picture_comes_with_caption_credit_alt_and_address() -> None:
    found = read(
        page(body=FIGURE + "".join(f"<p>{part}</p>" for part in PARAGRAPHS)), url="https://courier.example/alm"
    )
    (picture,) = to_json(found)["pictures"]

    assert picture == {
        "caption": "The old bridge on Wednesday.",
        "credit": "Jo Lind/APX",
        "alt": "The bridge",
        "url": "https://courier.example/p/bridge.jpg",
    }
    assert "old bridge" not in found.text


def test_meta_and_time_tell_the_instant_where_there_is_no_structured_data() -> None:
    meta = read(page(head='<meta property="article:published_time" content="2026-03-04T06:30:00Z">'))
    told = read(
        page(body='<time datetime="2026-03-04T06:30:00Z">today</time>' + f"<p>{'</p><p>'.join(PARAGRAPHS)}</p>")
    )

    assert meta.published == told.published == datetime(2026, 3, 4, 6, 30, tzinfo=UTC)
    assert (meta.origins["published"].origin, told.origins["published"].origin) == ("article:published_time", "time")
    assert meta.origins["published"].confidence > told.origins["published"].confidence


def test_the_day_stands_in_words_by_the_headline_where_nothing_else_tells_it() -> None:
    found = read(page(body=f"<p>Mittwoch, 4. März 2026</p><p>{'</p><p>'.join(PARAGRAPHS)}</p>"))

    assert found.published
    assert found.published.date().isoformat() == "2026-03-04"
    assert found.origins["published"].confidence <= 0.5


def test_a_time_without_a_zone_is_read_on_the_clock_of_the_outlets_country() -> None:
    head = '<meta property="article:published_time" content="2026-03-04T06:30:00">'
    found = read(page(head=head).replace(b"courier.example", b"courier.de"))

    assert found.published == datetime(2026, 3, 4, 5, 30, tzinfo=UTC)


def test_broken_structured_data_still_tells_what_can_be_told() -> None:
    broken = '{"@type": "NewsArticle", "datePublished": "2026-03-04T06:30:00Z", "description": "a "b" c"}'
    found = read(page(head=linked(broken)))

    assert found.published == datetime(2026, 3, 4, 6, 30, tzinfo=UTC)


def test_a_text_that_the_page_hides_comes_from_its_structured_data() -> None:
    body = "\\n".join(PARAGRAPHS)
    source = f'{{"@type": "NewsArticle", "headline": "River Alm floods the lower town", "articleBody": "{body}"}}'
    found = read(page(head=linked(source), body=f"<p>{PARAGRAPHS[0]}</p><p>Subscribe to read on.</p>"))

    assert found.text.split("\n") == PARAGRAPHS
    assert found.origins["text"].origin == "articleBody"


def test_unknown_fields_are_null_and_the_keys_are_the_promised_ones() -> None:
    told = to_json(read(b"<html><body><h1>Only a headline here</h1></body></html>"))

    assert list(told) == [
        *(
            "title",
            "standfirst",
            "byline",
            "published",
            "updated",
            "language",
            "section",
            "canonical",
            "is_live",
            "text",
        ),
        *("blocks", "pictures", "posts", "quotes", "figures", "source_link", "posted", "related"),
    ]
    assert told["title"] == "Only a headline here"
    assert [told[name] for name in ("standfirst", "published", "language", "canonical", "text")] == [None] * 5
    assert (told["byline"], told["posts"]) == ([], [])


@pytest.mark.parametrize(
    ("charset", "declared", "header"),
    [
        ("cp1251", "windows-1251", ""),
        ("utf-16", "", ""),
        ("shift_jis", "", "text/html; charset=shift_jis"),
        ("utf-8", "", ""),
    ],
)
def test_letters_are_read_by_mark_header_and_declaration(charset: str, declared: str, header: str) -> None:
    word = {"cp1251": "Повінь", "shift_jis": "洪水"}.get(charset, "Überflutung")
    head = f'<meta charset="{declared}">' if declared else ""
    content = f"<html><head>{head}</head><body><h1>{word}</h1></body></html>".encode(charset, "replace")

    assert read(content, content_type=header).title == word.replace("і", "?" if "?" in content.decode(charset) else "і")


UNDECLARED = {
    "cp1251": "Рятувальники вивезли чотириста людей, повідомила служба. Вода на річці спадатиме повільно. ",
    "koi8-r": "Спасатели вывезли четыреста человек, сообщила служба. Вода в реке будет спадать медленно. ",
    "iso8859-2": "Hasiči v noci odvezli čtyři sta lidí, uvedla služba. Voda v řece bude klesat jen pomalu. ",
    "shift_jis": "消防は夜の間に四百人を避難させたと発表した。川の水位はゆっくり下がる見通しである。",
    "gb18030": "消防部门夜间疏散了四百人。预计河水将缓慢下降，学校已经接收了大部分居民。",
    "euc-kr": "소방당국은 밤사이 사백 명을 대피시켰다고 밝혔다. 강물은 천천히 줄어들 것으로 보인다. ",
    "cp1252": "Die Feuerwehr brachte über Nacht vierhundert Menschen in Sicherheit – das Wasser fällt nur zögernd. ",
    "cp1256": "أجلت فرق الإنقاذ أربعمئة شخص خلال الليل، وستنخفض المياه في النهر ببطء. ",
}


@pytest.mark.parametrize("charset", UNDECLARED)
def test_letters_that_nobody_declares_are_read_by_what_they_look_like(charset: str) -> None:
    words = UNDECLARED[charset] * 3
    found = read(
        f"<html><body><h1>{words[:40]}</h1><p>{words}</p><script>var x = 1</script></body></html>".encode(charset)
    )

    assert found.title == words[:40].strip()


def test_what_is_no_page_says_why() -> None:
    empty, other = read_page(b"  \n"), read_page(b"%PDF-1.7 \x00\x01")

    assert isinstance(empty, NotRead)
    assert empty.reason == "The page is empty."
    assert isinstance(other, NotRead)


@pytest.mark.parametrize(
    "begin", ["<title>River rises</title>", "<html><head><title>River rises</title>", "<link rel=x href=y>"]
)
def test_a_page_that_leaves_the_tags_of_its_body_out_is_read_whole(begin: str) -> None:
    page = read_page(
        f"<!doctype html>{begin}<main><h1>River rises</h1><p>It flooded the old town.</p></main><p>Now it falls."
    )

    assert isinstance(page, Understood)
    assert page.title == "River rises"
    assert "It flooded the old town." in page.text
