"""What the public history shows of a change: exactly what went and what came, in words people would count."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.blog.core import compare as comparing
from dateline.blog.core.blocks import parse_blocks
from dateline.blog.core.compare import (
    changes,
    compare,
    sections_after,
    sections_before,
    text_after,
    text_before,
    words,
    words_changed,
)
from dateline.blog.core.content import BlogView, Byline, Correction, PostView
from dateline.blog.core.versions import sections_of

AT = datetime(2025, 6, 2, 11, 5, tzinfo=UTC)
VOCABULARY = [
    "the",
    "town",
    "5,107",
    "km²",
    "hasn't",
    "مدينة",
    "ГОРОД",
    "北京",
    "กรุงเทพ",
    "हिन्दी",
    ".",
    ",",
    "\n",
    " ",
    "  ",
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(VOCABULARY), max_size=60).map("".join))


def shown(old: str, new: str) -> str:
    """The change as one would write it by hand."""
    marks = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in words_changed(old, new))


@given(TEXTS, TEXTS)
def test_the_older_and_the_newer_text_can_be_read_from_the_change(old, new):
    pieces = words_changed(old, new)

    assert text_before(pieces) == old
    assert text_after(pieces) == new
    assert all(piece.text for piece in pieces)
    assert all(a.kind != b.kind for a, b in pairwise(pieces))


@given(TEXTS, TEXTS, st.integers(0, 60))
def test_so_it_is_where_a_text_is_too_long_to_compare_by_words(old, new, most):
    with patch.object(comparing, "MOST_PAIRS", most):
        pieces = words_changed(old, new)

    assert text_before(pieces) == old
    assert text_after(pieces) == new


@given(st.text())
def test_words_joined_are_the_text(text):
    assert "".join(words(text)) == text


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("The town fell.", "The village fell.", "The [-town-]{+village+} fell."),
        ("It lost 507 km² in May.", "It lost 5,107 km² in May.", "It lost [-507-]{+5,107+} km² in May."),
        ("It is £5.2bn", "It is £5.3bn", "It is £[-5.2bn-]{+5.3bn+}"),
        ("He said so", "He said so.", "He said so{+.+}"),
        ("a big red dog ran", "a small white dog ran", "a [-big red-]{+small white+} dog ran"),
        ("One line\nTwo lines", "One line Two lines", "One line[-\n-]{+ +}Two lines"),
        ("the end of the day", "the very end of the day", "the {+very +}end of the day"),
        ("北京下雨了", "北京下雪了", "北京下[-雨-]{+雪+}了"),
        ("سقطت المدينة أمس", "سقطت القرية أمس", "سقطت [-المدينة-]{+القرية+} أمس"),
        ("كَتَبَ الوَلَد", "كُتِبَ الوَلَد", "[-كَتَبَ-]{+كُتِبَ+} الوَلَد"),
        ("मैं हिन्दी बोलता हूँ", "मैं उर्दू बोलता हूँ", "मैं [-हिन्दी-]{+उर्दू+} बोलता हूँ"),
        ("It hasn't ended", "It has ended", "It [-hasn't-]{+has+} ended"),
        ("", "All new", "{+All new+}"),
        ("Same", "Same", "Same"),
    ],
)
def test_a_change_is_shown_by_whole_words_and_figures(old, new, change):
    assert shown(old, new) == change


def test_a_letter_keeps_its_marks_and_a_joined_emoji_stays_whole():
    assert words("e\u0301te\u0301 👩\u200d🚒!") == ["e\u0301te\u0301", " ", "👩\u200d🚒", "!"]


def prose(count: int, *, change_every: int = 0) -> str:
    vocabulary = ["the", "of", "town", "river", "and", "said", "a", "soldiers", "line", "mayor", "on", "bridge"]
    chosen = Random(7).choices(vocabulary, k=count)
    for n in range(0, count, change_every or count + 1):
        chosen[n] = f"other{n}" if change_every else chosen[n]
    return " ".join(word + (".\n" if n % 60 == 59 else "." if n % 15 == 14 else "") for n, word in enumerate(chosen))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (prose(36_000), prose(36_000, change_every=900)),
        (prose(36_000), prose(36_000, change_every=20)),
        (prose(36_000), prose(36_000)[::-1]),
        ("the " * 50_000, "the of " * 28_000),
        ("a\n" * 100_000, "a\nb\n" * 50_000),
        ("北" * 100_000 + "京", "京" + "北" * 199_000),
        (prose(36_000).replace(".", "").replace("\n", ""), prose(36_000, change_every=900).replace("\n", "")),
        ("x" * 200_000, "y" * 200_000),
        (" ".join(f"a x{n}" for n in range(20_000)), " ".join(f"a y{n}" for n in range(20_000))),
        (" ".join(f"a x{n}" for n in range(370)), " ".join(f"a y{n}" for n in range(370))),
        (" ".join(f"a x{n}." for n in range(9_000)), " ".join(f"a y{n}." for n in range(9_000))),
        (" ".join(f"a x{n // 2}." for n in range(9_000)), " ".join(f"b. a x{n // 3}." for n in range(9_000))),
        ("e" + "\u0301" * 199_000, "\u0301\u200d" * 99_000),
    ],
)
def test_a_very_long_text_is_compared_in_about_a_second(old, new):
    began = time.process_time()

    pieces = words_changed(old, new)

    assert time.process_time() - began < 5  # about one second on a quiet machine; this guards against blowing up
    assert text_before(pieces) == old
    assert text_after(pieces) == new


def test_a_few_changes_in_a_very_long_text_are_shown_by_words():
    old = prose(36_000)
    new = old.replace("mayor", "governor", 1)[::-1].replace("egdirb", "reviR", 1)[::-1]

    assert sum(len(p.text) for p in words_changed(old, new) if p.kind != "same") < 200


def test_a_change_is_not_larger_than_it_need_be():
    old = prose(2_000).split(" ")
    new = [f"changed{n}" if n % 20 == 7 else word for n, word in enumerate(old)]

    pieces = words_changed(" ".join(old), " ".join(new))
    assert sum(len(words(p.text)) for p in pieces if p.kind == "new") <= 2 * 100


def a_post(**changed: object) -> PostView:
    return replace(PostView(uid="p", published=AT, order=AT, title="Title"), **changed)


def blocks(*raw: dict) -> tuple:
    return parse_blocks(list(raw))


PARAGRAPH = {"type": "text", "html": "<p>One paragraph.</p>"}
QUOTE = {"type": "quote", "text": "We hold.", "speaker": "The mayor"}
PICTURE = {"type": "picture", "url": "https://a.example/p.jpg", "caption": "A bridge", "credit": "Rui", "alt": "Bridge"}


def told(old: PostView | BlogView, new: PostView | BlogView) -> list[tuple[str, str]]:
    return [(change.about, change.kind) for change in changes(old, new)]


def test_a_block_put_between_two_others_leaves_them_as_they_are():
    old, new = a_post(blocks=blocks(PARAGRAPH, QUOTE)), a_post(blocks=blocks(PARAGRAPH, PICTURE, QUOTE))

    assert told(old, new) == [("picture", "new")]
    assert told(new, old) == [("picture", "old")]


def test_a_changed_caption_is_shown_in_its_picture_alone():
    new = {**PICTURE, "caption": "A bridge at dawn"}

    (change,) = changes(a_post(blocks=blocks(PARAGRAPH, PICTURE)), a_post(blocks=blocks(PARAGRAPH, new)))
    assert [part.name for part in change.parts if part.changed] == ["caption"]


def test_a_link_that_leads_elsewhere_is_shown_though_its_words_stay():
    old, new = (
        {"type": "text", "html": f'<p><a href="https://{site}/">here</a></p>'} for site in ("a.example", "b.example")
    )

    (change,) = changes(a_post(blocks=blocks(old)), a_post(blocks=blocks(new)))
    assert [part.name for part in change.parts if part.changed] == ["link"]


def test_a_change_of_markup_alone_is_not_hidden():
    new = {"type": "text", "html": "<p>One <em>paragraph</em>.</p>"}

    (change,) = changes(a_post(blocks=blocks(PARAGRAPH)), a_post(blocks=blocks(new)))
    assert change.dressed


def test_marks_tags_times_bylines_and_corrections_are_compared():
    new = a_post(
        key=True,
        tags=("Kyiv",),
        bylines=(Byline(name="Ada"),),
        order=AT.replace(hour=9),
        published=AT.replace(hour=9),
        corrections=(Correction(at=AT, note="It was not so."),),
    )

    assert told(a_post(), new) == [
        ("byline", "new"),
        ("tags", "new"),
        ("key", "new"),
        ("published", "changed"),
        ("correction", "new"),
    ]


def test_a_head_is_compared_too():
    old = BlogView(slug="s", headline="A storm comes")

    assert told(old, replace(old, headline="A storm came", state="live")) == [
        ("headline", "changed"),
        ("state", "changed"),
    ]


RAW_BLOCKS = st.lists(
    st.one_of(
        st.builds(lambda t: {"type": "text", "html": f"<p>{t}</p>"}, TEXTS),
        st.builds(lambda t, s: {"type": "quote", "text": t, "speaker": s}, TEXTS, TEXTS),
        st.builds(lambda t, c: {**PICTURE, "caption": t, "credit": c}, TEXTS, TEXTS),
        st.builds(lambda t: {"type": "gallery", "pictures": [{**PICTURE, "alt": t}, PICTURE]}, TEXTS),
        st.builds(lambda v: {"type": "exhibit", "rows": [{"label": "May", "value": v}]}, st.integers(-9, 9)),
    ),
    max_size=6,
)
POSTS = st.builds(
    lambda title, raw, tags, key: a_post(title=title, blocks=parse_blocks(raw), tags=tuple(tags), key=key),
    TEXTS,
    RAW_BLOCKS,
    st.lists(st.sampled_from(["Kyiv", "Fire", "Flood"]), unique=True),
    st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(POSTS, POSTS)
def test_both_versions_of_a_post_can_be_read_from_the_comparison(old, new):
    found = compare(old, new)

    assert sections_before(found) == [(s.about, dict(s.fields)) for s in sections_of(old)]
    assert sections_after(found) == [(s.about, dict(s.fields)) for s in sections_of(new)]
    if old != new and sections_of(old) != sections_of(new):
        assert changes(old, new)
