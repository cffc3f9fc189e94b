"""What the files that readers get look like, and that nothing but pixels is in them."""

import struct
from collections.abc import Iterator
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from data_makers.picture_files import exif, gossiping_jpeg, png_of_size, saved, striped
from dateline.blog.core.blocks import Picture
from dateline.blog.core.picture_render import render, renditions
from dateline.blog.core.picture_shapes import SHAPES, WIDTHS, candidates, crop_box, shown_size
from dateline.blog.core.pictures import BadPicture

SENTINELS = (b"SENTINEL", b"Exif", b"GPS", b"http://", b"xpacket", b"8BIM", b"Photoshop", b"1999:12:31", b"ICC")
SIZES = st.tuples(st.integers(1, 9000), st.integers(1, 9000)).filter(lambda s: max(s) <= 20 * min(s))


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def colour(content: bytes, x: float, y: float) -> str:
    """Which of red, green, blue or white stands there."""
    image = opened(content).convert("RGB")
    pixel = image.getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(pixel, tuple)
    if min(pixel) > 200:
        return "white"
    return ("red", "green", "blue")[max(range(3), key=lambda band: pixel[band])]


@pytest.mark.parametrize("orientation", [1, 6])
def test_nothing_but_pixels_survives_in_any_rendition(orientation: int) -> None:
    original = gossiping_jpeg(orientation)
    assert all(word in original for word in (b"MAKE-SENTINEL", b"TRAILER-SENTINEL", b"1999:12:31", b"ICC"))

    for rendition in renditions(original):
        left = [word for word in SENTINELS if word in rendition.content]
        image = opened(rendition.content)

        assert not left, f"{rendition.width}.{rendition.format} still tells {left}"
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(image.info)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_files_hold_only_the_parts_that_carry_pixels(mode: str) -> None:
    picture = striped(mode=mode)
    if mode == "RGBA":
        picture.putalpha(120)
    held = {f: set(PARTS[f](render(saved(picture, "PNG"), width=360, format=f))) for f in PARTS}

    assert held["webp"] <= {b"VP8X", b"VP8 ", b"VP8L", b"ALPH"}
    assert held["jpg"] <= {0xD8, 0xE0, 0xDB, 0xC2, 0xC4, 0xDA}
    assert b"Exif" not in held["avif"]
    assert b"mime" not in held["avif"]
    assert b"prof" not in held["avif"]


def webp_chunks(content: bytes) -> Iterator[bytes]:
    at = 12
    while at < len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        yield name
        at += 8 + size + size % 2


def jpeg_markers(content: bytes) -> Iterator[int]:
    yield content[1]
    at = 2
    while content[at + 1] != 0xDA:
        yield content[at + 1]
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")


def avif_words(content: bytes) -> Iterator[bytes]:
    head = content[: content.index(b"mdat")]
    yield from (head[at : at + 4] for at in range(len(head) - 3))


PARTS = {"webp": webp_chunks, "jpg": jpeg_markers, "avif": avif_words}


@pytest.mark.parametrize("held", range(1, 9))
def test_a_picture_is_upright_however_the_camera_was_held(held: int) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = striped(600, 400)
    upright.paste("white", (0, 300, 600, 400))
    stored = upright.transpose(undo[held]) if held in undo else upright
    shown = render(saved(stored, exif=exif(orientation=held)), width=360, format="webp")

    assert opened(shown).size == (360, 240)
    assert [colour(shown, x, 0.3) for x in (0.1, 0.5, 0.9)] == ["red", "green", "blue"]
    assert colour(shown, 0.5, 0.9) == "white"


def test_a_small_picture_is_never_blown_up() -> None:
    made = {(r.width, r.format): opened(r.content).size for r in renditions(saved(striped(900, 600)))}

    assert set(made) == set(SHAPES)
    assert made[360, "avif"] == (360, 240)
    assert made[1200, "webp"] == made[1800, "avif"] == made[1200, "jpg"] == (900, 600)


def test_the_same_picture_gives_the_same_bytes() -> None:
    original = saved(Image.effect_noise((700, 500), 60).convert("RGB"))

    assert list(renditions(original)) == list(renditions(original))


