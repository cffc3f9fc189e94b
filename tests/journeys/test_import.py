"""Another outlet's live page becomes a blog: whole, once, with its pictures where they can be fetched."""

import gzip
import json
import os
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.test import Client
from PIL import Image

from builders import live_blog
from cast import ada, rui
from dateline.blog.core.refused import NotAllowed, Refused
from dateline.blog.models import Blog, Picture, Post, PostState
from dateline.blog.trace import verify_blog
from dateline.newsroom import imported_pictures
from dateline.newsroom.importing import How, Imported, import_page
from dateline.project.cli import cli
from dateline.wire import fetch as fetching
from dateline.wire.core.fetched import Failed, Fetched
from dateline.wire.core.livepages.page import NotALivePage
from found import SHARED

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
URL = "https://paper.example/live/flood"
OFFLINE = How(fetch_pictures=False)


def update(number: int, **more: Any) -> dict[str, Any]:
    return {
        "@type": "BlogPosting",
        "headline": f"Update {number}",
        "url": f"{URL}#u{number}",
        "datePublished": f"2026-03-01T10:{number:02}:00Z",
        "articleBody": f"The water stands at mark {number}.",
        **more,
    }


def page_of(*updates: dict[str, Any], **more: Any) -> bytes:
    live = {"@type": "LiveBlogPosting", "url": URL, "headline": "Flood in the valley", "liveBlogUpdate": list(updates)}
    return f'<html><script type="application/ld+json">{json.dumps(live | more)}</script></html>'.encode()


def imported(source: Any, how: How = OFFLINE) -> Imported:
    found = import_page(source, by=ada(), how=how)
    assert isinstance(found, Imported), found
    return found


def test_a_page_becomes_an_ended_blog_with_its_posts_in_their_places() -> None:
    result = imported(page_of(update(2), update(1, author={"name": "Ines Roth", "jobTitle": "Reporter"}))).result
    blog = Blog.objects.get(slug="flood-in-the-valley")
    newest, oldest = Post.objects.filter(blog=blog)

    assert (result.slug, result.posts, result.new, result.updated) == (blog.slug, 2, 2, 0)
    assert (blog.state, blog.source) == ("ended", URL)
    assert (newest.title, oldest.title) == ("Update 2", "Update 1")
    assert (oldest.source, oldest.bylines[0]["name"]) == (f"{URL}#u1", "Ines Roth")
    assert not list(verify_blog(blog))


def test_a_second_import_adds_nothing_twice_and_updates_what_changed() -> None:
    imported(page_of(update(1), update(2)))
    again = imported(page_of(update(1), update(2))).result
    changed = imported(page_of(update(3), update(2), update(1, articleBody="It falls."))).result

    assert (again.posts, again.new, again.updated) == (2, 0, 0)
    assert (changed.posts, changed.new, changed.updated) == (3, 1, 1)
    assert Post.objects.count() == 3
    assert Blog.objects.count() == 1


def test_another_page_with_the_same_headline_is_another_blog() -> None:
    imported(page_of(update(1)))
    other = imported(page_of(update(1), url="https://gazette.example/flood")).result

    assert other.slug == "flood-in-the-valley-2"


def test_an_import_never_lands_in_a_blog_of_our_own() -> None:
    live_blog(ada(), slug="flood-in-the-valley")

    assert imported(page_of(update(1))).result.slug == "flood-in-the-valley-2"
    with pytest.raises(Refused, match="another story"):
        imported(page_of(update(1), url="https://x.example/"), How(slug="flood-in-the-valley", fetch_pictures=False))


def test_posts_of_one_second_keep_the_pages_order() -> None:
    same = "2026-03-01T10:00:00Z"
    imported(page_of(*(update(n, datePublished=same) for n in (3, 2, 1))))

    assert [post.title for post in Post.objects.all()] == ["Update 3", "Update 2", "Update 1"]


def test_posts_without_a_time_stand_where_the_page_has_them() -> None:
    timeless = {key: value for key, value in update(2).items() if key != "datePublished"}
    imported(page_of(update(3), timeless, update(1)))

    assert [post.title for post in Post.objects.all()] == ["Update 3", "Update 2", "Update 1"]


