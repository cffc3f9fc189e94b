"""The list of blogs, and opening one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dateline.blog.actions import blogs
from dateline.blog.core.refused import NotAllowed, Refused
from dateline.blog.refusals import in_words
from dateline.newsroom.access import desk_page, person, status_of_form
from dateline.newsroom.drawn import my_blogs
from dateline.newsroom.forms import NewBlog, zones


@desk_page("GET")
def list_blogs(request: HttpRequest) -> HttpResponse:
    """The person's blogs."""
    return render(request, "newsroom/blogs.html", {"found": my_blogs(person(request))})


@desk_page("GET", "POST")
def new_blog(request: HttpRequest) -> HttpResponse:
    """Opens a blog; for who runs the newsroom."""
    if not person(request).is_superuser:
        raise NotAllowed("Only who runs the newsroom may open a blog.")
    form = NewBlog(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            blog = blogs.create_blog(form.cleaned_data["slug"], form.words(), by=person(request))
        except Refused as no:
            form.add_error(None, in_words(no))
        else:
            messages.success(request, _("The blog is open; readers see it as upcoming."))
            return HttpResponseRedirect(reverse("newsroom:timeline", args=[blog.slug]))
    return render(request, "newsroom/new_blog.html", {"form": form, "zones": zones()}, status=status_of_form(form))
