"""The desk's form for an exhibit: which figures, shown as what, in which words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dateline.newsroom.forms import LANGUAGES
from dateline.newsroom.surveying import Telling
from dateline.newsroom.templatetags.territory import days
from dateline.territory.core.choice import CHART, MAP, TABLE, Choice
from dateline.territory.core.regions import WHOLE
from dateline.territory.core.values import Measure
from dateline.territory.results import Results
from dateline.territory.wording import MEASURES


class ExhibitChoice(forms.Form):
    """Which figures, shown as what."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Show it as"),
        choices=[
            (CHART, gettext_lazy("Chart")),
            (MAP, gettext_lazy("Map of the last period")),
            (TABLE, gettext_lazy("Table")),
        ],
    )
    classes = forms.ChoiceField(label=gettext_lazy("Ground"))
    measure = forms.ChoiceField(label=gettext_lazy("Measure"))
    region = forms.ChoiceField(label=gettext_lazy("Region"))
    first = forms.ChoiceField(label=gettext_lazy("From"))
    last = forms.ChoiceField(label=gettext_lazy("To"))

    def __init__(self, *args: Any, results: Results, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._results = results
        for name, choices in {
            "classes": [(one, one) for one in results.classes],
            "measure": [(one.value, MEASURES[one].name) for one in results.measures],
            "region": [(one, _("The whole") if one == WHOLE else one) for one in results.regions],
            "first": [(one.start.isoformat(), days(one)) for one in results.periods],
            "last": [(one.start.isoformat(), days(one)) for one in results.periods],
        }.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def of(cls, sent: Mapping[str, str], *, results: Results) -> "ExhibitChoice":
        """The form with what was sent; what was not is net change of the first ground over all periods, as a chart."""
        measure = Measure.NET if Measure.NET in results.measures else results.measures[0]
        begins = {
            "kind": CHART,
            "classes": results.classes[0],
            "measure": measure.value,
            "region": WHOLE,
            "first": results.periods[0].start.isoformat(),
            "last": results.periods[-1].start.isoformat(),
        }
        return cls({name: sent.get(name) or value for name, value in begins.items()}, results=results)

    def choice(self) -> Choice:
        """What was chosen; periods the wrong way round are turned."""
        given = self.cleaned_data
        first, last = sorted(date.fromisoformat(given[name]) for name in ("first", "last"))
        return Choice(
            kind=given["kind"],
            classes=given["classes"],
            measure=Measure(given["measure"]),
            region=given["region"],
            first=first,
            last=last,
        )


class ExhibitWords(forms.Form):
    """The words of an exhibit."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    sentence = forms.CharField(
        label=gettext_lazy("Sentence"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Proposed from the figures; it never says more than they do. Yours to put better."),
    )
    limits = forms.CharField(
        label=gettext_lazy("What this does not say"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of these words"), choices=LANGUAGES, initial="en")

    @staticmethod
    def initial_of(telling: Telling) -> dict[str, str]:
        """The proposed words."""
        return {
            "title": telling.title,
            "sentence": telling.sentence,
            "limits": telling.limits,
            "language": telling.language,
        }

    def telling(self) -> Telling:
        """The words as written."""
        given = self.cleaned_data
        return Telling(
            title=given["title"], sentence=given["sentence"], limits=given["limits"], language=given["language"]
        )
