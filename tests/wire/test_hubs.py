"""Hubs (WebSub): what they send is here at once where they are who they say, and nothing is lost where they are not."""

from datetime import timedelta

import pytest

from dateline.wire import subscribing
from dateline.wire.actions.channels import pause_channel, resume_channel
from dateline.wire.core.fetched import Fetched
from dateline.wire.core.websub import LONGEST, named_by
from dateline.wire.models import Item, Subscription
from dateline.wire.queries import channels
from dateline.wire.wording import state_in_words
from outlets import Answer, entry, rss

pytestmark = pytest.mark.django_db
# The hub asks back from a thread of its own.
in_threads = pytest.mark.django_db(transaction=True)


def titles():
    return set(Item.objects.values_list("title", flat=True))


def words(one, clock):
    return " ".join(state_in_words(channels().get(pk=one.pk), clock.now))


def test_a_hub_is_asked_for_a_channel_that_names_one_and_tells_it_when_it_has_confirmed(
    harbour, post_office, keep, clock
):
    keep()
    before = words(harbour, clock)

    confirmed = post_office.asks_back()

    form = post_office.asked[0]
    assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", "https://paper.example/feed")
    assert form["hub.callback"].startswith("https://live.example/api/hub/")
    assert (len(form["hub.callback"]) > 60, len(form["hub.secret"]) > 40) == (True, True)
    assert post_office.confirms(confirmed)
    assert "Its hub was asked." in before
    assert "Its hub tells of news, for another 10 d." in words(harbour, clock)


@in_threads
def test_a_hub_that_verifies_while_it_is_asked_finds_what_it_asks_about(harbour, post_office, keep):
    post_office.answers = lambda form: 202 if post_office.confirms(post_office.asks_back(form)) else 400

    keep()

    harbour.refresh_from_db()
    assert harbour.subscribed_until


def test_a_hub_and_a_name_in_the_answers_head_are_found(paper, post_office, channel, look, keep):
    links = f'<{post_office.url}>; rel="hub", <https://paper.example/mine>; rel=self'
    paper.pages["/feed"] = Answer(rss(entry(1)), Link=links)
    look(channel(how={"inside": paper.inside + post_office.inside}))

    keep()

    assert post_office.asked[0]["hub.topic"] == "https://paper.example/mine"


@pytest.mark.parametrize(
    "other",
    [{"topic": "https://other.example/"}, {"mode": "unsubscribe"}, {"mode": "publish"}, {"challenge": ""}],
    ids=lambda other: " ".join(other.values()) or "no challenge",
)
def test_only_what_was_asked_is_confirmed(harbour, post_office, keep, other):
    keep()

    assert post_office.asks_back(**other).status_code == 404
    harbour.refresh_from_db()
    assert harbour.subscribed_until is None


def test_a_challenge_comes_back_as_words_and_never_as_a_page(harbour, post_office, keep):
    keep()

    answer = post_office.asks_back(challenge="<script>alert(1)</script>")

    assert answer["Content-Type"] == "text/plain"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_question_that_was_answered_long_ago_is_not_answered_again(told, post_office, clock):
    again = post_office.asks_back()
    clock.passes(minutes=5)
    late = post_office.asks_back(lease_seconds="99999999")

    told.refresh_from_db()
    assert (post_office.confirms(again), late.status_code) == (True, 404)
    assert told.subscribed_until < clock.now + timedelta(days=11)


def test_a_hub_over_plain_http_is_told_no_secret(harbour, monkeypatch, keep):
    forms = []
    monkeypatch.setattr(subscribing, "post", lambda url, form, **_: forms.append(form) or Fetched(url=url, status=202))
    harbour.how = {}
    harbour.save()

    keep()

    assert "hub.secret" not in forms[0]


def test_a_hub_inside_the_house_is_not_asked(harbour, post_office, keep, clock):
    harbour.how = {}
    harbour.save()

    keep()

    assert post_office.asked == []
    assert "Its hub does not tell of news: The address is not a public one." in words(harbour, clock)


@pytest.mark.parametrize("status", [301, 307, 400, 404, 500])
def test_a_hub_that_refuses_or_leads_elsewhere_is_a_state_of_the_channel(harbour, post_office, keep, clock, status):
    post_office.answers = lambda form: status

    keep()

    fault = Subscription.objects.get().fault
    assert fault
    assert fault in words(harbour, clock)
    assert len(post_office.asked) == 1


def test_a_hub_that_never_verifies_is_asked_less_and_less_and_the_channel_as_before(
    harbour, post_office, keep, look, clock
):
    for _ in range(600):
        keep()
        clock.passes(minutes=10)

    look(harbour)

    assert 5 < len(post_office.asked) < 14
    assert "The hub was asked and has not confirmed." in words(harbour, clock)
    assert harbour.due_at - clock.now < timedelta(hours=2)


def test_a_lease_is_renewed_before_it_ends(told, post_office, keep, clock):
    clock.passes(days=7)
    keep()
    early = len(post_office.asked)
    clock.passes(days=1, minutes=1)

    keep()
    post_office.asks_back()

    told.refresh_from_db()
    assert (early, len(post_office.asked)) == (1, 2)
    assert post_office.asked[0]["hub.callback"] == post_office.asked[1]["hub.callback"]
    assert told.subscribed_until == clock.now + timedelta(days=10)


