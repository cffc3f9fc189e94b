"""The reader's pages as a plain client gets them: addresses, filters, pages, headers."""

import re
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from builders import live_blog, published, words
from cast import ada
from data_makers.picture_files import saved, striped
from dateline.blog.actions import blogs, posts
from dateline.blog.actions.pictures import add_picture
from dateline.blog.core.content import Byline
from dateline.blog.core.words import BlogWords, post_words

pytestmark = pytest.mark.django_db
LIVE = "/live/storm/"


@pytest.fixture
def blog():
    return live_blog(ada())


def get(address: str, **headers: str):
    return Client(headers=headers).get(address)


def read(address: str, *, status: int = 200) -> str:
    answer = get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def titles(html: str) -> list[str]:
    """The posts of the list, from the top."""
    return re.findall(r"<h2>(.*?)</h2>", html[html.index('data-part="posts"') :])


def many(blog, count: int) -> list:
    return [published(blog, ada(), f"P{n}") for n in range(count)]


def test_the_live_page_shows_the_newest_post_first(blog):
    many(blog, 3)

    assert titles(read(LIVE)) == ["P2", "P1", "P0"]


def test_archive_pages_fill_from_the_oldest_end_and_never_shift(blog):
    many(blog, 45)
    first = titles(read(f"{LIVE}page/1/"))
    assert first == [f"P{n}" for n in range(19, -1, -1)]

    many(blog, 30)

    assert titles(read(f"{LIVE}page/1/")) == first
    assert titles(read(f"{LIVE}page/2/"))[-1] == "P20"


def test_pages_lead_from_the_front_to_the_oldest_post_and_back(blog):
    many(blog, 65)
    seen, address, newer = [], LIVE, []
    while address:
        html = read(address)
        seen += titles(html)
        newer.append(re.search(r'<a rel="prev" href="([^"]+)"', html))
        found = re.search(r'<a rel="next" href="([^"]+)"', html)
        address = found and found[1]

    assert seen == [f"P{n}" for n in range(64, -1, -1)]
    assert newer[0] is None
    assert newer[1][1] == LIVE


def test_oldest_first_begins_with_the_first_post_and_ends_with_the_newest(blog):
    many(blog, 65)
    seen, address = [], f"{LIVE}?order=oldest"
    while address:
        html = read(address)
        seen += titles(html)
        found = re.search(r'<a rel="prev" href="([^"]+)"', html)
        address = found and found[1].replace("&amp;", "&")

    assert seen == [f"P{n}" for n in range(65)]


def test_filters_show_only_what_matches_and_are_paged(blog):
    for n in range(45):
        said = {"tags": ["Sea & sky"] if n % 2 else [], "bylines": [Byline(name="Rui O’Neill")], "key": n == 7}
        posts.write_and_publish(blog, post_words(title=f"P{n}", **said), by=ada())

    assert titles(read(f"{LIVE}?show=key")) == ["P7"]
    assert len(titles(read(f"{LIVE}?tag=Sea+%26+sky"))) == 22
    assert len(titles(read(f"{LIVE}page/1/?author=Rui+O%E2%80%99Neill"))) == 20


@pytest.mark.parametrize("asked", ["tag=nobody", "author=%00%FF", "tag=" + "x" * 5000, "show=key"])
def test_a_filter_that_matches_nothing_says_so_and_leads_back(blog, asked):
    published(blog, ada())

    html = read(f"{LIVE}?{asked}")

    assert "No post matches." in html
    assert f'href="{LIVE}"' in html


def test_words_that_mean_nothing_are_passed_over(blog):
    many(blog, 2)

    assert titles(read(f"{LIVE}?order=sideways&show=everything&page=9")) == ["P1", "P0"]


@pytest.mark.parametrize(
    "path", ["/live/nothing/", f"{LIVE}page/1/", f"{LIVE}page/0/", f"{LIVE}page/99999999999999999999/",
             f"{LIVE}post/nothing/", f"{LIVE}?with=nothing", f"{LIVE}?with=%00", "/nothing/"],
)  # fmt: skip
def test_what_is_not_there_is_answered_in_words(blog, path):
    html = read(path, status=404)

    assert "Not here" in html


def test_a_permalink_leads_to_the_page_that_holds_the_post(blog):
    made = many(blog, 65)

    assert get(f"{LIVE}?with={made[3].uid}")["Location"] == f"{LIVE}page/1/#post-{made[3].uid}"
    assert get(f"{LIVE}?with={made[64].uid}")["Location"] == f"{LIVE}#post-{made[64].uid}"
    oldest_first = get(f"{LIVE}?with={made[64].uid}&order=oldest")["Location"]
    assert oldest_first == f"{LIVE}page/3/?order=oldest#post-{made[64].uid}"
    assert made[64].title in titles(read(oldest_first.partition("#")[0]))


