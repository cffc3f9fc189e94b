"""Where the files of a picture lie, and the block that shows it."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from dateline.blog.core import blocks
from dateline.blog.core.blocks import Block
from dateline.blog.core.picture_render import renditions
from dateline.blog.core.picture_shapes import SHAPES
from dateline.blog.core.refused import Refused
from dateline.blog.models import Picture

# Pictures belong to no one blog, so they have a log of their own; readers never see it.
STREAM = "pictures"


def rendition_file(sha256: str, width: int, *, format: str) -> Path:
    """Where a rendition lies, whether or not it is there."""
    return _folder(sha256) / f"{width}.{format}"


def original_file(picture: Picture) -> Path:
    """Where the original lies: for the newsroom only, since it keeps everything that its maker's camera told."""
    return _folder(picture.sha256) / f"original.{picture.format}"


def original_is_whole(picture: Picture) -> bool:
    """Whether the original's bytes are the ones that were uploaded."""
    try:
        with original_file(picture).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == picture.sha256
    except OSError:
        return False


def files_are_whole(sha256: str) -> bool:
    """Whether every rendition is there."""
    return all(rendition_file(sha256, width, format=format).is_file() for width, format in SHAPES)


def keep_files(sha256: str, content: bytes, *, format: str) -> None:
    """Writes the original and its renditions, each file whole or not at all. Raises ``BadPicture``."""
    folder = _folder(sha256)
    folder.mkdir(parents=True, exist_ok=True)
    for rendition in renditions(content):
        _write_whole(folder / f"{rendition.width}.{rendition.format}", rendition.content)
    _write_whole(folder / f"original.{format}", content)


def described(picture: Picture) -> dict[str, object]:
    """What the log's hash covers of a picture's row."""
    return {
        "sha256": picture.sha256,
        "focal": [picture.focal_x, picture.focal_y],
        "caption": picture.caption,
        "credit": picture.credit,
        "alt": picture.alt,
    }


def block_of(picture: Picture) -> blocks.Picture:
    """The block that shows the picture as its row describes it."""
    return blocks.Picture(
        picture=picture.sha256,
        width=picture.width,
        height=picture.height,
        focal=(picture.focal_x, picture.focal_y),
        caption=picture.caption,
        credit=picture.credit,
        alt=picture.alt,
    )


def with_true_sizes(found: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks, each picture of ours with the size that its row has, whatever was sent along with it.

    Raises ``Refused`` for a picture that is not here.
    """
    found = tuple(found)
    keys = {picture.picture for picture in blocks.pictures_of(found) if picture.picture}
    if not keys:
        return found
    rows = Picture.objects.filter(sha256__in=keys).values_list("sha256", "width", "height")
    sizes = {sha256: (width, height) for sha256, width, height in rows}
    if len(sizes) < len(keys):
        raise Refused("One of the pictures is not here; upload it again.")
    return tuple(_sized(block, sizes) for block in found)


def _sized(block: Block, sizes: dict[str, tuple[int, int]]) -> Block:
    match block:
        case blocks.Picture():
            width, height = sizes.get(block.picture, (block.width, block.height))
            return replace(block, width=width, height=height)
        case blocks.Gallery():
            sized = [_sized(picture, sizes) for picture in block.pictures]
            return blocks.Gallery(pictures=tuple(p for p in sized if isinstance(p, blocks.Picture)))
    return block


def _folder(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def _write_whole(path: Path, content: bytes) -> None:
    """Readers see the whole file or none, also if we are killed meanwhile."""
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
