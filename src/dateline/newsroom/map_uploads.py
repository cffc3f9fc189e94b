"""Takes maps sent to the desk: streamed to where they are kept, within limits, zips of many maps unpacked."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dateline.blog.core.refused import Refused
from dateline.territory.actions import MOST_FILES, Maps
from dateline.territory.kept import Coming, Kept
from dateline.territory.looking import proposed, unpacked
from dateline.territory.names import file_name, may_be_a_map

MB = 1024 * 1024
MOST_ASIDE = 500


class KeptUpload(UploadedFile):  # type: ignore[type-arg]
    """A file that was sent and is kept already."""

    def __init__(self, kept: Kept) -> None:
        super().__init__(BytesIO(), kept.name, size=kept.size)
        self.kept = kept


class MapUploads(FileUploadHandler):
    """Writes each file straight to its place; one that is too large or no map is left aside and named."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.aside: list[dict[str, str]] = []
        self.room = settings.MAPS_MOST_MB * MB
        self._coming: Coming | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        name = file_name(self.file_name or "")
        if not may_be_a_map(name):
            self.leave(name, _("it is no map"))
            raise SkipFile
        self._coming = Coming(name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """The next bytes of it."""
        assert self._coming
        self.room -= len(raw_data)
        if self.room < 0:
            self._coming.drop()
            most = settings.MAPS_MOST_MB
            raise Refused("These are more than %(most)s MB; send fewer maps at once, or compressed ones.", most=most)
        if self._coming.size + len(raw_data) > settings.MAP_MOST_MB * MB:
            self._coming.drop()
            self.leave(self._coming.name, _("it is larger than %(most)s MB") % {"most": settings.MAP_MOST_MB})
            raise SkipFile
        self._coming.add(raw_data)

    def file_complete(self, file_size: int) -> KeptUpload:
        """The file is here."""
        assert self._coming
        return KeptUpload(self._coming.keep())

    def leave(self, name: str, why: str) -> None:
        """Notes what was left aside."""
        if len(self.aside) < MOST_ASIDE:
            self.aside.append({"name": name, "why": why})


def taking_maps(may: Callable[[HttpRequest], None]) -> Callable[[HttpRequest], None]:
    """What a page does before its form is read: asks whether the person may, then lets maps stream in."""

    def before(request: HttpRequest) -> None:
        may(request)
        if request.method == "POST":
            request.upload_handlers = [MapUploads(request)]

    return before


def sent_maps(request: HttpRequest, field: str = "maps") -> Maps:
    """The maps that came with the form, and how they might be read."""
    handler = request.upload_handlers[0]
    assert isinstance(handler, MapUploads)
    kept: list[Kept] = []
    for file in request.FILES.getlist(field):
        assert isinstance(file, KeptUpload)
        kept += _opened(file.kept, handler, most=MOST_FILES - len(kept))
    return Maps(kept=kept, aside=handler.aside, proposal=proposed(kept))


def one_sent(request: HttpRequest, field: str) -> Kept | None:
    """The one file that came in that field."""
    file = request.FILES.get(field)
    return file.kept if isinstance(file, KeptUpload) else None


def why_aside(request: HttpRequest) -> str:
    """What was left aside of what was sent, in a line; empty where nothing was."""
    handler = request.upload_handlers[0]
    assert isinstance(handler, MapUploads)
    return "; ".join(f"{one['name']}: {one['why']}" for one in handler.aside[:5])


def _opened(kept: Kept, handler: MapUploads, *, most: int) -> list[Kept]:
    """The file, or what a zip of several maps holds."""
    if not kept.name.lower().endswith(".zip"):
        return [kept]
    limits = {"files": most, "file_bytes": settings.MAP_MOST_MB * MB, "all_bytes": handler.room}
    files, aside = unpacked(kept, most=limits)
    for one in aside:
        handler.leave(file_name(one["name"]), one["why"])
    handler.room -= sum(file.size for file in files)
    return files or [kept]
