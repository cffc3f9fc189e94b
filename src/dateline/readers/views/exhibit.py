"""An exhibit's own page, and its figures, derivation, picture and ground as files that never change."""

import csv
import io
import re
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from dateline.claims.models import Exhibit
from dateline.claims.queries import exhibit_by_uid, figures_of, superseded
from dateline.claims.render import exhibit_in_full
from dateline.claims.rows import exhibit_told, figure_told
from dateline.readers import addresses
from dateline.readers.public import missing, page, with_headers

# The name comes from the hash of the content: what is at the address never changes.
CACHE_FOR_EVER = "public, max-age=31536000, immutable"
CACHE_A_WHILE = "public, max-age=60, stale-while-revalidate=60"
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,\s]*%?$)")
View = Callable[[HttpRequest, Exhibit], HttpResponse]


def of_exhibit(view: View) -> Callable[..., HttpResponse]:
    """The view called with the exhibit of its ``uid``, in the exhibit's language."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, uid: str) -> HttpResponse:
        exhibit = exhibit_by_uid(uid)
        if exhibit is None:
            return missing(request, gettext("There is no such exhibit."))
        with translation.override(exhibit.language):
            try:
                return with_headers(view(request, exhibit))
            except Http404 as absent:
                return missing(request, str(absent))

    return answer


@of_exhibit
def exhibit(request: HttpRequest, exhibit: Exhibit) -> HttpResponse:
    """The exhibit with every row and input, and whether newer figures are there."""
    stale = superseded([exhibit.uid]).get(exhibit.uid)
    context = {
        "exhibit": exhibit,
        "drawn": exhibit_in_full(exhibit.uid),
        "stale": stale,
        "canonical": addresses.here(request),
    }
    response = page("exhibit.html", context)
    response["Cache-Control"] = CACHE_A_WHILE
    return response


@of_exhibit
def exhibit_csv(request: HttpRequest, exhibit: Exhibit) -> HttpResponse:
    """The exhibit's table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_cell(name) for name in exhibit.table["columns"])
    writer.writerows([_cell(cell) for cell in row] for row in exhibit.table["rows"])
    return _file(request, exhibit, text.getvalue(), kind="text/csv", ending="csv")


@of_exhibit
def exhibit_json(request: HttpRequest, exhibit: Exhibit) -> HttpResponse:
    """The exhibit as it is hashed, with its figures and how each came about."""
    figures = figures_of(exhibit)
    told = {
        "uid": exhibit.uid,
        "content_hash": exhibit.content_hash,
        "content": exhibit_told(exhibit, [figure.key for figure in figures]),
        "figures": [figure_told(figure) for figure in figures],
        "derivations": {figure.derivation.sha256: figure.derivation.content for figure in figures},
    }
    text = JsonResponse(told, json_dumps_params={"ensure_ascii": False}).content.decode()
    return _file(request, exhibit, text, kind="application/json", ending="json")


@of_exhibit
def exhibit_spec(request: HttpRequest, exhibit: Exhibit) -> HttpResponse:
    """The chart as Vega-Lite, for who draws it again."""
    return _file(request, exhibit, exhibit.spec, kind="application/json", ending="vl.json")


@of_exhibit
def exhibit_geojson(request: HttpRequest, exhibit: Exhibit) -> HttpResponse:
    """The ground that the map shows."""
    return _file(request, exhibit, exhibit.geojson, kind="application/geo+json", ending="geojson")


@of_exhibit
def exhibit_svg(request: HttpRequest, exhibit: Exhibit) -> HttpResponse:
    """The picture as it stands on wide pages."""
    return _file(request, exhibit, exhibit.wide, kind="image/svg+xml", ending="svg")


def _file(request: HttpRequest, exhibit: Exhibit, text: str, *, kind: str, ending: str) -> HttpResponse:
    """The text as a file to be kept for good. Raises ``Http404`` where the exhibit has none of that kind."""
    if not text:
        raise Http404(gettext("This exhibit has no such file."))
    tag = f'"{exhibit.content_hash[:24]}-{ending}"'
    response = get_conditional_response(request, etag=tag)
    if response is None:
        response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
        response["Content-Disposition"] = f'inline; filename="{exhibit.uid}.{ending}"'
    response["ETag"], response["Cache-Control"] = tag, CACHE_FOR_EVER
    response["Content-Security-Policy"] = FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _cell(text: str) -> str:
    """The cell as spreadsheets show it: one that they would compute is text."""
    return f"'{text}" if _FORMULA.match(text) else text
