"""Takes the pictures sent with the composer's form into the newsroom and puts them into their blocks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from dateline.accounts.models import User
from dateline.blog.actions.pictures import PictureAbout, add_picture
from dateline.blog.core.refused import Refused
from dateline.blog.models import Picture
from dateline.newsroom.core.composed import Raw

MOST_BYTES = 50 * 1024 * 1024
MOST_FILES = 20


def with_uploads(
    blocks: Sequence[Raw], files: Mapping[str, Sequence["UploadedFile[bytes]"]], *, by: User
) -> tuple[tuple[Raw, ...], list[Refused]]:
    """The blocks with their new pictures, and what was refused; the other pictures are in all the same."""
    found: list[Raw] = []
    refused: list[Refused] = []
    for block in blocks:
        sent = files.get(f"b{block.get('n')}-upload", ())[:MOST_FILES]
        pictures = []
        for file in sent:
            try:
                pictures.append(_as_raw(taken(file, by=by)))
            except Refused as no:
                refused.append(no)
        found.append(_filled(block, pictures))
    return tuple(found), refused


def taken(file: "UploadedFile[bytes]", *, by: User) -> Picture:
    """The uploaded file as a picture of the newsroom. Raises ``Refused`` with the reason."""
    if (file.size or 0) > MOST_BYTES:
        raise Refused("“%(name)s” is larger than 50 MB.", name=(file.name or "")[:80])
    return add_picture(file.read(), by=by, about=PictureAbout())


def _as_raw(picture: Picture) -> Raw:
    return {
        "picture": picture.sha256,
        "width": picture.width,
        "height": picture.height,
        "focal": [picture.focal_x, picture.focal_y],
        "caption": picture.caption,
        "credit": picture.credit,
        "alt": picture.alt,
    }


def _filled(block: Raw, pictures: list[Raw]) -> Raw:
    if not pictures:
        return block
    if block["type"] == "gallery":
        return {**block, "pictures": [*block.get("pictures", ()), *pictures]}
    if block["type"] == "picture":
        # What the writer typed before uploading stays; the file's own caption fills what is empty.
        typed = {name: block[name] for name in ("caption", "credit", "alt") if str(block.get(name) or "").strip()}
        return {**block, **pictures[0], "url": "", **typed}
    return block


def portrait_of(files: Mapping[str, Any], name: str, *, by: User) -> str:
    """The sha256 of the portrait sent in that field, empty for none."""
    file = files.get(name)
    return taken(file, by=by).sha256 if isinstance(file, UploadedFile) else ""
