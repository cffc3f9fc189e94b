"""What we read from an uploaded picture, and what we refuse."""

import struct
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from data_makers.picture_files import (
    digest_of,
    exif,
    iim,
    lang_alt,
    png_of_size,
    saved,
    striped,
    with_iim,
    xmp,
    zip_bomb,
)
from dateline.blog.core.picture_text import Words
from dateline.blog.core.picture_write import jpeg_with_words
from dateline.blog.core.pictures import BadPicture, Limits, read_picture
from dateline.claims.core.clean import clean_line

TOLD = xmp(
    lang_alt("dc:description", "A palace by the water")
    + "<dc:creator><rdf:Seq><rdf:li>Jane Doe</rdf:li></rdf:Seq></dc:creator>"
    + lang_alt("Iptc4xmpCore:AltTextAccessibility", "A long white building"),
    'photoshop:Credit="Agency" photoshop:DateCreated="2025-06-01T14:05:09+03:00"',
)
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF", "GIF"]


@pytest.mark.parametrize("format", FORMATS)
def test_every_common_format_is_read(format: str) -> None:
    picture = read_picture(saved(striped(), format))

    assert (picture.format, picture.width, picture.height) == (format.lower(), 60, 40)


def test_caption_credit_and_alt_text_are_read_from_xmp() -> None:
    picture = read_picture(saved(striped(), xmp=TOLD))

    assert picture.caption == "A palace by the water"
    assert picture.credit == "Jane Doe/Agency"
    assert picture.alt == "A long white building"
    assert picture.taken == datetime(2025, 6, 1, 11, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize("format", ["WEBP", "AVIF"])
def test_xmp_is_read_from_newer_formats_too(format: str) -> None:
    assert read_picture(saved(striped(), format, xmp=TOLD)).credit == "Jane Doe/Agency"


def test_caption_and_credit_are_read_from_iim() -> None:
    block = iim(
        {
            (1, 90): b"\x1b%G",
            (2, 55): b"20250601",
            (2, 60): b"140509+0300",
            (2, 80): "Ayşe Yılmaz".encode(),
            (2, 110): b"Agency",
            (2, 120): "Çırağan Sarayı".encode(),
        }
    )
    picture = read_picture(with_iim(saved(striped()), block))

    assert picture.caption == "Çırağan Sarayı"
    assert picture.credit == "Ayşe Yılmaz/Agency"
    assert picture.taken == datetime(2025, 6, 1, 11, 5, 9, tzinfo=UTC)


def test_iim_without_a_mark_is_read_as_utf8_if_it_is_and_else_as_latin() -> None:
    latin = with_iim(saved(striped()), iim({(2, 120): "Müller “quoted”".encode("cp1252")}))
    utf8 = with_iim(saved(striped()), iim({(2, 120): "Київ".encode()}))

    assert read_picture(latin).caption == "Müller “quoted”"
    assert read_picture(utf8).caption == "Київ"


def test_xmp_speaks_before_iim_unless_the_iim_was_changed_later() -> None:
    block = iim({(2, 120): b"From IIM"})
    jpeg = saved(striped(), xmp=TOLD)

    assert read_picture(with_iim(jpeg, block, digest_of(block))).caption == "A palace by the water"
    assert read_picture(with_iim(jpeg, block, digest_of(b"older"))).caption == "From IIM"


def test_exif_is_the_last_resort() -> None:
    told = exif(description="From EXIF", artist="Ayşe Yılmaz".encode())
    picture = read_picture(saved(striped(), exif=told))

    assert (picture.caption, picture.credit) == ("From EXIF", "Ayşe Yılmaz")
    assert picture.taken == datetime(2025, 6, 1, 11, 5, 9, tzinfo=UTC)
    assert read_picture(saved(striped(), exif=told, xmp=TOLD)).caption == "A palace by the water"


def test_what_a_camera_writes_about_itself_is_no_caption() -> None:
    told = exif(description="OLYMPUS DIGITAL CAMERA")

    assert read_picture(saved(striped(), exif=told)).caption == ""


def test_who_owns_it_stands_for_the_credit_where_nothing_else_does() -> None:
    assert read_picture(with_iim(saved(striped()), iim({(2, 116): b"Agency 2025"}))).credit == "Agency 2025"


def test_the_agency_is_not_named_twice() -> None:
    block = iim({(2, 80): b"Jane Doe", (2, 110): b"Jane Doe/Agency"})

    assert read_picture(with_iim(saved(striped()), block)).credit == "Jane Doe/Agency"


def test_a_picture_held_sideways_is_measured_upright() -> None:
    picture = read_picture(saved(striped(60, 40), exif=exif(orientation=6)))

    assert (picture.width, picture.height, picture.orientation) == (40, 60, 6)


def test_script_in_a_caption_stays_text_and_control_characters_go() -> None:
    block = iim({(2, 120): b"<script>alert(1)</script>\x00\x07 \xe2\x80\xaeevil"})

    assert read_picture(with_iim(saved(striped()), block)).caption == "<script>alert(1)</script> evil"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (zip_bomb(), "ZIP"),
        (b"<!doctype html><script>alert(1)</script>", "web page"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "SVG"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (saved(striped(), "TIFF"), "TIFF"),
        (saved(striped(), "BMP"), "BMP"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "HEIC"),
        (saved(striped(), "ICO"), "JPEG, PNG, WebP, AVIF or GIF"),
        (b"GIF89a", "JPEG, PNG, WebP, AVIF or GIF"),
        (b"\xff\xd8\xff\xe0", "JPEG, PNG, WebP, AVIF or GIF"),
        (b"", "empty"),
    ],
    ids=["zip", "html", "svg", "pdf", "tiff", "bmp", "heic", "ico", "gif head", "jpeg head", "empty"],
)
def test_a_disguised_file_is_refused_with_a_reason(content: bytes, word: str) -> None:
    with pytest.raises(BadPicture, match=word):
        read_picture(content)


