"""Blocks: what is kept of what was handed in, and that nothing in it can run."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.blog.core.blocks import BadBlock, blocks_to_json, parse_blocks, text_of_blocks
from dateline.claims.core.clean import clean_html, clean_line, clean_url, paragraphs, text_of

rough = st.text(max_size=60)
raw_blocks = st.lists(
    st.one_of(
        st.fixed_dictionaries({"type": st.just("text"), "html": rough}),
        st.fixed_dictionaries({"type": st.just("quote"), "text": rough, "speaker": rough, "url": rough}),
        st.fixed_dictionaries(
            {"type": st.just("picture"), "url": st.just("https://example.org/a.jpg"), "caption": rough}
        ),
        st.fixed_dictionaries({"type": st.just("factbox"), "title": rough, "html": rough}),
        st.fixed_dictionaries(
            {
                "type": st.just("exhibit"),
                "title": rough,
                "rows": st.lists(
                    st.fixed_dictionaries(
                        {"label": rough, "value": st.none() | st.floats(allow_nan=False, allow_infinity=False)}
                    ),
                    max_size=3,
                ),
            }
        ),
    ),
    max_size=5,
)


@given(raw=raw_blocks)
def test_blocks_come_back_from_json_as_they_went(raw):
    blocks = parse_blocks(raw)

    assert parse_blocks(json.loads(json.dumps(blocks_to_json(blocks)))) == blocks


@settings(max_examples=300)
@given(html=st.text(alphabet='<>/"= abcionsrptmlgv:;&#x&j\n', max_size=80))
def test_cleaning_twice_changes_nothing_more_and_nothing_runs(html):
    once = clean_html(html)

    assert clean_html(once) == once
    assert "<script" not in once.lower()
    assert " on" not in "".join(part.partition(">")[0] for part in once.split("<")[1:])


@pytest.mark.parametrize(
    "html",
    [
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' java\nscript:alert(1)'>x</a>",
        "<svg><script>alert(1)</script></svg>",
        "<p style='background:url(//evil)'>x</p>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
        "<template><script>alert(1)</script></template>",
    ],
)
def test_what_could_run_is_gone(html):
    cleaned = clean_html(html)

    assert not any(bad in cleaned.lower() for bad in ("script", "alert", "onerror", "style=", "iframe", "evil"))


def test_a_word_processors_tags_become_ours():
    pasted = "<div><b>Bold</b> and <i>slanted</i></div><h1>Head</h1><p>&nbsp;</p>"

    assert clean_html(pasted) == "<p><strong>Bold</strong> and <em>slanted</em></p><h2>Head</h2>"


def test_text_stays_readable_without_control_characters_or_surrogates():
    assert clean_line("a\x00b\ud800c\u202ed\n e") == "abcd e"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//evil.example", "ftp://x.example/", "http://a b/", "http://[", ""]
)
def test_only_whole_web_addresses_are_kept(url):
    assert clean_url(url) == ""


def test_plain_text_becomes_paragraphs_with_nothing_lost():
    assert text_of(paragraphs("One <b>\ntwo\n\nthree & four")) == "One <b> two\nthree & four"


def test_a_figure_reads_as_a_person_writes_it_and_an_unknown_one_is_left_out():
    rows = [{"label": "Gained", "value": 5107}, {"label": "Share", "value": 0.19}, {"label": "Held", "value": None}]
    blocks = parse_blocks([{"type": "exhibit", "title": "A year", "rows": rows, "unit": "km²"}])

    assert text_of_blocks(blocks) == "A year\nGained: 5,107 km²\nShare: 0.19 km²\nHeld"


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "text"},
        "text",
        [{"type": "nonsense"}],
        [3],
        [{"type": "picture", "picture": "../../etc/passwd"}],
        [{"type": "exhibit", "rows": [{"label": "a", "value": "many"}]}],
        [{"type": "exhibit", "rows": [{"label": "a", "value": "nan"}]}],
        [{"type": "exhibit", "rows": "x"}],
        [{"type": "text", "html": "<p>x</p>"}] * 201,
        [{"type": "text", "html": "<p>" + "x" * 200_001 + "</p>"}],
    ],
)
def test_what_is_no_block_is_refused_with_words(raw):
    with pytest.raises(BadBlock, match=r"[A-Za-z]{3}"):
        parse_blocks(raw)
