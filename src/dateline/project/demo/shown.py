"""Puts the demo's drawn pictures where uploads go, and gives them as blocks."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings

from dateline.accounts.models import User
from dateline.blog.actions.pictures import PictureAbout, add_picture
from dateline.blog.core.blocks import blocks_to_json
from dateline.blog.pictures import block_of
from dateline.project.demo.pictures import DemoPicture, demo_pictures
from dateline.project.demo.portraits import FACES, portrait
from dateline.project.demo.telling import RawBlock

FILE = "demo-pictures.json"
ABOUT_FACES = PictureAbout(caption="Illustration: one of the demo’s made-up people.", credit="Dateline demo")


def shown_pictures(*, by: User) -> dict[str, RawBlock]:
    """Each picture of the demo by name, as a block with its caption, credit and alt text."""
    path = settings.HOME / FILE
    if not path.exists():
        path.write_text(json.dumps(_added(by)))
    blocks: dict[str, RawBlock] = json.loads(path.read_text())
    return blocks


def _added(by: User) -> dict[str, RawBlock]:
    added = {name: add_picture(portrait(face), by=by, about=ABOUT_FACES) for name, face in FACES.items()}
    added |= {picture.name: add_picture(picture.content, by=by) for picture in _drawn_ahead()}
    return {name: blocks_to_json([block_of(picture)])[0] for name, picture in added.items()}


def _drawn_ahead() -> Iterator[DemoPicture]:
    """The demo's pictures; the next is drawn while the last one's renditions are made."""
    pictures = demo_pictures()
    with ThreadPoolExecutor(1) as painter:
        coming = painter.submit(next, pictures, None)
        while (picture := coming.result()) is not None:
            coming = painter.submit(next, pictures, None)
            yield picture
