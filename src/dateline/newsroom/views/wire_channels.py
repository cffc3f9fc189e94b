"""Channels at the desk: how each stands, in words; adding, pausing, resuming, asking now, what may be shown of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dateline.claims.core.clean import clean_url
from dateline.newsroom.access import desk_page, may_in_newsroom, person, status_of_form
from dateline.newsroom.wire_panel import head_seq
from dateline.wire.actions import channels as actions
from dateline.wire.models import Channel, Shown
from dateline.wire.queries import channel_by, channels
from dateline.wire.wording import state_in_words

SEE, RUN = may_in_newsroom("wire.see"), may_in_newsroom("wire.run")


class ChannelForm(forms.Form):
    """A channel's words and terms."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, required=False)
    language = forms.CharField(label=gettext_lazy("Language"), max_length=35, required=False)
    section = forms.CharField(label=gettext_lazy("Section"), max_length=100, required=False)
    shown = forms.ChoiceField(label=gettext_lazy("What readers may see of it"), choices=Shown.choices)
    licence = forms.CharField(label=gettext_lazy("Licence"), max_length=300, required=False)
    reads_pages = forms.BooleanField(label=gettext_lazy("Read each report’s page too"), required=False)


class NewChannelForm(ChannelForm):
    """Where a channel is; what it is is found out."""

    address = forms.URLField(label=gettext_lazy("Address"), max_length=2000, assume_scheme="https")
    field_order = ["address"]

    def clean_address(self) -> str:
        """An address of the web: folders and mailboxes are the operator's to name."""
        address: str = clean_url(self.cleaned_data["address"])
        if not address:
            raise ValidationError(_("It must begin with https:// or http://."))
        return address


@desk_page("GET", before=SEE)
def list_channels(request: HttpRequest) -> HttpResponse:
    """Every channel with how it stands; those with a fault first."""
    return render(request, "newsroom/wire/channels.html", _listed())


@desk_page("GET", before=SEE)
def channel_lines(request: HttpRequest) -> HttpResponse:
    """The list alone, drawn again when something came."""
    return render(request, "newsroom/wire/channel_lines.html", _listed())


@desk_page("GET", "POST", before=RUN)
def new_channel(request: HttpRequest) -> HttpResponse:
    """A channel to be polled: what the address is is found out first."""
    form = NewChannelForm(request.POST if request.method == "POST" else None, initial={"shown": Shown.HEADLINE})
    if request.method == "POST" and form.is_valid() and (new := _found(form)):
        channel = actions.add_channel(new, by=person(request))
        messages.success(request, _("It is asked as soon as its server is free."))
        return HttpResponseRedirect(reverse("newsroom:wire-channel", args=[channel.uid]))
    return render(request, "newsroom/wire/new_channel.html", {"form": form}, status=status_of_form(form))


def _found(form: NewChannelForm) -> actions.NewChannel | None:
    """The channel that the address is; where it is none, the form says why."""
    from dateline.wire.discover import Found, discover  # what fetches and reads is slow to load

    said = form.cleaned_data
    found = discover(said["address"])
    if not isinstance(found, Found):
        form.add_error("address", found.reason)
        return None
    told = {name: said[name] or getattr(found, name, "") for name in ("name", "language", "section", "licence")}
    terms = {"shown": said["shown"], "reads_pages": said["reads_pages"]}
    return actions.NewChannel(address=found.address, kind=found.kind, site=found.site, **told, **terms)


@desk_page("GET", "POST", before=SEE)
def show_channel(request: HttpRequest, uid: str) -> HttpResponse:
    """How the channel stands, and its words and terms."""
    channel = _channel(uid)
    sent = request.method == "POST"
    initial = {name: getattr(channel, name) for name in ChannelForm.base_fields}
    form = ChannelForm(request.POST if sent else None, initial=initial)
    if sent:
        RUN(request)
        if form.is_valid():
            values = form.cleaned_data | {"name": form.cleaned_data["name"] or channel.name}
            actions.set_channel(channel, values, by=person(request))
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(request.path)
    told = {"channel": channel, "form": form, "words": state_in_words(channel, timezone.now())}
    return render(request, "newsroom/wire/channel.html", told, status=status_of_form(form))


DEEDS: dict[str, Callable[..., Channel | None]] = {
    "pause": actions.pause_channel,
    "resume": actions.resume_channel,
    "ask": actions.ask_now,
    "show": actions.show_channel,
}


@desk_page("POST", before=RUN)
def channel_deed(request: HttpRequest, uid: str, deed: str) -> HttpResponse:
    """The channel paused, resumed, asked now, taken from readers' pages, or put back on them."""
    channel, by = _channel(uid), person(request)
    if deed == "hide":
        actions.hide_channel(channel, request.POST.get("reason", ""), by=by)
    elif deed in DEEDS:
        DEEDS[deed](channel, by=by)
        if deed == "ask":
            messages.success(request, _("It is asked as soon as its server is free."))
    else:
        raise Http404(_("There is no such deed."))
    return HttpResponseRedirect(reverse("newsroom:wire-channel", args=[uid]))


def _channel(uid: str) -> Channel:
    channel = channel_by(uid)
    if channel is None:
        raise Http404(_("There is no such channel."))
    return channel


def _listed() -> dict[str, Any]:
    now = timezone.now()
    told = [(channel, state_in_words(channel, now)) for channel in channels()]
    told.sort(key=lambda pair: (pair[0].state == "active", not pair[0].faults, pair[0].name.lower()))
    return {"channels": told, "seq": head_seq()}
