"""A story's quotes and figures at the desk: side by side, beside our own figures, proposed as claims by one press."""

import re

import pytest
from django.core.exceptions import PermissionDenied

from builders import live_blog
from cast import ada, noor
from claims_made import figure
from dateline.blog.actions import blogs
from dateline.blog.core.refused import Refused
from dateline.blog.core.roles import Role
from dateline.claims import store
from dateline.claims.actions.claims import snapshot_text
from dateline.claims.models import Citation, Claim
from dateline.newsroom import actions
from dateline.newsroom.views.wire import words_said
from dateline.wire import heard
from dateline.wire.models import Item
from desk import signed_in
from wire_made import channel, copy, item, story

pytestmark = pytest.mark.django_db
SAID = "“We had ten minutes to leave,” said Mira Dolan. The fire destroyed 40 houses in the valley."


@pytest.fixture
def desk():
    live_blog(ada())
    return signed_in(ada())


def seen(of=None, text=SAID, **fields) -> Item:
    """A report whose page was kept as it was seen."""
    page = f"<html><body><nav>Home</nav><p>{text}</p></body></html>".encode()
    return item(of, text=text, snapshot=store.keep(page), snapshot_size=len(page), **fields)


def what_of(page: str, words: str) -> str:
    """What the button beside these words sends."""
    return re.findall(r'name="what" value="([^"]+)"', page[page.index(words) :])[0]


def test_the_same_quote_stands_once_with_every_report_that_carries_it(desk):
    herald, gazette = channel("Herald"), channel("Gazette")
    first = item(herald, text=SAID)
    again = copy(first, channel("Copier"))
    told = story(first, item(gazette, text="“We had ten minutes to leave”, said Dolan."), again)

    page = desk.get(f"/desk/wire/story/{told.uid}/said/").content.decode()

    assert page.count("We had ten minutes to leave</blockquote>") == 1
    quote = page[page.index("</blockquote>") :]
    assert "Herald" in quote
    assert "and 1 copy" in quote
    assert "Gazette" in quote


def test_numbers_of_the_same_thing_stand_together_with_who_says_them(desk):
    one = item(channel("Herald"), text="The fire destroyed nearly 40 houses in the valley, according to the mayor.")
    other = item(channel("Gazette"), text="The fire destroyed 13 houses in the valley on 1 June 2025.")
    told = story(one, other)

    page = desk.get(f"/desk/wire/story/{told.uid}/").content.decode()

    (group,) = re.findall(r'<ul class="said-thing">(.*?)</ul>', page, re.DOTALL)
    assert "nearly 40 houses" in group
    assert "mayor</b>" in group
    assert "13 houses" in group
    assert "1 June 2025" in group


def test_a_figure_of_ours_for_the_same_period_stands_beside(desk):
    figure(ada(), 507.9)
    figure(ada(), 88.0, maps="cd", region="Elsewhere")
    told = story(item(text="The north took 507 square kilometres of ground in May 2025."))

    page = desk.get(f"/desk/wire/story/{told.uid}/").content.decode()

    assert "made-maps has 507.9 km²" in page
    assert "Elsewhere" not in page


def test_a_number_without_a_period_has_no_figure_beside_it(desk):
    figure(ada(), 507.9)
    told = story(item(text="The north took 507 square kilometres of ground."))

    assert "made-maps" not in desk.get(f"/desk/wire/story/{told.uid}/").content.decode()


def test_one_press_makes_an_unverified_claim_at_its_exact_place_and_publishes_nothing(desk):
    report = seen(channel("Herald"))
    told = story(report)
    page = desk.get(f"/desk/wire/story/{told.uid}/").content.decode()

    answer = desk.post(
        "/desk/wire/claim/", {"what": what_of(page, "leave</blockquote>"), "back": f"/desk/wire/story/{told.uid}/"}
    )

    made = Claim.objects.get()
    assert answer["Location"].startswith(f"/desk/wire/story/{told.uid}/#said-")
    assert (made.speaker, made.source.name, made.said_at) == ("Mira Dolan", "Herald", report.published)
    assert snapshot_text(made.snapshot)[made.quote_at :].startswith("We had ten minutes to leave")
    assert made.snapshot.sha256 == report.snapshot
    assert made.verifications.get().status == "unverified"
    assert not Citation.objects.exists()
    page = desk.get(f"/desk/wire/story/{told.uid}/").content.decode()
    assert f"/desk/claims/{made.uid}/" in page


