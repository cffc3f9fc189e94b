"""Surveys at the desk: their list, sending maps, setting one up, watching it run, stopping it."""

from pathlib import PurePosixPath

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dateline.blog.core.refused import Refused
from dateline.newsroom.access import desk_page, may_in_newsroom, person, status_of_form, whole_number
from dateline.newsroom.forms import zones
from dateline.newsroom.map_uploads import one_sent, sent_maps, taking_maps, why_aside
from dateline.newsroom.surveyed import progress_of, survey_lines, survey_page
from dateline.newsroom.territory_forms import NewBoundaries, SurveySetUp
from dateline.territory import actions
from dateline.territory.actions import Maps
from dateline.territory.looking import region_names
from dateline.territory.models import Boundaries, Survey, SurveyState

SEE, SURVEY = may_in_newsroom("territory.see"), may_in_newsroom("territory.survey")
PAGE = 40


def survey_for(uid: str) -> Survey:
    """The survey of that address. Raises ``Http404``."""
    survey = Survey.objects.filter(uid=uid).select_related("boundaries", "earlier", "by").first()
    if survey is None:
        raise Http404(_("There is no such survey."))
    return survey


@desk_page("GET", before=SEE)
def list_surveys(request: HttpRequest) -> HttpResponse:
    """The newsroom's surveys, the newest first."""
    page = max(1, whole_number(request.GET.get("page", ""), otherwise=1))
    return render(request, "newsroom/territory/surveys.html", {"found": survey_lines(page, PAGE)})


@desk_page("GET", "POST", before=taking_maps(SURVEY))
def new_survey(request: HttpRequest) -> HttpResponse:
    """Sends maps for a new survey."""
    if request.method != "POST":
        return render(request, "newsroom/territory/new.html", {"most": actions.MOST_FILES})
    maps = sent_maps(request)
    name = request.POST.get("name", "").strip() or _named_by(maps)
    survey = actions.send_maps(name, maps, by=person(request))
    return _sent(request, survey, maps)


@desk_page("POST", before=taking_maps(SURVEY))
def more_maps(request: HttpRequest, uid: str) -> HttpResponse:
    """Another survey of the same maps and those that are sent: its figures supersede the earlier ones."""
    earlier, maps = survey_for(uid), sent_maps(request)
    if not maps.kept:
        raise Refused("None of the files can be a map.")
    survey = actions.send_maps(earlier.name, maps, by=person(request), earlier=earlier)
    return _sent(request, survey, maps)


@desk_page("GET", before=SEE)
def show_survey(request: HttpRequest, uid: str) -> HttpResponse:
    """One survey: to be set up, on its way, or with what came of it."""
    survey = survey_for(uid)
    if survey.state == SurveyState.DONE:
        return render(request, "newsroom/territory/survey.html", survey_page(survey))
    return _set_up_page(request, survey, SurveySetUp(initial=SurveySetUp.initial_of(survey)))


@desk_page("POST", before=SURVEY)
def run_survey(request: HttpRequest, uid: str) -> HttpResponse:
    """The survey set up and asked to run."""
    survey = survey_for(uid)
    form = SurveySetUp(request.POST)
    if not form.is_valid():
        return _set_up_page(request, survey, form)
    actions.ask_for(survey, form.how(), by=person(request))
    return HttpResponseRedirect(reverse("newsroom:survey", args=[uid]))


@desk_page("GET", before=SEE)
def survey_progress(request: HttpRequest, uid: str) -> HttpResponse:
    """How far the survey is, drawn again and again; the whole page once it is at its end."""
    survey = survey_for(uid)
    response = render(request, "newsroom/territory/progress.html", {"progress": progress_of(survey)})
    if not survey.is_open:
        response["HX-Refresh"] = "true"
    return response


@desk_page("POST", before=SURVEY)
def stop_survey(request: HttpRequest, uid: str) -> HttpResponse:
    """The survey asked to stop."""
    actions.stop_survey(survey_for(uid), by=person(request))
    return HttpResponseRedirect(reverse("newsroom:survey", args=[uid]))


def _see_or_survey(request: HttpRequest) -> None:
    (SURVEY if request.method == "POST" else SEE)(request)


@desk_page("GET", "POST", before=taking_maps(_see_or_survey))
def boundaries(request: HttpRequest) -> HttpResponse:
    """The kept boundary files, and keeping another."""
    sent = request.method == "POST"
    form = NewBoundaries(request.POST if sent else None, request.FILES if sent else None)
    if sent:
        _keep_boundaries(request, form)
        if form.is_valid():
            back = request.POST.get("survey", "")
            place = reverse("newsroom:survey", args=[survey_for(back).uid]) if back else request.path
            return HttpResponseRedirect(place)
    context = {"form": form, "found": Boundaries.objects.select_related("file"), "back": request.GET.get("survey", "")}
    return render(request, "newsroom/territory/boundaries.html", context, status=status_of_form(form))


def _keep_boundaries(request: HttpRequest, form: NewBoundaries) -> None:
    kept = one_sent(request, "file")
    if kept is None:
        if why := why_aside(request):
            form.errors.pop("file", None)
            form.add_error("file", why)
        return
    named = region_names(kept)
    if isinstance(named, str):
        form.add_error("file", _("No regions could be read from it: %(why)s") % {"why": named})
    elif form.is_valid():
        actions.keep_boundaries(form.cleaned_data["title"], kept, regions=named, by=person(request))
        said = ngettext("Kept, with %(n)s region.", "Kept, with %(n)s regions.", len(named)) % {"n": len(named)}
        messages.success(request, said)


def _sent(request: HttpRequest, survey: Survey, maps: Maps) -> HttpResponse:
    n = len(maps.kept)
    messages.success(request, ngettext("%(n)s file is here.", "%(n)s files are here.", n) % {"n": n})
    return HttpResponseRedirect(reverse("newsroom:survey", args=[survey.uid]))


def _set_up_page(request: HttpRequest, survey: Survey, form: SurveySetUp) -> HttpResponse:
    context = {**survey_page(survey), "form": form, "zones": zones()}
    return render(request, "newsroom/territory/set_up.html", context, status=status_of_form(form))


def _named_by(maps: Maps) -> str:
    first = sorted(one.name for one in maps.kept)[:1]
    stem = PurePosixPath(first[0]).stem if first else ""
    return stem.strip("_- 0123456789.") or _("Survey of %(day)s") % {"day": timezone.localdate().isoformat()}