def test_a_post_that_its_publisher_deleted_is_withdrawn_and_its_words_are_sealed() -> None:
    items = [{"item": {"item_type": "text", "text": "Wrong name."}}]
    times = {"published_date": "2026-03-01T10:00:00+00:00"}
    answer = {
        "posts": {
            "_items": [
                {"_id": "a", "deleted": True, "groups": [{"refs": items}], **times},
                {"_id": "b", "groups": [{"refs": items}], **times},
            ]
        }
    }
    first, second = (imported(json.dumps(answer).encode()).result for _ in range(2))
    withdrawn = Post.objects.get(source_key="a")

    assert (first.posts, first.new, second.posts, second.new, second.updated) == (2, 2, 2, 0, 0)
    assert (withdrawn.state, withdrawn.sealed) == (PostState.WITHDRAWN, True)
    assert Post.objects.get(source_key="b").state == PostState.PUBLISHED


def test_an_answer_without_an_address_is_known_again_by_its_posts() -> None:
    items = [{"item": {"item_type": "text", "text": "Water."}}]
    post = {"_id": "urn:1", "blog": "b1", "published_date": "2026-03-01T10:00:00+00:00", "groups": [{"refs": items}]}
    answer = json.dumps({"posts": {"_items": [post]}}).encode()
    imported(answer, How(slug="water", fetch_pictures=False))

    assert imported(answer).result.slug == "water"
    with pytest.raises(Refused, match="already imported"):
        imported(answer, How(slug="fire", fetch_pictures=False))


def test_a_script_in_every_field_never_reaches_a_reader(client: Client) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\ud800\x00"
    author = {"name": evil + "Ada", "jobTitle": evil, "description": evil, "url": "javascript:alert(3)"}
    bad = update(
        1, headline=evil + "Title", articleBody=f"<p onclick=alert(4)>{evil}Text</p>", author=author, keywords=evil
    )
    imported(page_of(bad, description=evil, inLanguage=evil).replace(b"</script><img", b"<\\/script><img"))
    page = client.get("/live/flood-in-the-valley/").content.decode()

    assert "Text" in page
    assert "<script>alert" not in page
    assert "onerror=alert" not in page
    assert "onclick" not in page
    assert "javascript:" not in page


def test_only_who_runs_the_newsroom_may_import() -> None:
    with pytest.raises(NotAllowed):
        import_page(page_of(update(1)), by=rui(), how=OFFLINE)


def test_a_packed_file_is_read_and_a_broken_one_told(tmp_path: Path) -> None:
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress(page_of(update(1))))
    broken = tmp_path / "broken.gz"
    broken.write_bytes(b"\x1f\x8bnot gzip at all")

    assert imported(packed).result.new == 1
    assert isinstance(import_page(broken, by=ada()), NotALivePage)


def test_an_address_is_fetched_and_what_cannot_be_fetched_is_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {URL: Fetched(url=URL, status=200, content=page_of(update(1)))}
    monkeypatch.setattr(fetching, "fetch", lambda url, **_: pages.get(url, Failed(reason="No such host.")))

    assert imported(URL).result.new == 1
    assert isinstance(import_page("https://nowhere.example/", by=ada()), Failed)


def picture_bytes(colour: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (400, 300), colour).save(file, "JPEG")
    return file.getvalue()


PICTURED = page_of(
    update(2, image={"@type": "ImageObject", "url": "https://img.example/dam.jpg", "caption": "The dam"}),
    update(1, image="https://img.example/no-picture.jpg"),
)
SERVED = {"https://img.example/dam.jpg": picture_bytes("navy"), "https://img.example/no-picture.jpg": b"<html>"}


def test_pictures_are_fetched_once_and_what_is_none_stays_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def serving(url: str, **_: Any) -> Fetched:
        asked.append(url)
        return Fetched(url=url, status=200, content=SERVED[url])

    monkeypatch.setattr(fetching, "fetch", serving)
    first, again = imported(PICTURED, How()), imported(PICTURED, OFFLINE)
    ours, link = (post.blocks[-1] for post in Post.objects.all())

    assert (first.pictures, first.links) == (1, 1)
    assert (again.pictures, again.result.updated) == (1, 0)
    assert (ours["picture"], ours["url"], ours["caption"], ours["width"]) == (
        Picture.objects.get().sha256,
        "",
        "The dam",
        400,
    )
    assert link["url"] == "https://img.example/no-picture.jpg"
    assert len(asked) == 2


