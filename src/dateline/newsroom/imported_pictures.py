"""Fetches the pictures of an imported page, as many as come in time; the others stay links."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from dateline.accounts.models import User
from dateline.blog.actions.pictures import PictureAbout, add_picture
from dateline.blog.core.refused import Refused
from dateline.blog.models import Picture
from dateline.wire.core.fetched import Failed, Fetched, Limits
from dateline.wire.core.page.values import Block

Step = Callable[[int, int], None]
"""Told after each picture: how many are done, of how many."""

LIMITS = Limits(bytes=20_000_000, unpacked_bytes=20_000_000, seconds=15.0, connect_seconds=3.0)
AT_ONCE = 4
MOST_SECONDS = 120.0
# A host that failed twice and never answered is not asked a third time.
MOST_FAILURES = 2


class Pictures:
    """The pictures of one import: those that are ours from before, and those that are fetched now."""

    def __init__(
        self,
        *,
        by: User,
        fetching: bool = True,
        inside: frozenset[tuple[str, int]] = frozenset(),
        step: Step | None = None,
    ) -> None:
        self._by = by
        self._inside = inside
        self._fetching = fetching
        self._step = step or (lambda done, total: None)
        self._silent: Counter[str] = Counter()
        self._deadline = monotonic() + MOST_SECONDS

    def known(self, linked: list[Block]) -> dict[str, Mapping[str, Any]]:
        """What a block says of each picture that is ours, by the address it came from."""
        origins = _origins()
        rows = Picture.objects.in_bulk(list(origins.values()), field_name="sha256") if origins else {}
        known = {b["url"]: rows[origins[b["url"]]] for b in linked if origins.get(b["url"]) in rows}
        missing = [block for block in linked if block["url"] not in known]
        if self._fetching and missing:
            fetched = dict(self._fetched(missing))
            _remember({url: row.sha256 for url, row in fetched.items()})
            known |= fetched
        return {url: _as_block(row) for url, row in known.items()}

    def _fetched(self, blocks: list[Block]) -> Iterator[tuple[str, Picture]]:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers: list[Future[Fetched | Failed]] = [pool.submit(self._one, block["url"]) for block in blocks]
            for done, (block, answer) in enumerate(zip(blocks, answers, strict=True), start=1):
                fetched = answer.result()
                if isinstance(fetched, Fetched) and (row := self._added(fetched.content, block)):
                    yield block["url"], row
                self._step(done, len(blocks))

    def _one(self, url: str) -> Fetched | Failed:
        # Slow to load, and not needed where nothing is fetched.
        from dateline.wire.fetch import fetch

        host = urlsplit(url).netloc
        if self._silent[host] >= MOST_FAILURES or monotonic() > self._deadline:
            return Failed(reason="not tried")
        answer = fetch(url, limits=LIMITS, allowed=self._inside)
        if isinstance(answer, Failed) and answer.status is None:
            self._silent[host] += 1
        return answer

    def _added(self, content: bytes, block: Block) -> Picture | None:
        caption, credit, alt = (str(block.get(name) or "") for name in ("caption", "credit", "alt"))
        about = PictureAbout(caption=caption, credit=credit, alt=alt)
        try:
            return add_picture(content, by=self._by, about=about)
        except Refused:  # no picture, or none that we show: the link stays
            return None


def _as_block(row: Picture) -> dict[str, Any]:
    return {
        "picture": row.sha256,
        "width": row.width,
        "height": row.height,
        "focal": [row.focal_x, row.focal_y],
        "caption": row.caption,
        "credit": row.credit,
        "alt": row.alt,
    }


def _file() -> Path:
    return Path(settings.MEDIA_ROOT) / "origins.json"


def _origins() -> dict[str, str]:
    """The hash of every picture fetched before, by its address; nothing where that is not known any more."""
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(url): str(sha256) for url, sha256 in found.items()} if isinstance(found, dict) else {}


def _remember(fetched: dict[str, str]) -> None:
    if not fetched:
        return
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(_origins() | fetched), encoding="utf-8")
    draft.replace(path)