def test_a_decompression_bomb_is_refused_before_it_is_opened() -> None:
    started = time.process_time()

    with pytest.raises(BadPicture, match="at most 80 million"):
        read_picture(png_of_size(60_000, 60_000))
    with pytest.raises(BadPicture, match="at most 40 million"):
        read_picture(png_of_size(6_500, 6_500))
    assert time.process_time() - started < 1


def test_a_webp_that_promises_a_huge_canvas_is_refused() -> None:
    small = saved(striped(mode="RGBA"), "WEBP", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00")
    canvas = struct.pack("<I", 16_000)[:3] * 2

    with pytest.raises(BadPicture):
        read_picture(small[:24] + canvas + small[30:])


def test_only_the_first_frame_of_an_animation_counts() -> None:
    frames = [Image.new("P", (50, 50), colour) for colour in range(200)]

    assert read_picture(saved(frames[0], "GIF", save_all=True, append_images=frames[1:])).format == "gif"


def test_a_jpeg_of_thousands_of_scans_is_refused() -> None:
    scans = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * 2_000
    jpeg = saved(striped(), progressive=True)

    with pytest.raises(BadPicture, match="slow to open"):
        read_picture(jpeg[:-2] + scans + jpeg[-2:])


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(BadPicture, match="larger than 1 MB"):
        read_picture(bytes(2_000_000), Limits(bytes=1024**2))


def test_a_thin_strip_is_refused() -> None:
    with pytest.raises(BadPicture, match="strip"):
        read_picture(saved(Image.new("L", (3_000, 10)), "PNG"))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_half_a_file_is_refused(format: str) -> None:
    whole = saved(Image.effect_noise((300, 200), 80).convert("RGB"), format)

    with pytest.raises(BadPicture):
        read_picture(whole[: len(whole) // 2])


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "packet",
    [
        b'<!DOCTYPE x [<!ENTITY e0 "ha">' + ENTITIES.encode() + b"]><x>&e11;</x>",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + xmp("<dc:source>&e;</dc:source>"),
        b'<!DOCTYPE x [<!ENTITY e "ha">]>' + xmp(lang_alt("dc:description", "&e;")).split(b"?>", 1)[1],
        b"<a>" * 300_000,
        b"<a>" * 100_000 + b"</a>" * 100_000,
        b"not xml",
        b'<?xml version="1.0" encoding="no-such"?><x/>',
    ],
    ids=["entities", "file", "entity", "unclosed", "deep", "no xml", "encoding"],
)
def test_hostile_xmp_is_ignored_and_the_picture_is_taken(packet: bytes) -> None:
    png = saved(striped(), "WEBP", xmp=packet)

    assert read_picture(png).caption == ""


BROKEN_SEEDS = [
    saved(striped(), "JPEG", exif=exif(description="x"), xmp=TOLD),
    with_iim(saved(striped()), iim({(2, 120): b"caption", (2, 80): b"maker"})),
    *(saved(striped(), format) for format in ("PNG", "WEBP", "AVIF", "GIF")),
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(BROKEN_SEEDS),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=8),
    st.floats(0.05, 1),
)
def test_a_damaged_file_is_read_or_refused_but_never_crashes(
    seed: bytes, changes: list[tuple[float, int]], kept: float
) -> None:
    damaged = bytearray(seed)
    for place, value in changes:
        damaged[int(place * len(damaged))] = value
    with suppress(BadPicture):
        picture = read_picture(bytes(damaged[: int(kept * len(damaged))]))
        assert picture.width * picture.height <= Limits().pixels


@given(st.binary(max_size=300))
def test_any_iim_block_is_survived(block: bytes) -> None:
    assert read_picture(with_iim(saved(striped(3, 2)), block)).format == "jpeg"


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_words_written_into_a_picture_are_read_back(caption: str, agency: str, alt: str) -> None:
    words = Words(caption=clean_line(caption), agency=clean_line(agency), alt=clean_line(alt))
    picture = read_picture(jpeg_with_words(striped(), words))

    assert (picture.caption, picture.credit, picture.alt) == (words.caption, words.agency, words.alt)
