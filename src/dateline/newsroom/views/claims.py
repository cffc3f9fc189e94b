"""The desk's pages about claims: all of them, a new one, and one with its statuses, its posts and figures beside it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dateline.blog.actions.claims import set_status
from dateline.blog.core.refused import Refused
from dateline.blog.models import Post
from dateline.blog.refusals import in_words
from dateline.claims.actions.claims import Evidence
from dateline.claims.beside import sentences
from dateline.claims.models import Claim, Figure
from dateline.claims.queries import (
    claim_by_uid,
    claim_views,
    figures_beside,
    newest_claims,
    subjects_of,
    verifications_of,
)
from dateline.newsroom.access import desk_page, person, status_of_form
from dateline.newsroom.claim_forms import ClaimForm, StatusForm
from dateline.newsroom.claiming import filed, kept_file


@desk_page("GET")
def list_claims(request: HttpRequest) -> HttpResponse:
    """The claims filed last, or those with the words asked for."""
    _require(request, "claims.see")
    asked = request.GET.get("q", "")[:200]
    views = claim_views([claim.uid for claim in newest_claims(asked)])
    return render(request, "newsroom/claims.html", {"claims": views, "asked": asked})


@desk_page("GET", "POST")
def new_claim(request: HttpRequest) -> HttpResponse:
    """A claim written down."""
    _require(request, "claims.record")
    may_verify = person(request).has_perm("claims.verify")
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ClaimForm(*sent, may_verify=may_verify)
    if request.method == "POST" and form.is_valid():
        try:
            claim = filed(form, by=person(request))
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            messages.success(request, _("Filed. Put it into a post where it belongs."))
            return HttpResponseRedirect(reverse("newsroom:claim", args=[claim.uid]))
    return render(request, "newsroom/new_claim.html", {"form": form}, status=status_of_form(form))


@desk_page("GET", "POST")
def show_claim(request: HttpRequest, uid: str) -> HttpResponse:
    """The claim, every status it had, the posts that show it; a new status; with ``?compare`` figures beside it."""
    _require(request, "claims.see")
    claim = claim_by_uid(uid)
    if claim is None:
        raise Http404(_("There is no such claim."))
    (view,) = claim_views([uid])
    compared = figures_beside(claim) if "compare" in request.GET else []
    said = sentences(claim, compared) if compared else []
    figures = [(one.figure.key, sentence) for one, sentence in zip(compared, said, strict=True)]
    form = StatusForm(request.POST or None, request.FILES or None, initial={"status": view.status}, figures=figures)
    if request.method == "POST" and form.is_valid() and _judged(request, claim, form):
        messages.success(request, _("Done; open pages show it already."))
        return HttpResponseRedirect(reverse("newsroom:claim", args=[uid]))
    context = {
        "claim": claim,
        "view": view,
        "form": form,
        "history": verifications_of(claim),
        "posts": _posts(claim),
        "asked": "compare" in request.GET,
        "compared": said,
    }
    return render(request, "newsroom/claim.html", context, status=status_of_form(form))


def _judged(request: HttpRequest, claim: Claim, form: StatusForm) -> bool:
    """Whether the status was set; where it was not, the form says why."""
    said = form.cleaned_data
    try:
        figure = Figure.objects.filter(key=said["figure"]).first() if said.get("figure") else None
        snapshot = kept_file(said["file"], by=person(request))
        evidence = Evidence(url=said["evidence"], snapshot=snapshot, figure=figure)
        set_status(claim, said["status"], note=said["note"], evidence=evidence, by=person(request))
    except ValidationError as wrong:
        form.add_error(None, wrong)
    except Refused as refused:
        form.add_error(None, in_words(refused))
    return form.is_valid()


def _posts(claim: Claim) -> list[Post]:
    """The published posts that show the claim now."""
    uids = [subject.rpartition("/")[2] for subject in subjects_of(claim) if subject.startswith("blog/")]
    posts = Post.objects.filter(uid__in=uids).select_related("blog").order_by("-saved_at")
    return [post for post in posts if claim.uid in post.claims]


def _require(request: HttpRequest, permission: str) -> None:
    if not person(request).has_perm(permission):
        raise PermissionDenied(_("You have no role on any blog yet. Ask an editor to add you."))
