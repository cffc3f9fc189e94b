"""Republished pages: the outer page and the article inside it told apart, as plain text and as HTML."""

from html import escape

from dateline.wire import Understood, read_page

PLAIN = """Storm hits the coast as ferries stop – Baltic storm live | Weather



What is known of the ferries?

Mara Lund
Mara Lund

Mara Lund is a Courier reporter based in Kiel

Two ferries turned back in the morning, and the port said that none will sail before the wind has dropped below eight.

A ferry in the harbour of Kiel on 3 March 2026.
A ferry in the harbour of Kiel on 3 March 2026. Photograph: Jo Lind/APX

The port expects to open again on Thursday, a spokesman said in the afternoon.

Share

Key events

Fewer trees fell than last year – analysis

The forest service counted 507 trees on the roads in March, against 612 in the same month of the year before.

Foresters clear a road near Plön in March 2026. Photograph: Ole Winter/APX
Share

Updated at


Source link

Posted: 2026-03-04 12:14:37

Gardeners urged to leave the leaves where they are until the spring
 

... Read More

Handball LIVE: Kiel vs Flensburg updates | Other | Sport
 

... Read More"""


def as_markup() -> str:
    rows = []
    for line in PLAIN.split("\n"):
        if line.strip() == "Source link":
            rows.append('<p><a href="https://courier.example/storm">Source link</a></p>')
        elif "Read More" in line:
            rows.append('<p><a href="/next">... Read More</a></p>')
        elif line.strip():
            rows.append(f"<p>{escape(line)}</p>")
    title = escape(PLAIN.split("\n")[0])
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>{''.join(rows[1:])}</div></body></html>"
    )


def read(content: str) -> Understood:
    found = read_page(content)
    assert isinstance(found, Understood)
    return found


def test_plain_text_gives_headline_topic_live_mark_and_posting_time() -> None:
    found = read(PLAIN)

    assert found.title == "Storm hits the coast as ferries stop – Baltic storm live"
    assert (found.section, found.is_live, found.posted) == ("Weather", True, "2026-03-04T12:14:37")
    assert found.has_key_events
    assert found.kind == "republished"


def test_the_inner_article_has_its_posts_with_byline_bio_and_update_mark() -> None:
    first, second = read(PLAIN).posts

    assert first.title == "What is known of the ferries?"
    assert first.byline == ("Mara Lund",)
    assert first.authors[0].bio == "Mara Lund is a Courier reporter based in Kiel"
    assert first.text.startswith("Two ferries turned back")
    assert first.text.count("\n") == 1
    assert second.title == "Fewer trees fell than last year – analysis"
    assert (first.marked_updated, second.marked_updated) == (False, True)


def test_captions_are_pictures_with_credit_and_the_day_they_name() -> None:
    pictures = read(PLAIN).pictures

    assert [(p.caption[:14], p.credit, p.taken) for p in pictures] == [
        ("A ferry in the", "Jo Lind/APX", "2026-03-03"),
        ("Foresters clea", "Ole Winter/APX", "2026-03"),
    ]
    assert pictures[0].alt == "A ferry in the harbour of Kiel on 3 March 2026."


def test_related_items_have_sections_and_live_marks() -> None:
    related = read(PLAIN).related

    assert [(one.title[:9], one.section, one.is_live) for one in related] == [
        ("Gardeners", "", False),
        ("Handball ", "Other / Sport", True),
    ]


def test_the_same_page_as_markup_says_the_same_and_keeps_the_links() -> None:
    plain, found = read(PLAIN), read(as_markup())

    assert (found.title, found.section, found.posted) == (plain.title, plain.section, plain.posted)
    assert found.source_link == "https://courier.example/storm"
    assert [post.title for post in found.posts] == [post.title for post in plain.posts]
    assert [one.title for one in found.related] == [one.title for one in plain.related]
    assert [p.credit for p in found.pictures] == [p.credit for p in plain.pictures]


def test_plain_text_without_a_frame_is_a_text_with_a_headline() -> None:
    found = read("A headline by itself\n\nAnd a paragraph that follows it, with a full stop.")

    assert (found.kind, found.title) == ("text", "A headline by itself")
    assert found.text == "And a paragraph that follows it, with a full stop."
    assert found.related == ()
