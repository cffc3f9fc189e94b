"""What hubs send (WebSub) is here at once where they are who they say, and is passed over where they are not."""

from datetime import timedelta

import pytest

from dateline.wire.core.websub import MOST_PUSHED, is_signed, read_verification
from dateline.wire.models import Item, ItemVersion
from dateline.wire.queries import channels
from dateline.wire.wording import state_in_words
from outlets import Answer, entry, live_page, rss

pytestmark = pytest.mark.django_db
# The hub asks back from a thread of its own.
in_threads = pytest.mark.django_db(transaction=True)


def titles():
    return set(Item.objects.values_list("title", flat=True))


def words(one, clock):
    return " ".join(state_in_words(channels().get(pk=one.pk), clock.now))


def test_what_a_hub_sends_is_an_item_at_once_and_the_channel_is_hardly_asked(told, post_office, paper, look, clock):
    clock.passes(minutes=20)
    assert post_office.sends(post_office.feed(entry(2))) == 204

    looked = look(told)

    assert titles() == {"Report 1", "Report 2"}
    assert looked.taken.all == ()
    assert told.due_at - clock.now > timedelta(hours=3)
    assert "Its hub told of news 0 s ago" in words(told, clock)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_every_kind_of_signature_is_read(told, post_office, method):
    post_office.sends(post_office.feed(entry(2)), method=method)

    assert "Report 2" in titles()


@pytest.mark.parametrize(
    "forged",
    [
        {"secret": "guessed"},
        {"signature": ""},
        {"signature": "sha256="},
        {"signature": "md5=900150983cd24fb0d6963f7d28e17f72"},
        {"signature": "sha256=é"},
        {"method": "md5"},
    ],
    ids=["another secret", "none", "empty", "too weak", "no letters", "weak with the right secret"],
)
def test_what_somebody_else_signed_is_passed_over_without_a_word(told, post_office, forged):
    assert post_office.sends(post_office.feed(entry(2)), **forged) == 202
    assert titles() == {"Report 1"}


def test_an_address_that_nobody_was_given_takes_nothing(told, post_office):
    gone = post_office.sends(post_office.feed(entry(2)), to="https://live.example/api/hub/guessed")
    unasked = post_office.asks_back(post_office.asked[0] | {"hub.callback": "/api/hub/guessed"})

    assert (gone, unasked.status_code) == (410, 404)
    assert titles() == {"Report 1"}


def test_what_is_sent_twice_is_taken_once_also_after_something_newer(told, post_office):
    older, newer = post_office.feed(entry(2, text="Two boats.")), post_office.feed(entry(2, text="Three boats."))
    for body in (older, older, newer, older):
        assert post_office.sends(body) == 204

    assert Item.objects.get(title="Report 2").standfirst == "Three boats."
    assert ItemVersion.objects.filter(item__title="Report 2").count() == 2


def test_a_push_changes_nothing_of_what_is_known_of_the_channels_own_answer(told, post_office, paper, look):
    before = (told.etag, told.content_hash, told.due_at, told.asked_at)
    post_office.sends(post_office.feed(entry(2)))

    told.refresh_from_db()
    assert (told.etag, told.content_hash, told.due_at, told.asked_at) == before
    assert told.new_at is not None


THIN = {
    "nothing": (b"", "text/plain"),
    "a page": (b"<!doctype html><title>News</title><p>There is news.", "text/html"),
    "json": (b'{"topic": "https://paper.example/feed"}', "application/json"),
    "noise": (b"\x00\xff" * 500, "application/octet-stream"),
    "a feed of nothing": (rss().encode(), "application/rss+xml"),
    "more than is read of it": (b"<rss>" + b" " * MOST_PUSHED, "application/rss+xml"),
}


@pytest.mark.parametrize(("body", "kind"), THIN.values(), ids=THIN.keys())
def test_a_push_that_only_says_that_there_is_news_lets_the_channel_be_asked_now(told, post_office, clock, body, kind):
    clock.passes(minutes=1)

    assert post_office.sends(body, kind=kind) == 204
    told.refresh_from_db()
    assert told.due_at == clock.now


def test_of_a_push_that_was_cut_the_rest_is_asked_for(told, post_office, clock):
    clock.passes(minutes=1)
    whole = post_office.feed(entry(2), entry(3, text="Three boats sank in the harbour at noon."))

    post_office.sends(whole[: whole.index("at noon")])

    told.refresh_from_db()
    assert (titles(), told.due_at) == ({"Report 1", "Report 2"}, clock.now)


def test_news_that_a_hub_only_told_of_do_not_count_against_it(told, post_office, paper, look, clock):
    clock.passes(minutes=1)
    post_office.sends(b"", kind="text/plain")
    paper.pages["/feed"] = Answer(post_office.feed(entry(1), entry(2)))
    clock.passes(seconds=2)

    look(told)

    assert "Report 2" in titles()
    assert told.due_at - clock.now > timedelta(hours=3)


def test_a_live_page_whose_hub_tells_of_news_is_asked_and_never_taken_from_a_push(
    paper, post_office, channel, look, keep, clock
):
    posts = {f"p{n}": (clock.now, f"Post {n}", "What happened.") for n in range(4)}
    paper.pages["/live"] = Answer(live_page(posts), Link=f"<{post_office.url}>; rel=hub")
    storm = channel("/live", "live", how={"inside": paper.inside + post_office.inside})
    look(storm)
    keep()
    post_office.asks_back()
    clock.passes(minutes=1)

    post_office.sends(rss(entry(9)))

    storm.refresh_from_db()
    assert storm.due_at == clock.now
    assert "Report 9" not in titles()


def test_a_hub_that_hears_no_secret_is_believed_only_that_there_is_news(told, post_office, clock):
    """Over plain HTTP, outside of the house, anybody on the way would know the secret."""
    told.how = {}
    told.save()
    clock.passes(minutes=1)

    assert post_office.sends(post_office.feed(entry(2)), signature="") == 204
    told.refresh_from_db()
    assert (titles(), told.due_at) == ({"Report 1"}, clock.now)


def test_a_signature_is_of_this_body_and_this_secret():
    assert not is_signed(b"x", "sha256=", secret="")
    assert read_verification({"hub.mode": "subscribe", "hub.topic": "t", "hub.challenge": "a b"}) is None


@in_threads
def test_the_desk_is_told_of_a_push_at_its_commit(told, post_office):
    from dateline.events import wake

    heard = []
    leave = wake.listen(lambda key, seq: heard.append((key, Item.objects.count())))

    post_office.sends(post_office.feed(entry(2)))
    leave()

    assert heard == [("wire", 2)]
