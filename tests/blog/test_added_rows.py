"""Rows added by statements of our own are the rows that Django would have added."""

from datetime import UTC, datetime

import pytest
from django.forms.models import model_to_dict
from tests.builders import live_blog
from tests.cast import ada

from dateline.blog.models import Post
from dateline.events.one_statement import add

AT = datetime(2025, 6, 2, 12, 14, 37, 123456, tzinfo=UTC)
FULL = {
    "title": "50 % of “it” \\ 'so'",
    "blocks": [{"type": "text", "html": "<p>שלום · %s · \u2028</p>"}],
    "bylines": [{"name": "Ada"}],
    "tags": ["kyiv", "д"],
    "key": True,
    "claims": ["a1"],
    "published": AT,
    "order": AT,
    "corrections": [{"at": AT.isoformat(), "note": "n"}],
}


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{}, FULL], ids=["bare", "full"])
def test_an_added_row_is_the_row_that_saving_makes(fields: dict[str, object]) -> None:
    blog = live_blog(ada())
    ours, theirs = (Post(uid=uid, blog=blog, created_at=AT, saved_at=AT, **fields) for uid in ("ours", "theirs"))

    add(ours)
    theirs.save(force_insert=True)

    assert not ours._state.adding
    found, wanted = (model_to_dict(Post.objects.get(pk=post.pk), exclude=["id", "uid"]) for post in (ours, theirs))
    assert found == wanted
    ours.title = "Then saved"
    ours.save()
    assert Post.objects.get(uid="ours").title == "Then saved"
