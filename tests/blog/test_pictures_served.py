"""How readers get a picture: the addresses, their headers, and the HTML that names them."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import Resolver404, path, resolve
from django.utils import translation

from dateline.blog.core.blocks import Gallery, Picture
from dateline.blog.core.picture_shapes import MEDIA_TYPES, SHAPES, address_of
from dateline.blog.pictures import rendition_file
from dateline.readers.pictures import picture_urls

urlpatterns = [*picture_urls, path("other/", lambda request: HttpResponse())]
KEY = "0123456789abcdef" * 4
OURS = Picture(
    picture=KEY, width=1800, height=1200, focal=(0.2, 0.5), caption="A <b>dawn</b>", credit="Ada", alt='A "palace"'
)
ELSEWHERE = Picture(url="https://www.example.org/a.jpg?x=1&y=2", caption="Elsewhere", credit="Them", alt="A boat")


@pytest.fixture(autouse=True)
def stored(settings: LazySettings, tmp_path: Path) -> None:
    settings.ROOT_URLCONF = __name__
    settings.MEDIA_ROOT = tmp_path
    rendition_file(KEY, 360, format="avif").parent.mkdir(parents=True)
    rendition_file(KEY, 360, format="avif").write_bytes(b"pixels")
    (rendition_file(KEY, 360, format="avif").parent / "original.jpeg").write_bytes(b"secrets")


def fetched(address: str, method: str = "get", **headers: str) -> HttpResponse:
    found = resolve(address)
    request = getattr(RequestFactory(headers=headers), method)(address)
    return found.func(request, *found.args, **found.kwargs)


class Tags(HTMLParser):
    """The tags of a fragment, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_a_rendition_is_served_to_be_kept_for_good() -> None:
    answer = fetched(address_of(KEY, 360, format="avif"))

    assert answer.content == b"pixels"
    assert answer["Content-Type"] == "image/avif"
    assert "immutable" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert fetched(address_of(KEY, 360, format="avif"), **{"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_picture_is_not_changed_over_http() -> None:
    assert fetched(address_of(KEY, 360, format="avif"), "post").status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        f"/pictures/{KEY}/original.jpeg",
        f"/pictures/{KEY}/361.avif",
        f"/pictures/{KEY}/360.avif/",
        f"/pictures/{KEY}/360.avif\n",
        f"/pictures/{KEY}/360.svg",
        f"/pictures/{KEY.upper()}/360.avif",
        f"/pictures/{KEY[:63]}/360.avif",
        f"/pictures/../{KEY}/360.avif",
        f"/pictures/{KEY}/../../../secret_key",
        f"/pictures/{KEY}/٣٦٠.avif",
    ],
)
def test_nothing_but_renditions_has_an_address(address: str) -> None:
    with pytest.raises(Resolver404):
        resolve(address)


def test_a_picture_that_is_not_there_is_not_found() -> None:
    for address in (address_of(KEY, 360, format="jpg"), address_of("f" * 64, 360, format="avif")):
        with pytest.raises(Http404):
            fetched(address)


def test_every_shape_has_an_address_and_a_type() -> None:
    for width, format in SHAPES:
        assert resolve(address_of(KEY, width, format=format)).kwargs["format"] in MEDIA_TYPES


def drawn(block: Picture | Gallery, **context: object) -> str:
    return render_to_string(f"blog/blocks/{block.type}.html", {"block": block, **context})


def test_a_picture_offers_newer_formats_first_and_keeps_its_place_while_loading() -> None:
    tags = Tags(drawn(OURS))
    [image] = tags.all("img")

    assert [source["type"] for source in tags.all("source")] == ["image/avif", "image/webp"]
    assert f"{address_of(KEY, 720, format='avif')} 720w" in str(tags.all("source")[0]["srcset"])
    assert image["src"] == address_of(KEY, 1200, format="jpg")
    assert (image["width"], image["height"], image["loading"]) == ("1800", "1200", "lazy")
    assert image["alt"] == 'A "palace"'
    assert image["class"] == "x2 y5"


def test_every_address_in_the_page_is_one_we_serve() -> None:
    tags = Tags(drawn(OURS))
    addresses = [part.split()[0] for s in tags.all("source") for part in str(s["srcset"]).split(",")]

    assert len(addresses) == 8
    for address in [*addresses, str(tags.all("img")[0]["src"])]:
        resolve(address)


def test_the_first_picture_is_loaded_at_once() -> None:
    [image] = Tags(drawn(OURS, first=True)).all("img")

    assert "loading" not in image
    assert image["fetchpriority"] == "high"


def test_caption_and_credit_stand_below_as_text() -> None:
    html = drawn(OURS)

    assert "A &lt;b&gt;dawn&lt;/b&gt;" in html
    assert "Picture: Ada" in html


def test_a_picture_elsewhere_is_a_link_and_asks_nothing_of_that_site() -> None:
    tags = Tags(drawn(ELSEWHERE))

    assert not tags.all("img") + tags.all("source") + tags.all("link")
    assert [a["href"] for a in tags.all("a")] == [ELSEWHERE.url]
    assert "example.org</span>" in drawn(ELSEWHERE)


def test_a_gallery_is_a_list_with_a_caption_each() -> None:
    gallery = Gallery(pictures=(OURS, ELSEWHERE, OURS))
    html = drawn(gallery)
    tags = Tags(html)

    assert len(tags.all("li")) == len(tags.all("figure")) == len(tags.all("figcaption")) == 3
    assert len(tags.all("img")) == 2
    assert "Gallery of 3 pictures" in html


def test_numbers_in_addresses_are_plain_in_every_language() -> None:
    with translation.override("de"):
        [image] = Tags(drawn(OURS)).all("img")

    assert image["width"] == "1800"
