"""The demo's own pictures, as its upload path reads them."""

from dateline.blog.core.pictures import read_picture
from dateline.project.demo.pictures import CREDIT, demo_pictures


def test_each_demo_picture_says_what_it_shows_and_that_it_is_made_up() -> None:
    found = {picture.name: read_picture(picture.content) for picture in demo_pictures()}

    assert set(found) == {"palace", "airfield", "table", "press-room", "front-line", "training"}
    for read in found.values():
        assert (read.width, read.height, read.credit) == (1200, 800, CREDIT)
        assert read.caption.startswith("Illustration: ")
        assert read.alt.startswith("Drawing of ")


def test_demo_pictures_are_the_same_every_time() -> None:
    assert next(demo_pictures()) == next(demo_pictures())
