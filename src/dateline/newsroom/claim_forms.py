"""The desk's forms about claims: what somebody says, and what was found of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dateline.claims.core.values import NewClaim, SourceAbout
from dateline.claims.core.wording import Status
from dateline.claims.models import Claim
from dateline.claims.spoken import hedges, source_kinds, status_names

_SAID = (
    "text",
    "speaker",
    "according_to",
    "said_at",
    "quote",
    "hedge",
    "value",
    "unit",
    "start",
    "end",
    "measure",
    "region",
)
LINES = {"rows": 2, "dir": "auto"}
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ADDRESS = forms.URLInput(attrs={"dir": "ltr"})


class ClaimForm(forms.Form):
    """Who says what, with which number; as it was said, not as it should have been."""

    text = forms.CharField(label=_("What is said, in your words"), max_length=2000, widget=forms.Textarea(attrs=LINES))
    speaker = forms.CharField(label=_("Who says it"), required=False, max_length=200)
    according_to = forms.CharField(label=_("According to"), required=False, max_length=300)
    source = forms.CharField(label=_("Source: where you have it from"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of source"), choices=lambda: list(source_kinds().items()), initial="media")
    url = forms.URLField(label=_("Link to the source"), required=False, widget=ADDRESS, assume_scheme="https")
    quote = forms.CharField(
        label=_("Word for word, if it is a quote"), required=False, max_length=4000, widget=forms.Textarea(attrs=LINES)
    )
    page = forms.FileField(
        label=_("The page or text it stands in"),
        required=False,
        help_text=_("Kept by its hash, not shown to readers. The quote must stand in it word for word."),
    )
    said_at = forms.DateTimeField(label=_("When it was said (UTC)"), required=False, widget=MOMENT)
    hedge = forms.ChoiceField(label=_("Before the number"), required=False)
    value = forms.FloatField(label=_("Number"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    unit = forms.CharField(
        label=_("Unit"), required=False, max_length=20, help_text=_("Such as km², sq mi, ha, people, %, GBP.")
    )
    start = forms.DateField(label=_("Period, first day"), required=False, widget=DAY)
    end = forms.DateField(label=_("Period, last day"), required=False, widget=DAY)
    measure = forms.CharField(
        label=_("Measure, where it is said"), required=False, max_length=60, help_text=_("Such as net; else leave it.")
    )
    region = forms.CharField(
        label=_("Region, where it is said"), required=False, max_length=200, help_text=_("* for the whole.")
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=lambda: list(status_names().items()))
    note = forms.CharField(label=_("Public note"), required=False, max_length=1000)

    def __init__(self, *args: Any, may_verify: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(hedge, words % {"number": "…"}) for hedge, words in hedges().items() if hedge]
        self.fields["hedge"].choices = [("", "–"), *named]  # type: ignore[attr-defined]
        if not may_verify:
            del self.fields["status"], self.fields["note"]

    def new_claim(self) -> NewClaim:
        """The claim as filled in."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "page"}
        source = SourceAbout(name=said.pop("source"), kind=said.pop("kind"), url=_site(said["url"]))
        said["status"] = said.get("status") or Status.UNVERIFIED.value
        return NewClaim(**said, source=source)

    @staticmethod
    def initial_of(claim: Claim, status: str) -> dict[str, Any]:
        """The form's values of a claim that is to be put in other words."""
        kept = {name: getattr(claim, name) for name in _SAID}
        url = claim.url or claim.source.url
        return {**kept, "source": claim.source.name, "kind": claim.source.kind, "url": url, "status": status}


class StatusForm(forms.Form):
    """What was found of a claim, and what it rests on."""

    status = forms.ChoiceField(label=_("Status"), choices=lambda: list(status_names().items()))
    note = forms.CharField(
        label=_("Public note"),
        max_length=1000,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("Say what was found; readers of every post that shows the claim see it at once."),
    )
    evidence = forms.URLField(label=_("Link to the evidence"), required=False, widget=ADDRESS, assume_scheme="https")
    file = forms.FileField(
        label=_("Or the evidence itself"),
        required=False,
        help_text=_("Kept by its hash; readers do not see it."),
    )
    figure = forms.ChoiceField(label=_("Or one of our figures"), required=False)

    def __init__(self, *args: Any, figures: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["figure"].choices = [("", "–"), *figures]  # type: ignore[attr-defined]
        if not figures:
            del self.fields["figure"]


def _site(url: str) -> str:
    """The source's own address: the site, without the page."""
    return "/".join(url.split("/")[:3]) + "/" if url else ""
