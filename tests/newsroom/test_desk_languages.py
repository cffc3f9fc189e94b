"""The desk speaks the language that a person's browser asks for; what it sends and reads stays the same."""

from datetime import UTC, datetime

import pytest

from builders import live_blog
from cast import ada
from dateline.blog.models import Blog
from desk import Form, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "lang", "word"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "de", "Abmelden"),
        ("fr,uk;q=0.8", "uk", "Вийти"),
        ("ar", "ar", "تسجيل الخروج"),
        ("fr", "en", "Sign out"),
        ("", "en", "Sign out"),
        ("*, nonsense;q=x", "en", "Sign out"),
    ],
)
def test_the_desk_speaks_the_first_language_asked_for_that_it_knows(asked, lang, word):
    page = signed_in(ada()).get("/desk/", headers={"accept-language": asked}).content.decode()

    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in page
    assert word in page


def test_a_refusal_is_said_in_the_persons_language():
    client = signed_in(ada())
    live_blog(ada(), "storm")

    form = Form(client.get("/desk/new-blog/").content.decode())
    answer = client.post(
        "/desk/new-blog/", form.filled(slug="storm", headline="Sturm"), headers={"accept-language": "de"}
    )

    assert "Unter „storm“ gibt es schon einen Blog." in answer.content.decode()


@pytest.mark.parametrize("language", ["de", "uk", "ar"])
def test_a_form_read_in_another_language_is_sent_and_understood(language):
    client, blog = signed_in(ada()), live_blog(ada(), "storm")
    Blog.objects.filter(pk=blog.pk).update(starts=datetime(2025, 6, 2, 11, 5, tzinfo=UTC))
    page = client.get("/desk/blog/storm/settings/", headers={"accept-language": language}).content.decode()

    form = Form(page, "settings") if 'id="settings"' in page else Form(page)
    sent = form.filled(headline="Another")
    answer = client.post("/desk/blog/storm/settings/", sent, headers={"accept-language": language})

    assert 'value="2025-06-02T14:05"' in page  # Kyiv's time, as a browser's field wants it
    assert answer.status_code == 302
    blog.refresh_from_db()
    assert (blog.headline, blog.starts) == ("Another", datetime(2025, 6, 2, 11, 5, tzinfo=UTC))
