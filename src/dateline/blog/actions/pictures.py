"""What can be done with a picture: add it, and say which point of it must stay in view."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.db import IntegrityError, transaction
from django.utils import timezone

from dateline.accounts.models import User
from dateline.blog.core.kinds import Kind
from dateline.blog.core.pictures import ReadPicture, read_picture
from dateline.blog.core.refused import NotAllowed
from dateline.blog.core.roles import Deed, Role, may
from dateline.blog.models import Membership, Picture
from dateline.blog.pictures import STREAM, described, files_are_whole, keep_files
from dateline.claims.core.clean import clean_line
from dateline.events import log
from dateline.events.core.chain import Change, digest
from dateline.events.turn import writing

# A picture opened takes up to a few hundred MB: one at a time in a process bounds it.
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureAbout:
    """What its uploader says about a picture; what is empty is taken from the file."""

    caption: str = ""
    credit: str = ""
    alt: str = ""
    focal: tuple[float, float] = (0.5, 0.5)


def add_picture(content: bytes, *, by: User, about: PictureAbout | None = None) -> Picture:
    """The picture with all its renditions on disk; the same bytes again give the same row.

    Takes a second or two for a new one: never call it on the event loop. Raises ``BadPicture`` (a ``Refused``).
    """
    _require(by)
    sha256 = hashlib.sha256(content).hexdigest()
    known = Picture.objects.filter(sha256=sha256).first()
    if known and files_are_whole(sha256):
        return known
    with _ONE_AT_A_TIME:
        read = read_picture(content)
        if not files_are_whole(sha256):
            keep_files(sha256, content, format=read.format)
    return known or _record(_row(sha256, read, about or PictureAbout()), by)


def set_focal_point(picture: Picture, focal: tuple[float, float], *, by: User) -> Picture:
    """The picture with another point that stays in view where it is cropped; each from 0 to 1."""
    _require(by)
    x, y = _within(focal)
    with writing():
        fresh = Picture.objects.select_for_update().get(pk=picture.pk)
        fresh.focal_x, fresh.focal_y = x, y
        fresh.save(update_fields=["focal_x", "focal_y"])
        _tell(Kind.PICTURE_FOCUSED, fresh, by=by, at=timezone.now())
        return fresh


def _require(by: User) -> None:
    """Whoever may draft on any blog may add pictures, whoever runs the newsroom too."""
    if by.is_active and by.is_superuser:
        return
    roles = Membership.objects.filter(user=by).values_list("role", flat=True)
    if not by.is_active or not any(may(Role(role), Deed.DRAFT) for role in roles):
        raise NotAllowed("Only who writes for a blog may add pictures.")


def _row(sha256: str, read: ReadPicture, about: PictureAbout) -> Picture:
    x, y = _within(about.focal)
    return Picture(
        sha256=sha256,
        format=read.format,
        width=read.width,
        height=read.height,
        focal_x=x,
        focal_y=y,
        caption=clean_line(about.caption)[:2000] or read.caption,
        credit=clean_line(about.credit)[:500] or read.credit,
        alt=clean_line(about.alt)[:1000] or read.alt,
        taken=read.taken.isoformat() if read.taken else "",
    )


def _record(picture: Picture, by: User) -> Picture:
    picture.by, picture.at = by, timezone.now()
    try:
        with writing():
            picture.save(force_insert=True)
            _tell(Kind.PICTURE_ADDED, picture, by=by, at=picture.at)
    except IntegrityError:  # somebody uploaded the same bytes at the same moment
        return Picture.objects.get(sha256=picture.sha256)
    return picture


def _tell(kind: Kind, picture: Picture, *, by: User, at: datetime) -> None:
    _open_stream()
    told = digest(described(picture))
    subject = f"picture/{picture.sha256}"
    log.append(STREAM, Change(kind=kind, subject=subject, at=at, actor=str(by.pk), content_hash=told))


def _open_stream() -> None:
    if log.head(STREAM) is None:
        try:
            with transaction.atomic():
                log.open_stream(STREAM)
        except IntegrityError:  # another process opened it a moment ago
            return


def _within(focal: tuple[float, float]) -> tuple[float, float]:
    x, y = (min(1.0, max(0.0, value)) for value in focal)
    return x, y
