"""Reading a survey at the desk: its findings by gate, its figures by period and region, its files."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from dateline.newsroom.access import desk_page
from dateline.newsroom.surveyed import downloads, figure_table, gate_counts, gates, inputs_of, results_of
from dateline.newsroom.views.territory import SEE, survey_for
from dateline.territory.models import Survey
from dateline.territory.results import Results
from dateline.territory.running import results_folder

# Shown in the page; anything else is saved. A picture that is opened by itself may do nothing at all.
SHOWN = {".svg": "image/svg+xml", ".png": "image/png"}
TYPES = {".csv": "text/csv", ".json": "application/json", ".geojson": "application/geo+json"}


@desk_page("GET", before=SEE)
def findings(request: HttpRequest, uid: str) -> HttpResponse:
    """What the gates found, by gate; of one gate, or holding a text, where asked for."""
    survey, results = _with_results(uid)
    gate, text = request.GET.get("gate", ""), request.GET.get("text", "")
    context = {
        "survey": survey,
        "results": results,
        "counts": gate_counts(results.findings),
        "gates": gates(results.findings, gate=gate, text=text),
        "gate": gate,
        "text": text,
    }
    return render(request, "newsroom/territory/findings.html", context)


@desk_page("GET", before=SEE)
def figures(request: HttpRequest, uid: str) -> HttpResponse:
    """The figures as a table, each measure side by side with what it counts."""
    survey, results = _with_results(uid)
    context = {"survey": survey, "results": results, "table": figure_table(results, request.GET.dict())}
    return render(request, "newsroom/territory/figures.html", context)


@desk_page("GET", before=SEE)
def files(request: HttpRequest, uid: str) -> HttpResponse:
    """The survey's files to take, and the maps that went in, by hash."""
    survey, results = _with_results(uid)
    context = {
        "survey": survey,
        "results": results,
        "inputs": inputs_of(survey),
        "files": downloads(survey),
        "record": results.record,
    }
    return render(request, "newsroom/territory/files.html", context)


@desk_page("GET", before=SEE)
def file(request: HttpRequest, uid: str, name: str) -> HttpResponseBase:
    """One file of the survey."""
    survey = survey_for(uid)
    if name not in {one.name for one in downloads(survey)}:
        raise Http404(_("The survey has no such file."))
    path = Path(results_folder(survey)) / name
    kind = SHOWN.get(path.suffix) or TYPES.get(path.suffix, "application/octet-stream")
    response = FileResponse(path.open("rb"), as_attachment=path.suffix not in SHOWN, filename=name, content_type=kind)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _with_results(uid: str) -> tuple[Survey, Results]:
    survey = survey_for(uid)
    results = results_of(survey)
    if results is None:
        raise Http404(_("This survey has no results, or its files are not where they were written."))
    return survey, results
