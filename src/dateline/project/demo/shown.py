"""Puts the demo's drawn pictures where uploads go, and gives them as blocks."""

import json

from django.conf import settings

from dateline.accounts.models import User
from dateline.blog.actions.pictures import PictureAbout, add_picture
from dateline.blog.core.blocks import blocks_to_json
from dateline.blog.pictures import block_of
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
    faces = {name: add_picture(portrait(face), by=by, about=ABOUT_FACES) for name, face in FACES.items()}
    return {name: blocks_to_json([block_of(picture)])[0] for name, picture in faces.items()}
