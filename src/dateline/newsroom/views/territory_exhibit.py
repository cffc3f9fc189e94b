"""From a survey's figures to a post: an exhibit chosen, previewed and made; then a draft that shows it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dateline.blog.core.refused import Refused
from dateline.blog.core.roles import Deed, may
from dateline.claims.actions.figures import unmade_exhibit
from dateline.claims.render import exhibit_card, unmade_card
from dateline.newsroom.access import blog_for, desk_page, person
from dateline.newsroom.drawn import framed, my_blogs
from dateline.newsroom.exhibit_forms import ExhibitChoice, ExhibitWords
from dateline.newsroom.surveyed import results_of
from dateline.newsroom.surveying import (
    Chosen,
    Telling,
    chosen,
    draft_with,
    make,
    new_exhibit,
    new_figures,
    newer_survey,
    proposed_telling,
)
from dateline.newsroom.views.territory import SEE, SURVEY, survey_for
from dateline.territory.models import Survey, SurveyExhibit
from dateline.territory.results import Results


@desk_page("GET", "POST", before=SURVEY)
def choose(request: HttpRequest, uid: str) -> HttpResponse:
    """Figures chosen, the exhibit as it would look; made when asked to."""
    survey, results = _with_figures(uid)
    sent = request.POST if request.method == "POST" else request.GET
    form = ExhibitChoice.of(sent.dict(), results=results)
    if not form.is_valid():
        return _page(request, survey, form)
    found = chosen(survey, form.choice(), results=results)
    if request.method == "POST" and request.POST.get("do") != "choose":
        return _sent(request, found, form)
    telling = proposed_telling(found)
    words = ExhibitWords(initial=ExhibitWords.initial_of(telling))
    return _page(request, survey, form, words=words, **_preview(found, telling))


@desk_page("GET", before=SEE)
def show(request: HttpRequest, uid: str, exhibit: str) -> HttpResponse:
    """An exhibit of the survey, and the blogs it can be put in."""
    row = _made(uid, exhibit)
    writes = [blog for blog, role in my_blogs(person(request)) if may(role, Deed.DRAFT)]
    card = framed(exhibit_card(row.exhibit.uid), row.exhibit.language)
    context = {"survey": row.survey, "exhibit": row.exhibit, "card": card, "blogs": writes}
    return render(request, "newsroom/territory/exhibit_made.html", context)


@desk_page("POST", before=SURVEY)
def put_in_post(request: HttpRequest, uid: str, exhibit: str) -> HttpResponse:
    """A new draft that shows the exhibit, opened in the composer."""
    row = _made(uid, exhibit)
    blog, _role = blog_for(request, request.POST.get("blog", ""), Deed.DRAFT)
    post = draft_with(row.exhibit, blog, by=person(request))
    messages.success(request, _("A draft with the exhibit. Readers do not see it yet."))
    return HttpResponseRedirect(reverse("newsroom:post", args=[blog.slug, post.uid]))


def _sent(request: HttpRequest, found: Chosen, form: ExhibitChoice) -> HttpResponse:
    words = ExhibitWords(request.POST)
    if not words.is_valid():
        return _page(request, found.survey, form, words=words)
    if request.POST.get("do") == "preview":
        return _page(request, found.survey, form, words=words, **_preview(found, words.telling()))
    exhibit = make(found, words.telling(), by=person(request))
    messages.success(request, _("The exhibit is made; it stands at an address of its own."))
    return HttpResponseRedirect(reverse("newsroom:survey-exhibit", args=[found.survey.uid, exhibit.uid]))


def _preview(found: Chosen, telling: Telling) -> dict[str, Any]:
    """The card as readers would see it, or why it cannot be made so."""
    try:
        if not telling.title:
            raise ValidationError(_("No period has this measure: it needs a map from before its first day."))
        exhibit = unmade_exhibit(new_exhibit(found, telling))
    except ValidationError as no:
        return {"refused": " ".join(no.messages)}
    derivations = {id(one.derivation): one.derivation for one in new_figures(found)}
    return {"card": framed(unmade_card(exhibit, derivations.values()), telling.language)}


def _page(request: HttpRequest, survey: Survey, form: ExhibitChoice, **more: Any) -> HttpResponse:
    wrong = bool(form.errors) or bool(more.get("words") and more["words"].errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    context = {"survey": survey, "form": form, "newer": newer_survey(survey), **more}
    return render(request, "newsroom/territory/exhibit.html", context, status=status)


def _with_figures(uid: str) -> tuple[Survey, Results]:
    survey = survey_for(uid)
    results = results_of(survey)
    if results is None:
        raise Http404(_("This survey has no results, or its files are not where they were written."))
    if not results.figures:
        raise Refused("This survey has no figures.")
    return survey, results


def _made(uid: str, exhibit: str) -> SurveyExhibit:
    rows = SurveyExhibit.objects.select_related("survey", "exhibit")
    row = rows.filter(survey__uid=uid, exhibit__uid=exhibit).first()
    if row is None:
        raise Http404(_("The survey has no such exhibit."))
    return row
