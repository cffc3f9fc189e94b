"""Watch words of one person: the list with how much came, adding and taking out, looking at what was found."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dateline.newsroom import actions
from dateline.newsroom.access import desk_page, may_in_newsroom, person
from dateline.newsroom.models import WatchWord
from dateline.newsroom.wire_panel import choices, watched

SEE = may_in_newsroom("wire.see")


@desk_page("GET", "POST", before=SEE)
def watch_words(request: HttpRequest) -> HttpResponse:
    """The person's words, each with how many reports came since they looked; another one."""
    if request.method == "POST":
        actions.watch(request.POST.get("words", ""), language=request.POST.get("language", ""), by=person(request))
        return HttpResponseRedirect(reverse("newsroom:wire-watch"))
    context = {"watched": watched(person(request)), **choices()}
    return render(request, "newsroom/wire/watch.html", context)


@desk_page("POST", before=SEE)
def watch_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The word's matches, counted as seen; or the word taken out."""
    word = WatchWord.objects.filter(pk=pk, user=person(request)).first()
    if word is None:
        raise Http404(_("You do not watch for that."))
    if request.POST.get("do") == "remove":
        actions.unwatch(word, by=person(request))
        return HttpResponseRedirect(reverse("newsroom:wire-watch"))
    actions.note_watched(word, by=person(request), now=timezone.now())
    query = urlencode({"q": word.words, "language": word.language, "copies": "1"})
    return HttpResponseRedirect(f"{reverse('newsroom:wire-items')}?{query}")
