"""The desk's forms for surveys: how maps are read and cut into periods, and the boundaries they are split by."""

from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dateline.newsroom.forms import zones
from dateline.territory.actions import SetUp
from dateline.territory.models import Boundaries, By, Survey
from dateline.territory.profile_check import BadProfile
from dateline.territory.profile_read import profile, read_profile
from dateline.territory.profile_texts import shipped

OWN = "own"
MOST_CUTS = 400


class SurveySetUp(forms.Form):
    """How a survey shall run."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    profile = forms.ChoiceField(
        label=gettext_lazy("Profile"),
        help_text=gettext_lazy("How the source is read: which day a map shows, which label is which class."),
    )
    profile_text = forms.CharField(
        label=gettext_lazy("The profile’s text"),
        required=False,
        strip=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "code", "dir": "ltr"}),
        help_text=gettext_lazy("Counts where “as written below” is chosen above."),
    )
    boundaries = forms.ModelChoiceField(
        label=gettext_lazy("Regions"),
        queryset=Boundaries.objects.none(),
        required=False,
        empty_label=gettext_lazy("No regions: the whole only"),
    )
    period = forms.ChoiceField(label=gettext_lazy("Periods"), choices=By.choices, initial=By.MONTH)
    cuts = forms.CharField(
        label=gettext_lazy("Or periods that begin on these days"),
        required=False,
        max_length=5000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        help_text=gettext_lazy("At least two days, such as 2025-03-15, 2025-04-15; each period ends before the next."),
    )
    zone = forms.CharField(
        label=gettext_lazy("Zone in which days are cut"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "dir": "ltr"}),
        help_text=gettext_lazy("Empty: the zone that the profile states."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(OWN, _("As written below")), *((name, name) for name in shipped())]
        self.fields["profile"].choices = choices  # type: ignore[attr-defined]
        self.fields["boundaries"].queryset = Boundaries.objects.all()  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(survey: Survey) -> dict[str, Any]:
        """The form's first values: how it was set up before, else what was proposed."""
        proposed = survey.proposal
        named = survey.profile or proposed.get("shipped") or OWN
        return {
            "name": survey.name,
            "profile": named if named in shipped() else OWN,
            "profile_text": survey.profile_text or proposed.get("text") or _shipped_text("generic"),
            "boundaries": survey.boundaries_id,
            "period": survey.period,
            "cuts": ", ".join(survey.cuts),
            "zone": survey.zone,
        }

    def clean_profile_text(self) -> str:
        """The text with the line ends it had before a browser sent it: the same text gives the same survey."""
        return str(self.cleaned_data["profile_text"]).replace("\r\n", "\n")

    def clean_cuts(self) -> list[date]:
        """The days, in order."""
        written = [one for one in self.cleaned_data["cuts"].replace(",", " ").split() if one]
        try:
            days = sorted({date.fromisoformat(one) for one in written})
        except ValueError:
            raise ValidationError(_("Write days as 2025-03-15, separated by commas.")) from None
        if len(days) == 1 or len(days) > MOST_CUTS:
            raise ValidationError(_("Between 2 and %(most)s days make periods.") % {"most": MOST_CUTS})
        return days

    def clean_zone(self) -> str:
        """A known zone, or none."""
        zone = str(self.cleaned_data["zone"])
        if zone and zone not in zones():
            raise ValidationError(_("That is not a known time zone, such as Europe/Kyiv."))
        return zone

    def clean(self) -> dict[str, Any]:
        """The profile has to be one that can read maps; each fault stands with its key."""
        given = super().clean() or {}
        if given.get("profile") != OWN:
            return given
        try:
            read_profile(given.get("profile_text", ""))
        except BadProfile as bad:
            for fault in bad.faults[:30]:
                self.add_error("profile_text", fault)
        return given

    def how(self) -> SetUp:
        """What was asked for."""
        given = self.cleaned_data
        own = given["profile"] == OWN
        read = read_profile(given["profile_text"]) if own else profile(given["profile"])
        return SetUp(
            name=given["name"],
            profile=read.name,
            profile_text=read.text,
            boundaries=given["boundaries"],
            zone=given["zone"],
            period=given["period"],
            cuts=given["cuts"],
        )


class NewBoundaries(forms.Form):
    """A boundary file to keep."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Such as “Regions, 2020, with their source”; else the file’s name."),
    )
    file = forms.FileField(
        label=gettext_lazy("Boundary file"),
        help_text=gettext_lazy("GeoJSON, KML, a zipped shapefile or their like, with a name for each region."),
    )


def profile_texts(names: Sequence[str]) -> dict[str, str]:
    """The shipped profiles' texts by name."""
    return {name: _shipped_text(name) for name in names}


def _shipped_text(name: str) -> str:
    return (files("dateline.territory") / "profiles" / f"{name}.toml").read_text("utf-8")
