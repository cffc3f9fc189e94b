"""What is sent to the desk that should not be: a clear word, nothing lost, nothing executed."""

import pytest
from django.test import Client

from builders import live_blog, published
from cast import ada, rui
from dateline.blog.models import Post
from dateline.blog.queries import state_of
from dateline.events.models import Event
from desk import Form, compose, signed_in

pytestmark = pytest.mark.django_db
NEW = "/desk/blog/storm/new/"
SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
def blog():
    return live_blog(ada())


@pytest.fixture
def client(blog):
    return signed_in(ada())


def test_a_form_without_its_token_is_refused_in_words_and_changes_nothing(blog):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada())

    answer = client.post(NEW, {"do": "publish", "title": "X"})

    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()
    assert Post.objects.count() == 0


def test_a_paste_of_fifty_megabytes_is_refused_in_words(client):
    before = Event.objects.count()

    answer = client.post(
        NEW, {"do": "publish", "title": "X", "block": "0", "b0-type": "text", "b0-html": "x" * 50_000_000}
    )

    assert answer.status_code == 413
    assert "your words are still in" in answer.content.decode()
    assert Event.objects.count() == before


def test_too_many_fields_are_refused_in_words(client):
    assert client.post(NEW, {"do": "publish", "block": [str(n) for n in range(20_000)]}).status_code == 413


def test_a_text_too_long_for_a_post_comes_back_with_the_words(client):
    page = compose(client, NEW, "publish", title="Long", b0_html="<p>" + "x" * 300_000 + "</p>")

    assert page.status_code == 422
    assert len(Form(page.content.decode(), "composer").filled()["b0-html"][0]) > 300_000


def test_broken_utf8_nulls_and_lone_surrogates_do_not_break_the_desk(blog, client):
    body = b"do=publish&title=A%ff%00B%ed%a0%80C&tags=%00&guests=%00&block=0&b0-type=text&b0-html=%3Cp%3E%ff%00"

    answer = client.generic("POST", NEW, body, "application/x-www-form-urlencoded")

    assert answer.status_code == 302
    title = Post.objects.get().title
    assert "\x00" not in title
    assert title.startswith("A")


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "publish", "title": "X", "base": "9" * 400},
        {"do": "publish", "title": "X", "base": "٣"},
        {"do": "publish", "title": "X", "ticket": "x" * 10_000},
        {"do": "up:zzz", "block": ["0", "0", "-1", "x", "9" * 50], "b0-type": "text"},
        {"do": "publish", "title": "X", "block": "0", "b0-type": "picture", "b0-picture": "../../x"},
        {"do": "publish", "title": "X", "block": "0", "b0-type": "picture", "b0-url": "javascript:alert(1)"},
        {"do": "publish", "title": "X", "block": "0", "b0-type": "exhibit", "b0-label": "a", "b0-value": "nan"},
        {
            "do": "publish",
            "title": "X",
            "block": "0",
            "b0-type": "exhibit",
            "b0-label": ["a", "b"],
            "b0-value": "1e999",
        },
        {
            "do": "publish",
            "title": "X",
            "block": "0",
            "b0-type": "picture",
            "b0-url": "https://e.org/a",
            "b0-focal_x": "nan",
        },
        {
            "do": "publish",
            "title": "X",
            "block": "0",
            "b0-type": "picture",
            "b0-picture": "ab" * 32,
            "b0-width": "1e400",
        },
        {"do": "\x00", "title": "\ud800"},
    ],
)
def test_odd_forms_are_answered_in_words_never_by_a_crash(client, fields):
    fields = {k: v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for k, v in fields.items()}

    assert client.post(NEW, fields).status_code in {200, 302, 422}


def test_script_in_every_field_is_shown_as_text_and_never_executed(blog, client):
    compose(
        client,
        NEW,
        "publish",
        title=SCRIPT,
        tags=SCRIPT,
        guests=SCRIPT,
        b0_html=SCRIPT,
        correction=SCRIPT,
        ticket=SCRIPT,
    )
    post = Post.objects.get()
    client.post(f"/desk/blog/storm/post/{post.uid}/withdraw/", {"reason": SCRIPT, "base": "1"})
    client.post("/desk/authors/new/", {"name": SCRIPT, "role": SCRIPT, "bio": SCRIPT})
    client.post("/desk/sign-in/", {"username": SCRIPT, "password": SCRIPT})
    second = published(blog, ada(), SCRIPT, tags=[SCRIPT])

    for address in (
        "",
        "authors/",
        "authors/1/",
        "blog/storm/",
        "blog/storm/new/",
        f"blog/storm/post/{second.uid}/",
        f"blog/storm/post/{second.uid}/place/",
        f"blog/storm/post/{post.uid}/history/",
        "blog/storm/?show=" + SCRIPT,
        "blog/storm/?page=" + SCRIPT,
    ):
        page = client.get(f"/desk/{address}").content.decode()
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address


def test_a_disguised_file_is_refused_and_the_words_stay(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    form = Form(compose(client, NEW, "add:picture", title="T").content.decode(), "composer")
    file = SimpleUploadedFile("photo.jpg", b"<svg onload=alert(1)>" * 100, content_type="image/jpeg")

    page = client.post(NEW, form.filled(do="upload", b1_upload=file))

    assert page.status_code == 422
    assert Form(page.content.decode(), "composer").filled()["title"] == ["T"]


def test_an_uploaded_picture_lands_in_its_block_and_is_published(blog, client):
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (640, 400), "teal").save(out, "JPEG")
    form = Form(compose(client, NEW, "add:picture", title="T").content.decode(), "composer")
    file = SimpleUploadedFile("photo.jpg", out.getvalue(), content_type="image/jpeg")

    page = client.post(NEW, form.filled(do="upload", b1_upload=file, b1_alt="A teal field", b1_credit="Desk"))
    form = Form(page.content.decode(), "composer").filled(do="publish", **{"b1-focal_x": "20"})
    assert client.post(NEW, form).status_code == 302

    picture = next(iter(state_of(blog).posts.values())).blocks[-1]
    assert len(picture.picture) == 64
    assert (picture.width, picture.height, picture.alt, picture.credit) == (640, 400, "A teal field", "Desk")
    assert picture.focal == (0.2, 0.5)


def test_cr_and_lf_never_reach_a_header(client):
    answer = Client().get("/desk/sign-in/?next=/desk/%0d%0aSet-Cookie:%20a=b")
    assert "Set-Cookie: a=b" not in str(answer.headers)
    user = rui()
    user.set_password("long enough 1")
    user.save()
    for place in ("https://evil.example/", "//evil.example", "/desk/\r\nX: y", "javascript:alert(1)"):
        signed = Client().post("/desk/sign-in/", {"username": "rui", "password": "long enough 1", "next": place})
        assert signed.status_code == 302
        assert "evil" not in signed["Location"]
        assert "\n" not in signed["Location"]
        assert not signed["Location"].startswith("javascript")
