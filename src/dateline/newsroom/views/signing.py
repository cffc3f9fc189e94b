"""Signing in and out, and one's own password."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import login, logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from dateline.accounts.models import User
from dateline.newsroom.access import desk_page, person, status_of_form
from dateline.newsroom.actions import change_own_password, forget_failures, note_failure
from dateline.newsroom.forms import OwnPassword, SignIn
from dateline.newsroom.throttle import seconds_to_wait


@desk_page("GET", "POST", public=True)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signing in; failures slow it down, and it never tells which names exist."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(_next(request))
        return _form(request, SignIn(request))
    username, address = request.POST.get("username", "").strip(), request.META.get("REMOTE_ADDR", "")
    wait = seconds_to_wait(username, address, now=timezone.now())
    if wait:
        return _wait(request, wait)
    form = SignIn(request, data=request.POST)
    if form.is_valid():
        forget_failures(username, address)
        login(request, form.get_user())
        return HttpResponseRedirect(_next(request))
    note_failure(username, address, now=timezone.now())
    return _form(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@desk_page("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Signing out."""
    logout(request)
    messages.success(request, _("You are signed out."))
    return HttpResponseRedirect(reverse("newsroom:sign-in"))


@desk_page("GET", "POST")
def own_password(request: HttpRequest) -> HttpResponse:
    """Another password for oneself."""
    form = OwnPassword(request.POST if request.method == "POST" else None)
    user = person(request)
    if request.method == "POST" and form.is_valid() and _changed(request, form, user):
        messages.success(request, _("You have a new password."))
        return HttpResponseRedirect(reverse("newsroom:blogs"))
    return render(request, "newsroom/password.html", {"form": form}, status=status_of_form(form))


def _changed(request: HttpRequest, form: OwnPassword, user: User) -> bool:
    if not user.check_password(form.cleaned_data["old"]):
        form.add_error("old", _("That is not your password."))
        return False
    try:
        change_own_password(request, user, form.cleaned_data["new"])
    except ValidationError as weak:
        form.add_error("new", weak)
        return False
    return True


def _wait(request: HttpRequest, seconds: int) -> HttpResponse:
    form = SignIn(request, initial={"username": request.POST.get("username", "")})
    text = _("Too many tries. Wait %(seconds)s seconds, then try again.") % {"seconds": seconds}
    response = _form(request, form, status=HTTPStatus.TOO_MANY_REQUESTS, refused=text)
    response["Retry-After"] = str(seconds)
    return response


def _form(request: HttpRequest, form: SignIn, *, status: HTTPStatus = HTTPStatus.OK, refused: str = "") -> HttpResponse:
    context = {"form": form, "next": _next(request), "refused": refused}
    return render(request, "newsroom/sign_in.html", context, status=status)


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else reverse("newsroom:blogs")
