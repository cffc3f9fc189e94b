"""The demo's wire at work: files dropped into the folders of outlets that do not exist, as an agency drops its own.

They are taken in, compared and grouped by what takes in everything else. Each file is written once.
"""

import json
import logging
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from dateline.project.demo.people import user
from dateline.project.demo.reports import OUTLETS, REPORTS, Outlet, Told
from dateline.wire.actions.channels import NewChannel, add_channels
from dateline.wire.models import ChannelKind

logger = logging.getLogger("dateline")


def play(stop: threading.Event) -> None:
    """Opens the outlets' channels and drops what they reported, then what comes while one watches."""
    began = timezone.now()
    try:
        folders = open_channels()
        for told in sorted(REPORTS, key=lambda one: one.later):
            seconds = told.later - (timezone.now() - began).total_seconds()
            if told.later and stop.wait(max(seconds, 0)):
                return
            drop(told, folders[told.outlet], began=began)
    except Exception:
        logger.exception("the demo's wire came to nothing; all else goes on")
    finally:
        close_old_connections()


def open_channels() -> dict[str, Path]:
    """A watched folder for each outlet, as a channel."""
    folders = {outlet.key: Path(settings.HOME).absolute() / "wire" / outlet.key for outlet in OUTLETS}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    add_channels([_channel(outlet, folders[outlet.key]) for outlet in OUTLETS], by=user("ada"))
    return folders


def drop(told: Told, folder: Path, *, began: datetime) -> None:
    """The report as a JSON Feed of one item; one that was dropped before stays as it is."""
    file = folder / f"{told.key}.json"
    if file.exists():
        return
    link = f"https://{told.outlet}.example/{told.key}"
    when = began - timedelta(minutes=told.minutes_ago) + timedelta(seconds=told.later)
    item = {
        "id": link,
        "url": link,
        "title": told.title,
        "content_text": told.text,
        "date_published": when.astimezone(UTC).isoformat(timespec="seconds"),
        "authors": [{"name": told.by}] if told.by else [],
        "tags": [told.section] if told.section else [],
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": told.outlet, "items": [item]}
    # Under a name that nobody reads until it is whole.
    part = file.with_name(f".{file.name}")
    part.write_text(json.dumps(feed, ensure_ascii=False), encoding="utf-8")
    part.rename(file)


def _channel(outlet: Outlet, folder: Path) -> NewChannel:
    return NewChannel(
        address=folder.as_uri(),
        kind=ChannelKind.FOLDER,
        name=outlet.name,
        site=f"https://{outlet.key}.example/",
        language=outlet.language,
        shown=outlet.shown,
        licence=outlet.licence,
    )