def test_a_draft_is_nowhere_to_be_seen(blog):
    draft = posts.draft_post(blog, words("Not yet"), by=ada())

    assert "Not yet" not in read(LIVE)
    read(f"{LIVE}post/{draft.uid}/", status=404)
    read(f"{LIVE}?with={draft.uid}", status=404)


def test_another_blogs_post_is_not_found_here(blog):
    other = published(live_blog(ada(), slug="other"), ada())

    read(f"{LIVE}post/{other.uid}/", status=404)


def test_updated_at_stands_only_where_something_was_updated(blog):
    first, _ = many(blog, 2)
    posts.amend_post(first, words("P0, amended"), by=ada())

    html = read(LIVE)

    assert html.count("Updated at") == 1
    assert html.index("P0, amended") < html.index("Updated at")


def test_a_withdrawn_post_keeps_its_place_and_says_why(blog):
    _, second, _ = many(blog, 3)
    posts.withdraw_post(second, reason="The town was another.", by=ada())

    html = read(LIVE)

    assert titles(html) == ["P2", "This post was withdrawn", "P0"]
    assert "The town was another." in html
    assert "The town was another." in read(f"{LIVE}post/{second.uid}/")


def test_a_posts_own_page_shows_it_and_its_neighbours(blog):
    older, post, newer = many(blog, 3)

    html = read(f"{LIVE}post/{post.uid}/")

    assert titles(html)[0] == "P1"
    for neighbour in (older, newer):
        assert f"{LIVE}post/{neighbour.uid}/" in html
    assert f"?with={post.uid}#post-{post.uid}" in html


def test_a_page_can_be_asked_for_again_by_its_tag_until_something_happens(blog):
    published(blog, ada())
    tag = get(LIVE)["ETag"]

    again = get(LIVE, if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert get(f"{LIVE}?order=oldest")["ETag"] != tag

    published(blog, ada())
    assert get(LIVE, if_none_match=tag).status_code == 200


@pytest.mark.parametrize("path", [LIVE, "/", f"{LIVE}page/1/", "/live/nothing/"])
def test_public_pages_carry_a_strict_policy_and_no_cookies(blog, path):
    many(blog, 41)

    answer = get(path)

    assert not answer.cookies
    assert answer["Vary"] == "Accept-Encoding"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=1", "who comes back sees what is new"
    assert answer["CDN-Cache-Control"].startswith("public, max-age=1")
    assert Client().head(path).status_code == answer.status_code
    assert Client().post(path).status_code == 405


def test_the_page_speaks_the_blogs_language_and_direction(blog):
    blogs.edit_blog(blog, BlogWords(headline="عاصفة", language="ar", zone="Asia/Baghdad"), by=ada())

    html = read(LIVE)

    assert '<html lang="ar" dir="rtl">' in html


@pytest.mark.parametrize("language", ["klingon_x", "x" * 16, "de_DE.UTF-8"])
def test_a_language_that_is_none_does_not_break_the_page(blog, language):
    blogs.edit_blog(blog, BlogWords(headline="A storm", language=language), by=ada())

    lang = re.search(r'<html lang="([^"]*)"', read(LIVE))[1]

    assert re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", lang)


def test_times_stand_in_the_blogs_zone_with_the_full_date(blog):
    post = published(blog, ada())
    local = post.published.astimezone(ZoneInfo("Europe/Kyiv"))

    html = read(LIVE)

    assert f'<time datetime="{local.isoformat(timespec="seconds")}">{local:%H:%M} {local:%Z}' in html


def test_who_links_to_a_page_finds_its_picture(blog):
    key = add_picture(saved(striped()), by=ada()).sha256
    ours = {"type": "picture", "picture": key, "alt": "Stripes", "credit": "Nobody"}
    said = post_words(title="The bridge", blocks=[{"type": "picture", "url": "https://example.org/a.jpg"}, ours])
    post = posts.write_and_publish(blog, said, by=ada())

    address = re.search(r'property="og:image" content="([^"]+)"', read(f"{LIVE}post/{post.uid}/"))[1]

    assert re.fullmatch(rf"http://testserver/pictures/{key}/\d+\.jpg", address)
    assert "og:image" not in read(LIVE)


def test_the_front_door_lists_the_running_blogs_first(blog):
    ended = live_blog(ada(), slug="ended", headline="It is over")
    blogs.change_state(ended, "ended", by=ada())

    html = read("/")

    assert html.index("A storm comes in") < html.index("It is over")
