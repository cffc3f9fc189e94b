"""The authors: who can stand over a post, with role, bio and portrait; guests too."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dateline.accounts.models import User
from dateline.blog.actions.authors import AuthorWords, may_change, save_author
from dateline.blog.core.refused import NotAllowed, Refused
from dateline.blog.models import Author
from dateline.blog.refusals import in_words
from dateline.newsroom.access import desk_page, person, status_of, status_of_form
from dateline.newsroom.forms import AuthorPage
from dateline.newsroom.uploads import portrait_of


@desk_page("GET")
def list_authors(request: HttpRequest) -> HttpResponse:
    """Every author, and whether the person may change them."""
    by = person(request)
    found = [(author, may_change(author, by)) for author in Author.objects.select_related("user")[:500]]
    own = Author.objects.filter(user=by).exists()
    return render(request, "newsroom/authors.html", {"found": found, "has_own": own})


@desk_page("GET", "POST")
def edit_author(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One author's page, or a new one's."""
    by = person(request)
    author = Author.objects.filter(pk=pk).select_related("user").first() if pk else None
    if pk and author is None:
        raise Http404(_("There is no such author."))
    if author and not may_change(author, by):
        raise NotAllowed("You may change your own author's page, and as an editor those of guests.")
    form = AuthorPage(request.POST or None, request.FILES or None, initial=_initial(author, by))
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            save_author(author, _words(request, form, author), by=by)
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("Saved; posts published from now on carry it."))
            return HttpResponseRedirect(reverse("newsroom:authors"))
    context = {"form": form, "author": author, "refused": refused and in_words(refused)}
    status = status_of(refused) if refused else status_of_form(form)
    return render(request, "newsroom/author.html", context, status=status)


def _initial(author: Author | None, by: User) -> dict[str, str]:
    if author is None:
        own = not Author.objects.filter(user=by).exists()
        return {"name": by.name or by.username, "username": by.username} if own else {}
    username = author.user.username if author.user else ""
    return {"name": author.name, "role": author.role, "bio": author.bio, "username": username}


def _words(request: HttpRequest, form: AuthorPage, author: Author | None) -> AuthorWords:
    given = form.cleaned_data
    user = User.objects.filter(username=given["username"]).first() if given["username"] else None
    if given["username"] and user is None:
        raise Refused("Nobody signs in as “%(name)s”.", name=given["username"])
    sent = portrait_of(request.FILES, "portrait_file", by=person(request))
    portrait = sent or (author.portrait if author else "")
    return AuthorWords(name=given["name"], role=given["role"], bio=given["bio"], portrait=portrait, user=user)
