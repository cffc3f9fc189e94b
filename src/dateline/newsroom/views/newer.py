"""A newer exhibit of the same figures beside the one a post shows: an editor takes it over as a correction, or not."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from dateline.blog.actions.claims import accept_newer
from dateline.blog.core.refused import Refused
from dateline.blog.core.roles import Deed
from dateline.blog.models import Blog
from dateline.blog.refusals import in_words
from dateline.claims.models import Figure
from dateline.claims.queries import Superseded, newest_of
from dateline.claims.spoken import period, quantity
from dateline.newsroom.access import blog_for, desk_page, person, post_of, status_of, whole_number
from dateline.newsroom.claiming import stale_exhibits
from dateline.newsroom.drawn import name_of, rights

MOST_NAMED = 3


@desk_page("GET", "POST")
def newer(request: HttpRequest, slug: str, uid: str, exhibit: str) -> HttpResponse:
    """Both exhibits' words and numbers, and the correction that would be published, to be edited."""
    blog, role = blog_for(request, slug, Deed.PUBLISH)
    post = post_of(blog, uid)
    stale = next((one for one in stale_exhibits(post) if one.exhibit.uid == exhibit), None)
    if stale is None:
        raise Http404(_("This exhibit has no newer figures."))
    refused: Refused | None = None
    if request.method == "POST":
        try:
            base = whole_number(request.POST.get("base", ""), otherwise=-1)
            note = request.POST.get("correction", "")
            accept_newer(post, exhibit, correction=note, by=person(request), base=base)
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("Corrected; the note is public."))
            return HttpResponseRedirect(f"{reverse('newsroom:timeline', args=[slug])}#line-{uid}")
    context = {
        "blog": blog,
        "post": post,
        "name": name_of(post),
        "rights": rights(role),
        "stale": stale,
        "changes": _changes(stale),
        "correction": request.POST.get("correction") or proposed(stale, blog),
        "refused": refused and in_words(refused),
    }
    return render(request, "newsroom/newer.html", context, status=status_of(refused) if refused else 200)


def proposed(stale: Superseded, blog: Blog) -> str:
    """A public note that says which numbers changed from what to what, in the blog's language."""
    with translation.override(blog.language):
        changed = [(old, new) for old, new in _pairs(stale) if _number(old) != _number(new)]
        if not changed:
            return _("Newer figures from the same source; the numbers are the same.")
        said = [f"{_about(old, changed)}: {_now(old, new)}" for old, new in changed[:MOST_NAMED]]
        if len(changed) > MOST_NAMED:
            said.append(_("and %(n)s more figures") % {"n": len(changed) - MOST_NAMED})
        return _("Newer figures from the same source: %(changes)s.") % {"changes": "; ".join(said)}


def _now(old: Figure, new: Figure) -> str:
    return _("%(now)s, not %(before)s") % {"before": _number(old), "now": _number(new)}


def _about(figure: Figure, among: Sequence[tuple[Figure, Figure]]) -> str:
    """Region and period, and where these name several of the figures, what was measured of which classes."""
    named = (figure.region, figure.start, figure.end)
    alone = sum((old.region, old.start, old.end) == named for old, _new in among) == 1
    where = "" if figure.region == "*" else figure.region
    about = [where, period(figure.start, figure.end), *(() if alone else (figure.measure, figure.classes))]
    return ", ".join(filter(None, about)) or figure.measure


def _number(figure: Figure) -> str:
    return quantity(figure.value, figure.unit)


def _changes(stale: Superseded) -> list[tuple[Figure, Figure]]:
    return _pairs(stale)[:50]


def _pairs(stale: Superseded) -> list[tuple[Figure, Figure]]:
    """Each figure that is no longer the newest with the one that is; those whose number changed first."""
    newest = newest_of(stale.figures)
    pairs = [(old, newest[old.what]) for old in stale.figures]
    return sorted(pairs, key=lambda pair: _number(pair[0]) == _number(pair[1]))
