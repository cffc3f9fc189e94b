"""Where a story's reports come from, at the desk: a list by itself, a map where the operator names a gazetteer."""

import re

import pytest

from builders import live_blog
from cast import ada
from desk import signed_in
from wire_made import channel, item, story

pytestmark = pytest.mark.django_db
ROWS = (
    ("Sorna", "Сорна,سورنا", "48.51", "22.30", "54000"),
    ("Sorna", "", "-10.0", "100.0", "12"),
    ("Kelm", "", "47.10", "19.70", "9000"),
)


@pytest.fixture
def desk():
    live_blog(ada())
    return signed_in(ada())


@pytest.fixture
def told():
    return story(
        item(channel("Herald"), text="SORNA (Valley News) — The dam broke."),
        item(channel("Visti", language="uk"), text="СОРНА — Прорвало дамбу."),
        item(channel("Wadi", language="ar"), text="سورنا (وكالات) — انهار السد."),
        item(channel("Gazette"), text="The dam broke.", places=["Nowhere at All"]),
        item(channel("Other"), text="The dam broke."),
    )


@pytest.fixture
def gazetteer(tmp_path, settings):
    rows = [
        [str(n), name, name, others, north, east, "P", "PPL", *[""] * 6, people, *[""] * 4]
        for n, (name, others, north, east, people) in enumerate(ROWS)
    ]
    path = tmp_path / "places.txt"
    path.write_text("\n".join("\t".join(row) for row in rows), "utf-8")
    settings.GAZETTEER = str(path)
    return path


def test_without_a_gazetteer_places_are_listed_with_counts(desk, told):
    page = desk.get(f"/desk/wire/story/{told.uid}/").content.decode()

    assert "<svg" not in page
    assert re.search(r"Sorna.*?Сорна.*?Herald, Visti.*?>2<", page, re.DOTALL)
    assert "Nowhere at All" in page
    assert "1 report names no place." in page


def test_with_a_gazetteer_places_of_one_ground_are_one_on_a_map_that_says_what_it_shows(desk, told, gazetteer):
    page = desk.get(f"/desk/wire/story/{told.uid}/").content.decode()

    (drawn,) = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert drawn.count("<circle") == 1
    assert '<desc id="map-about">Sorna: 3</desc>' in drawn
    assert "<title" in drawn
    assert "48.51, 22.30" in page
    assert "not in the gazetteer" in page


def test_a_gazetteer_that_cannot_be_read_leaves_the_list(desk, told, settings, tmp_path):
    settings.GAZETTEER = str(tmp_path / "gone.txt")
    assert "Herald" in desk.get(f"/desk/wire/story/{told.uid}/").content.decode()

    (tmp_path / "gone.txt").write_bytes(b"\x1f\x8bnonsense")
    assert "Herald" in desk.get(f"/desk/wire/story/{told.uid}/").content.decode()


def test_an_outlets_words_cannot_get_out_of_the_map(desk, gazetteer):
    told = story(
        item(text="KYIV — It rained.", places=[]), item(text="It rained.", places=["<script>alert(1)</script>"])
    )

    assert "<script>alert(1)" not in desk.get(f"/desk/wire/story/{told.uid}/").content.decode()