def test_transparency_is_kept_and_a_jpeg_stands_on_white() -> None:
    picture = striped(mode="RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 20, 40))
    png = saved(picture, "PNG")

    for format in ("webp", "avif"):
        shown = opened(render(png, width=360, format=format))
        assert shown.mode == "RGBA"
        assert shown.getpixel((5, 5))[3] < 10
        assert shown.getpixel((50, 5))[3] > 245
    assert colour(render(png, width=360, format="jpg"), 0.1, 0.5) == "white"


def test_alpha_that_hides_nothing_is_dropped() -> None:
    assert opened(render(saved(striped(mode="RGBA"), "PNG"), width=360, format="webp")).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "I;16", "CMYK"])
def test_every_way_to_store_colours_is_shown(mode: str) -> None:
    picture = Image.new("I;16", (60, 40), 40_000) if mode == "I;16" else striped(mode=mode)
    shown = opened(render(saved(picture, "JPEG" if mode == "CMYK" else "PNG"), width=360, format="webp"))

    assert shown.size == (60, 40)
    if mode == "I;16":
        assert abs(shown.convert("L").getpixel((30, 20)) - 40_000 // 256) < 4


def test_colours_of_another_space_are_shown_as_they_were_meant() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    swapped = saved(striped(), icc_profile=_swapped_srgb())

    assert colour(render(swapped, width=360, format="webp"), 0.1, 0.5) == "blue"
    assert colour(render(saved(striped(), icc_profile=lab.tobytes()), width=360, format="webp"), 0.1, 0.5) == "red"
    assert colour(render(saved(striped(), icc_profile=b"no"), width=360, format="webp"), 0.1, 0.5) == "red"


def _swapped_srgb() -> bytes:
    """sRGB with the primaries of red and blue exchanged."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(b"?XYZ", b"bXYZ")


def test_a_crop_keeps_the_focal_point() -> None:
    wide = saved(striped(900, 300))

    assert colour(render(wide, width=360, format="jpg", ratio=1.0, focal=(0.05, 0.5)), 0.5, 0.5) == "red"
    assert colour(render(wide, width=360, format="jpg", ratio=1.0, focal=(0.95, 0.5)), 0.5, 0.5) == "blue"


@given(SIZES, st.floats(0.2, 5), st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_a_crop_box_lies_within_the_picture_and_holds_the_point(
    size: tuple[int, int], ratio: float, focal: tuple[float, float]
) -> None:
    left, top, right, bottom = crop_box(size, ratio, focal=focal)

    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    assert left - 1 <= focal[0] * size[0] <= right + 1
    assert top - 1 <= focal[1] * size[1] <= bottom + 1


@given(SIZES, st.sampled_from(WIDTHS))
def test_a_rendition_keeps_the_proportions_and_stays_small(size: tuple[int, int], wanted: int) -> None:
    width, height = shown_size(*size, wanted=wanted)

    assert width <= min(size[0], wanted)
    assert height <= size[1]
    assert width * height <= 5_010_000
    assert abs(width * size[1] - height * size[0]) <= max(size)


def test_a_browser_is_offered_each_width_once_by_its_true_size() -> None:
    picture = Picture(picture="a" * 64, width=1000, height=500)

    assert [(c.width, c.address[-9:]) for c in candidates(picture, "avif")] == [
        (360, "/360.avif"),
        (720, "/720.avif"),
        (1000, "1200.avif"),
    ]


def test_a_picture_whose_size_is_not_known_is_offered_in_every_width() -> None:
    assert [c.width for c in candidates(Picture(picture="a" * 64), "webp")] == list(WIDTHS)


def test_a_bomb_is_refused_here_too() -> None:
    with pytest.raises(BadPicture):
        list(renditions(png_of_size(60_000, 60_000)))


def test_files_made_together_are_those_made_one_by_one() -> None:
    """Pillow keeps the options of a save on the picture: two saves of one picture at a time mix theirs."""
    original = saved(Image.effect_noise((1810, 500), 60).convert("RGB"))

    for together in renditions(original):
        if together.width == 1800:
            assert together.content == render(original, width=1800, format=together.format)
