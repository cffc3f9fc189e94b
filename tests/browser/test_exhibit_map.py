"""The interactive map of an exhibit: nothing before the click, nothing from elsewhere, and a way without it."""

from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image

from browser.desk_seen import violations
from browser.seen import until
from claims_made import SVG, exhibit, figure
from dateline.claims.core.values import Drawing

pytestmark = pytest.mark.browser
MAP = "ground-map canvas"


def box(kind: str, west: float, east: float, **properties: object) -> dict[str, object]:
    ring = [[west, -46.0], [east, -46.0], [east, -45.0], [west, -45.0], [west, -46.0]]
    return {
        "type": "Feature",
        "properties": {"kind": kind, **properties},
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]},
    }


GROUND = {
    "type": "FeatureCollection",
    "features": [
        box("region", 20, 23, name="Quill"),
        box("region", 23, 26, name="Hather"),
        box("start", 24, 26),
        box("end", 23.5, 25.8),
        box("gained", 23.5, 24, km2=1.0),
        box("lost", 25.8, 26, km2=1.0),
    ],
}


@pytest.fixture
def card(newsroom, editor):
    """The address of an exhibit's page with a map."""
    made = exhibit(editor, figure(editor), kind="map", drawing=Drawing(wide=SVG, narrow=SVG, geojson=GROUND))
    return f"{newsroom.url}/exhibits/{made.uid}/"


def asked_for(page):
    """The addresses that the page asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def test_nothing_of_the_map_is_loaded_before_the_click_and_all_of_it_from_here(card, reader):
    page = reader("about:blank")
    asked, said = asked_for(page), []
    page.on("console", lambda told: said.append(told.text) if "Content Security" in told.text else None)
    page.goto(card)
    page.get_by_role("button", name="Open the map").wait_for()
    before = list(asked)
    own = [len(page.request.get(url).body()) for url in before if "exhibit-map" in url]
    page.get_by_role("button", name="Open the map").click()
    page.locator(MAP).wait_for()
    page.get_by_role("radio", name="What changed").wait_for()

    assert not any(part in url for url in before for part in ("maplibre", "ground-map", "geojson"))
    assert own
    assert sum(own) <= 3 * 1024
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(card).netloc}
    assert said == [], "the page keeps to its own policy"


def opened(reader, card, **options):
    page = reader(card, **options)
    page.get_by_role("button", name="Open the map").click()
    page.get_by_role("radio", name="What changed").wait_for()
    return page


def colour_at(page, x: float) -> tuple[int, ...]:
    """The colour of the map at a share of its width, half way down."""
    image = Image.open(BytesIO(page.locator(".frame").screenshot())).convert("RGB")
    return image.getpixel((int(image.width * x), image.height // 2))


def test_before_and_after_and_what_changed_are_told_apart_by_keyboard(card, reader):
    page = opened(reader, card)
    page.wait_for_timeout(500)
    change = colour_at(page, 0.1)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(800)
    after = colour_at(page, 0.1)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(800)
    before = colour_at(page, 0.1)

    assert len({change, after, before}) == 3
    assert page.get_by_role("radio", name="Before").is_checked()


def test_the_map_can_be_reached_and_moved_by_keyboard(card, reader):
    page = opened(reader, card)
    canvas = page.locator(MAP)
    canvas.focus()
    zoom = "document.querySelector('ground-map').map.getZoom()"
    first = page.evaluate(zoom)
    page.keyboard.press("+")
    until(lambda: page.evaluate(zoom) > first + 0.5, what="the map nearer")

    assert "The table below has its figures" in canvas.get_attribute("aria-label")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing_on_an_open_map(card, reader, width, scheme):
    page = opened(reader, card, width=width, color_scheme=scheme, bypass_csp=True)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_browser_that_cannot_draw_keeps_the_picture_and_a_link(card, reader):
    page = reader("about:blank")
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(card)
    page.get_by_role("button", name="Open the map").click()
    page.get_by_text("This browser cannot draw the map").wait_for()

    assert page.locator("ground-map").count() == 0
    assert page.get_by_role("link", name="Open the map").is_visible()
    assert page.locator(".drawn svg").first.is_visible()


def test_a_page_without_scripts_has_a_link_and_the_ground_as_a_file(card, reader):
    page = reader(card, java_script_enabled=False)

    assert page.get_by_role("link", name="Open the map").is_visible()
    assert page.get_by_role("link", name="GeoJSON").count() == 1