def test_an_authors_portrait_is_fetched_and_else_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    author = {"name": "Ines Roth", "image": "https://img.example/ines.jpg"}
    page = page_of(update(1, author=author))
    imported(page, OFFLINE)
    without = Post.objects.get().bylines[0]["portrait"]
    served = Fetched(url="", status=200, content=picture_bytes("teal"))
    monkeypatch.setattr(fetching, "fetch", lambda url, **_: served)
    found = imported(page, How())

    assert (without, Post.objects.get().bylines[0]["portrait"]) == ("", Picture.objects.get().sha256)
    assert (found.pictures, found.links) == (0, 0)


def test_a_host_that_does_not_answer_is_left_alone_and_the_pictures_stay_links(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def silent(url: str, **_: Any) -> Failed:
        asked.append(url)
        return Failed(reason="Nobody there.")

    monkeypatch.setattr(fetching, "fetch", silent)
    updates = (update(n, image=f"https://img.example/{n}.jpg") for n in range(30))
    found = imported(page_of(*updates), How())

    assert (found.pictures, found.links) == (0, 30)
    assert len(asked) <= imported_pictures.MOST_FAILURES + imported_pictures.AT_ONCE


def run(*arguments: str) -> Any:
    return CliRunner().invoke(cli, ["import", *arguments], catch_exceptions=False)


def test_the_command_answers_in_json_and_tells_scripts_how_it_went(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(page_of(update(1), update(2)))
    nothing = tmp_path / "nothing.html"
    nothing.write_text("<p>No live page.</p>")
    done = run(str(page), "--json", "--no-pictures")

    assert done.exit_code == 0
    assert json.loads(done.stdout) == {"blog": "flood-in-the-valley", "posts": 2, "new": 2, "updated": 0}
    assert run(str(nothing), "--json").exit_code == 1
    assert run(str(tmp_path / "missing.html")).exit_code == 2
    assert run("http://127.0.0.1:9/").exit_code == 4


def test_a_server_named_at_the_terminal_may_be_inside_the_house(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(page_of(update(1)))
    serving = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), serving) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = run(f"http://127.0.0.1:{server.server_address[1]}/page.html", "--json")
        server.shutdown()

    assert json.loads(found.stdout)["new"] == 1


def test_in_a_newsroom_that_nobody_runs_the_import_is_by_somebody_who_cannot_sign_in(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(page_of(update(1)))

    assert run(str(page), "--no-pictures").exit_code == 0
    assert Blog.objects.count() == 1


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "posts"),
    [
        ("TheMirror_2024_08_05.html.gz", 428),
        ("corkbeo.ie.level.html", 26),
        ("live-nasa-perseverance.json", 13),
        ("sourcefabric-api_response.json", 25),
    ],
)
def test_a_real_page_is_imported_whole_and_a_second_time_changes_nothing(name: str, posts: int) -> None:
    first, second = (imported(SHARED / "data" / "liveblogs" / name).result for _ in range(2))
    blog = Blog.objects.get(slug=first.slug)

    assert (first.posts, first.new, first.updated) == (posts, posts, 0)
    assert (second.posts, second.new, second.updated) == (posts, 0, 0)
    assert Post.objects.filter(blog=blog).count() == posts
    assert not list(verify_blog(blog))


@pytest.fixture(autouse=True)
def _own_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "pictures")


def shell(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith(("DATELINE_", "DJANGO_SETTINGS"))}
    command = [sys.executable, "-c", "from dateline.project.cli import main; main()", *arguments]
    surroundings |= {"DATELINE_HOME": str(home), "DATABASE_URL": ""}
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=60, check=False)


def test_a_page_is_imported_and_played_again_from_an_empty_folder(tmp_path: Path) -> None:
    page = tmp_path / "page.html.gz"
    page.write_bytes(gzip.compress(page_of(update(2), update(1))))
    first, second = (shell("import", str(page), "--json", home=tmp_path / "home") for _ in range(2))
    played = shell("replay", "flood-in-the-valley", "--speed", "100000", home=tmp_path / "home")

    assert json.loads(first.stdout) == {"blog": "flood-in-the-valley", "posts": 2, "new": 2, "updated": 0}
    assert json.loads(second.stdout) == {"blog": "flood-in-the-valley", "posts": 2, "new": 0, "updated": 0}
    assert (first.stderr, second.stderr) == ("", "")
    assert "has ended after 2 of 2 steps" in played.stdout