def test_a_figure_is_proposed_with_the_sentence_it_stands_in(desk):
    report = seen()
    page = desk.get(f"/desk/wire/item/{report.uid}/").content.decode()

    desk.post("/desk/wire/claim/", {"what": what_of(page, '<b dir="auto">40 houses')})

    made = Claim.objects.get()
    assert made.quote == "The fire destroyed 40 houses in the valley."
    assert snapshot_text(made.snapshot)[made.quote_at :].startswith("The fire destroyed 40 houses")


def test_twice_proposed_is_one_claim_by_whomever(desk):
    report = seen()
    page = desk.get(f"/desk/wire/item/{report.uid}/").content.decode()
    key = what_of(page, "leave</blockquote>").partition(":")[2]

    first, is_new = actions.propose_claim(report, key, by=ada())
    again, is_new_again = actions.propose_claim(report, key, by=ada())

    assert (first, is_new, is_new_again) == (again, True, False)
    assert Claim.objects.count() == 1


def test_a_report_of_a_feed_alone_is_proposed_without_a_snapshot(desk):
    report = item(text=SAID)
    (key, *_others) = [one.key for one in heard.proposals_of(report)]

    made, _is_new = actions.propose_claim(report, key, by=ada())

    assert made.snapshot is None
    assert made.quote == "We had ten minutes to leave,"
    assert made.url == report.link


def test_what_a_report_no_longer_says_cannot_be_proposed(desk):
    report = item(text=SAID)
    (key, *_others) = [one.key for one in heard.proposals_of(report)]
    report.text, report.hash = "Nothing at all.", "other"
    report.save()

    with pytest.raises(Refused):
        actions.propose_claim(report, key, by=ada())


def test_who_only_looks_on_is_told_who_may_propose_and_may_not(desk):
    live = live_blog(ada(), "other")
    blogs.set_member(live, noor(), role=Role.VIEWER, by=ada())
    told = story(seen())
    looking = signed_in(noor())
    page = looking.get(f"/desk/wire/story/{told.uid}/").content.decode()

    assert "Propose claim" not in page
    assert "Reporters and editors of a blog may propose these as claims." in page
    item_ = told.memberships.get().item
    (key, *_others) = [one.key for one in heard.proposals_of(item_)]
    assert looking.post("/desk/wire/claim/", {"what": f"{item_.uid}:{key}"}).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.propose_claim(item_, key, by=noor())
    assert not Claim.objects.exists()


def test_reports_are_read_for_a_while_and_the_rest_when_one_asks_again():
    reports = [item(text=f"The fire destroyed {n + 20} houses in the valley.") for n in range(3)]

    waiting = [heard.hear(reports, seconds=0).waiting for _look in range(3)]

    assert waiting == [2, 1, 0]


def test_a_report_that_changed_is_read_again():
    report = item(text="The fire destroyed 40 houses in the valley.")
    heard.hear([report])
    report.text, report.hash = "The fire destroyed 41 houses in the valley.", "another"

    (said,) = heard.hear([report]).proposals[report.pk]

    assert said.value == 41


def test_a_story_without_quotes_or_figures_says_so(desk):
    told = story(item(text="It rained."))

    assert "quote nobody and state no figure" in desk.get(f"/desk/wire/story/{told.uid}/").content.decode()


def test_a_standfirst_that_opens_the_text_is_told_once_where_versions_are_compared():
    version = {"title": "Dam breaks", "standfirst": "Many fled.", "text": "Many fled.\nIt rained."}

    assert words_said(version) == "Dam breaks\nMany fled.\nIt rained."
    assert words_said({**version, "text": "It rained."}) == "Dam breaks\nMany fled.\nIt rained."
    assert words_said({"title": "Dam breaks"}) == "Dam breaks"
