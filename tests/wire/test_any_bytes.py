"""Whatever bytes come, each reader gives a value that can be kept: what `make fuzz` looks for at length, in short."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz_entries import ENTRIES, seeds

TRICKS = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"&#xd800;",
        b"&#0;",
        b"\\ud800",
        b"\\u0000",
        b"=?utf-7?q?+2AA-?=",
        b"1e999",
    ),
    *(b"<![CDATA[", b"<!--", b"<!DOCTYPE x [", b"]]>", b"%00", b"9" * 400, b"-1", b"null", b"[[[[", b"\r\n\r\n"),
    *(
        b"0000-00-00",
        b"9999-12-31T23:59:59-23:59",
        b"0001-01-01T00:00:00+14:00",
        b"http://[",
        b"//\x00",
        b"charset=zlib",
    ),
)
PLACES = st.floats(min_value=0, max_value=1)
CHANGES = st.lists(st.tuples(PLACES, st.sampled_from(TRICKS) | st.binary(max_size=6), st.integers(0, 40)), max_size=6)


def changed(content: bytes, changes: list[tuple[float, bytes, int]]) -> bytes:
    """The bytes with pieces put in place of others."""
    for share, piece, over in changes:
        place = int(share * len(content))
        content = content[:place] + piece + content[place + over :]
    return content


@pytest.mark.parametrize("name", ENTRIES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(picked=st.integers(0, 99), changes=CHANGES, end=st.floats(min_value=0.2, max_value=1))
def test_no_bytes_break_a_reader(name: str, picked: int, changes: list[tuple[float, bytes, int]], end: float) -> None:
    made = seeds(name)
    content = changed(made[picked % len(made)], changes)

    ENTRIES[name](content[: int(len(content) * end)])
