"""The event stream format: the cases of the Web Platform Tests' eventsource/ folder, for encoder and parser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.events.core import gzipped, sse
from dateline.events.core.sse import Message, Parser, parse

M = "message"
# Named after the WPT files whose behaviour they hold: what is sent, then (event, data, id) of what a page hears.
CASES = {
    "format-bom": ("\ufeffdata:1\n\n\ufeffdata:2\n\ndata:3\n\n", [(M, "1", ""), (M, "3", "")]),
    "format-bom-2": ("\ufeff\ufeffdata:1\n\ndata:2\n\ndata:3\n\n", [(M, "2", ""), (M, "3", "")]),
    "format-comments": (
        "data:1\r:\0\n:\r\ndata:2\n:" + "x" * 2049 + "\rdata:3\n:data:fail\r:" + "x" * 2049 + "\ndata:4\n\n",
        [(M, "1\n2\n3\n4", "")],
    ),
    "format-data-before-final-empty-line": ("retry:1000\ndata:test1\n\nid:test\ndata:test2", [(M, "test1", "")]),
    "format-field-data": ("data:\n\ndata\ndata\n\ndata:test\n\n", [(M, "", ""), (M, "\n", ""), (M, "test", "")]),
    "format-field-event": ("event:test\ndata:x\n\ndata:x\n\n", [("test", "x", ""), (M, "x", "")]),
    "format-field-event-empty": ("event: \ndata:data\n\n", [(M, "data", "")]),
    "format-field-id": ("id: 1\ndata: a\n\ndata: b\n\n", [(M, "a", "1"), (M, "b", "1")]),
    "format-field-id-empty": ("id: 1\ndata: a\n\nid\ndata: b\n\n", [(M, "a", "1"), (M, "b", "")]),
    "format-field-id-null": ("id: 1\ndata: a\n\nid: 2\0x\ndata: b\n\n", [(M, "a", "1"), (M, "b", "1")]),
    "format-field-id-alone": ("id: 7\n\ndata: a\n\n", [(M, "a", "7")]),
    "format-field-parsing": (
        "data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n",
        [(M, "\0\n 2\n1\n3\n\n4", "")],
    ),
    "format-field-unknown": (
        "data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\ndata:test\n\n",
        [(M, "test\n\ntest", "")],
    ),
    "format-leading-space": ("data:\ttest\rdata: \ndata:test\n\n", [(M, "\ttest\n\ntest", "")]),
    "format-newlines": ("data:test\r\ndata\ndata:test\r\n\r", [(M, "test\n\ntest", "")]),
    "format-null-character": ("data:\0\n\n\n\n", [(M, "\0", "")]),
    "format-utf-8": ("data:ok…\n\n", [(M, "ok…", "")]),
}


@pytest.mark.parametrize(("sent", "heard"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("size", [1, 2, 7, 100_000])
def test_the_parser_hears_what_a_browser_hears(sent, heard, size):
    raw = sent.encode()

    messages = list(parse(raw[at : at + size] for at in range(0, len(raw), size)))

    assert [(message.event, message.data, message.id) for message in messages] == heard


@pytest.mark.parametrize(
    ("sent", "ms"),
    [("retry:3000\n\n", 3000), ("retry:3000\nretry:1000x\n\n", 3000), ("retry\n\n", None), ("retry: -1\n\n", None)],
)
def test_only_digits_set_the_time_to_come_back(sent, ms):
    parser = Parser()
    parser.feed(sent.encode())

    assert parser.retry_ms == ms


def test_an_id_without_data_fires_nothing_but_counts():
    parser = Parser()

    assert parser.feed(sse.block(id="ab12-9")) == []
    assert parser.last_id == "ab12-9"


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_characters="\r\n\0", codec="utf-8")).map(str.lstrip),
            st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), min_size=1).map(lambda t: "e" + t),
            st.text(st.characters(codec="utf-8")),
        )
    ),
    st.integers(1, 50),
)
def test_what_is_encoded_is_heard(blocks, size):
    raw = b"".join(sse.block(id=id_, event=event, data=data) for id_, event, data in blocks)

    heard = list(parse(raw[at : at + size] for at in range(0, len(raw), size)))

    expected = [(e, d.replace("\r\n", "\n").replace("\r", "\n"), i) for i, e, d in blocks]
    assert [(m.event, m.data, m.id) for m in heard] == expected


@pytest.mark.parametrize("field", ["id", "event"])
@pytest.mark.parametrize("bad", ["a\nb", "a\rdata: evil"])
def test_a_line_end_cannot_be_smuggled_into_a_field(field, bad):
    with pytest.raises(ValueError, match="line end"):
        sse.block(**{field: bad})


def test_a_lone_surrogate_does_not_stop_the_stream():
    assert list(parse([sse.block(data="a\ud800b")])) == [Message(event="message", data="a?b", id="")]


@given(st.lists(st.binary(max_size=400), max_size=8), st.integers(0, 7))
def test_deflated_blocks_follow_each_other_from_any_of_them(blocks, start):
    import zlib

    shared = [gzipped.deflate(block) for block in blocks]

    unzip = zlib.decompressobj(wbits=31)
    seen = unzip.decompress(gzipped.HEADER) + b"".join(unzip.decompress(block) for block in shared[start:])
    assert seen == b"".join(blocks[start:])
    assert not unzip.eof