def test_a_lease_that_ends_unrenewed_lets_the_channel_be_asked_at_once_and_as_often_as_ever(
    told, post_office, keep, look, clock
):
    look(told)
    assert told.due_at - clock.now > timedelta(hours=3)
    for _ in range(61):
        clock.passes(hours=4)
        keep()

    told.refresh_from_db()
    assert told.subscribed_until is None
    assert told.due_at <= clock.now
    look(told)
    assert told.due_at - clock.now < timedelta(hours=2)


@in_threads
def test_a_lease_of_a_second_is_not_relied_on_and_not_renewed_without_end(harbour, post_office, keep, look, clock):
    post_office.lease = "1"
    post_office.answers = lambda form: 202 if post_office.confirms(post_office.asks_back(form)) else 400
    for _ in range(60):
        keep()
        clock.passes(minutes=1)

    look(harbour)

    assert len(post_office.asked) <= 7
    assert harbour.subscribed_until is None
    assert harbour.due_at - clock.now < timedelta(hours=2)


@pytest.mark.parametrize("lease", ["9" * 400, "-5", "soon", "", "315360000"])
def test_a_lease_without_sense_or_end_is_bounded(harbour, post_office, keep, clock, lease):
    keep()

    post_office.asks_back(lease_seconds=lease)

    harbour.refresh_from_db()
    assert harbour.subscribed_until <= clock.now + LONGEST


def test_a_hub_that_forgets_is_not_relied_on_until_it_tells_again(told, post_office, paper, look, clock):
    clock.passes(hours=1)
    look(told)
    paper.pages["/feed"] = Answer(post_office.feed(entry(1), entry(2)))
    clock.passes(hours=4)

    look(told)
    forgot, due_at = told.subscribed_until, told.due_at
    post_office.sends(post_office.feed(entry(3)))

    told.refresh_from_db()
    assert (forgot, due_at) == (None, clock.now + timedelta(minutes=10))
    assert told.subscribed_until > clock.now


def test_a_hub_that_denies_is_asked_again_a_day_later(told, post_office, keep, clock):
    post_office.asks_back(mode="denied", reason="No such topic")
    keep()
    told.refresh_from_db()
    soon, said = len(post_office.asked), words(told, clock)
    clock.passes(days=1, minutes=1)
    keep()

    assert told.subscribed_until is None
    assert "The hub refuses: No such topic" in said
    assert (soon, len(post_office.asked)) == (1, 2)


def test_a_paused_channel_is_unsubscribed_and_takes_no_push(told, post_office, keep):
    pause_channel(told, by=None)
    keep()

    gone = post_office.sends(post_office.feed(entry(2)))
    ended = post_office.asks_back()

    assert (post_office.asked[-1]["hub.mode"], gone, post_office.confirms(ended)) == ("unsubscribe", 410, True)
    assert not Subscription.objects.exists()
    assert post_office.asks_back(mode="unsubscribe").status_code == 404


def test_a_channel_that_is_resumed_gets_another_address_and_secret(told, post_office, keep):
    pause_channel(told, by=None)
    keep()
    resume_channel(told, by=None)
    keep()

    first, _, last = post_office.asked
    assert first["hub.callback"] != last["hub.callback"]
    assert first["hub.secret"] != last["hub.secret"]


def test_a_channel_that_names_another_hub_or_topic_changes_over(told, post_office, paper, look, keep):
    paper.pages["/feed"] = Answer(post_office.feed(entry(1), topic="https://paper.example/new"))
    look(told)

    keep()

    asked = {form["hub.mode"]: form["hub.topic"] for form in post_office.asked[1:]}
    assert asked == {"subscribe": "https://paper.example/new", "unsubscribe": "https://paper.example/feed"}
    assert len({form["hub.callback"] for form in post_office.asked}) == 2


def test_a_channel_that_names_no_hub_any_more_is_unsubscribed_and_let_go_of_if_the_hub_is_silent(
    told, post_office, paper, look, keep, clock
):
    paper.pages["/feed"] = Answer(rss(entry(1), entry(2)))
    look(told)
    for _ in range(6):
        keep()
        clock.passes(hours=1)

    assert [form["hub.mode"] for form in post_office.asked[1:]] == ["unsubscribe"] * 3
    assert not Subscription.objects.exists()


def test_without_an_address_of_ours_no_hub_is_asked_and_the_channel_says_why(harbour, look, clock, settings):
    settings.WEBSUB = False
    harbour.subscribed_until = clock.now + timedelta(days=9)
    harbour.save()

    look(harbour)

    assert "DATELINE_URL" in words(harbour, clock)
    assert harbour.due_at - clock.now < timedelta(hours=2)


def test_two_processes_ask_a_hub_once(harbour, post_office, keep, clock):
    from dateline.wire.actions import hubs

    hubs.follow_channels(clock.now)
    hubs.follow_channels(clock.now)
    first, second = hubs.take_due(clock.now, 9), hubs.take_due(clock.now, 9)

    assert (len(first), len(second)) == (1, 0)


def test_links_in_heads_are_read_however_they_are_written():
    head = '<https://a.example/1>;rel="Hub self",<b>; title="rel=hub; <c>"; REL = hub , <>, <x'

    named = named_by({"link": head}, hub="", topic="", url="https://p.example/feed")

    assert (named.hub, named.topic) == ("https://a.example/1", "https://a.example/1")


@pytest.mark.parametrize("address", ["ftp://a/", "https://u:p@a.example/", "javascript:1", "https://[", "h" * 3000])
def test_what_is_no_address_of_the_web_is_no_hub(address):
    assert named_by({}, hub=address, topic="", url="https://p.example/feed").hub == ""
