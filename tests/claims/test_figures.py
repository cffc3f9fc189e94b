"""Figures and exhibits are kept once for the same inputs, never changed, and superseded by newer ones of the same."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from builders import live_blog
from cast import ada, noor, rui
from claims_made import SVG, derivation, exhibit, figure
from dateline.blog.actions.blogs import set_member
from dateline.blog.core.roles import Role
from dateline.claims.actions.figures import record_figures
from dateline.claims.actions.record import STREAM
from dateline.claims.core.provenance import What
from dateline.claims.core.values import Drawing, NewFigure
from dateline.claims.models import Derivation, Exhibit, Figure
from dateline.claims.queries import superseded
from dateline.claims.trace import verify_claims
from dateline.events import log

pytestmark = pytest.mark.django_db


def seq() -> int:
    head = log.head(STREAM)
    return head.seq if head else 0


def test_recording_the_same_figure_twice_adds_nothing():
    first = figure(ada())

    again = figure(ada())

    assert again.pk == first.pk
    assert (Figure.objects.count(), Derivation.objects.count(), seq()) == (1, 1, 1)


def test_the_order_and_names_of_inputs_make_no_other_figure():
    first = figure(ada(), maps="ab")

    assert figure(ada(), maps="ba").pk == first.pk


def test_a_whole_survey_is_one_event_and_one_derivation():
    made = derivation("a", "b")
    months = [What(series="s", measure="net", unit="km²", region=f"r{n}") for n in range(30)]

    rows = record_figures([NewFigure(value=1.0, what=what, derivation=made) for what in months], by=ada())

    assert [row.region for row in rows] == [f"r{n}" for n in range(30)]
    assert (Derivation.objects.count(), seq()) == (1, 1)


def test_the_same_inputs_cannot_give_another_number():
    figure(ada(), 507.9)

    with pytest.raises(ValidationError, match="another version"):
        figure(ada(), 508.9)


def test_a_later_figure_about_the_same_supersedes_the_earlier():
    earlier = figure(ada(), 507.9, maps="ab")
    shown = exhibit(ada(), earlier)

    later = figure(ada(), 509.0, maps="abc")

    assert later.supersedes == earlier
    assert superseded([shown.uid])[shown.uid].newer is None
    newer = exhibit(ada(), later, title="Ground taken by month, again")
    assert superseded([shown.uid])[shown.uid].newer == newer
    assert superseded([newer.uid]) == {}


def test_an_exhibit_is_no_newer_one_unless_it_shows_everything_the_old_one_showed():
    may, april = figure(ada(), 507.9), figure(ada(), 379.5, region="North")
    shown = exhibit(ada(), may, april)
    later = figure(ada(), 509.0, maps="abc")

    exhibit(ada(), later, title="One of two")

    assert superseded([shown.uid])[shown.uid].newer is None
    both = exhibit(ada(), later, april, title="Both")
    assert superseded([shown.uid])[shown.uid].newer == both


def test_another_mapper_supersedes_nobody():
    figure(ada(), series="one")

    assert figure(ada(), series="other").supersedes is None


def test_the_same_exhibit_twice_is_one():
    one = figure(ada())

    assert exhibit(ada(), one).pk == exhibit(ada(), one).pk
    assert Exhibit.objects.count() == 1


def test_rows_are_never_changed():
    row = figure(ada())
    row.value = 1.0

    with pytest.raises(AssertionError):
        row.save()


@pytest.mark.parametrize(
    "broken",
    [
        {"title": ""},
        {"kind": "film"},
        {"drawing": Drawing()},
        {"drawing": Drawing(wide="<p>no</p>")},
        {"drawing": Drawing(wide=SVG, geojson={"x": float("nan")})},
        {"drawing": Drawing(wide=SVG, spec={"x": "y" * 2_100_000})},
    ],
)
def test_an_exhibit_that_cannot_be_shown_is_refused(broken):
    with pytest.raises(ValidationError):
        exhibit(ada(), **broken)

    assert seq() == 0


def test_who_writes_for_a_blog_may_record_and_others_may_not():
    blog = live_blog(ada())
    set_member(blog, rui(), role=Role.REPORTER, by=ada())

    assert figure(rui()).by == rui()
    with pytest.raises(PermissionDenied):
        figure(noor(), 1.0, maps="c")


def test_what_was_recorded_holds_and_a_change_behind_our_back_is_found():
    exhibit(ada(), figure(ada()))
    assert list(verify_claims()) == []

    Figure.objects.update(value=1.0)
    Exhibit.objects.update(sentence="Something else.")

    assert ["altered" in fault.what for fault in verify_claims()] == [True, True]


def test_an_altered_derivation_is_found():
    figure(ada())
    row = Derivation.objects.get()
    Derivation.objects.update(content={**row.content, "version": "2"})

    assert ["derivation" in fault.what for fault in verify_claims()] == [True]


def test_the_derivation_stands_in_the_row_as_it_was_given():
    content = figure(ada()).derivation.content

    assert json.loads(json.dumps(content))["inputs"][0] == {"name": "a.geojson", "sha256": "a" * 64, "size": 10}
