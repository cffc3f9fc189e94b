"""Joins surveys, claims and blogs: exhibits of a survey's figures, newer ones when more maps came, a post's draft."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from dateline.accounts.models import User
from dateline.blog.actions.posts import draft_post
from dateline.blog.bylines import own_byline
from dateline.blog.core.words import post_words
from dateline.blog.models import Blog, Post
from dateline.claims.actions.figures import make_exhibit, record_figures
from dateline.claims.core.provenance import Derivation, Input, What
from dateline.claims.core.values import Drawing, NewExhibit, NewFigure, SourceAbout, Table
from dateline.claims.models import Exhibit
from dateline.claims.models import Figure as FigureRow
from dateline.claims.queries import newest_about
from dateline.territory.actions import note_exhibit
from dateline.territory.core.chart import chart_spec
from dateline.territory.core.choice import MAP, TABLE, Choice, chosen_chart, chosen_figures, chosen_table, notes, words
from dateline.territory.core.picture import NARROW, WIDE, Spec
from dateline.territory.core.values import Figure, Measure
from dateline.territory.core.wording import Names
from dateline.territory.looking import drawn
from dateline.territory.models import Survey, SurveyExhibit, SurveyState
from dateline.territory.profile_read import Profile, read_profile
from dateline.territory.results import Results, read_results
from dateline.territory.running import results_folder
from dateline.territory.shown_ground import shown_ground
from dateline.territory.surveys.names import names_for
from dateline.territory.surveys.period_maps import period_map
from dateline.territory.wording import MEASURES

METHOD = "dateline.territory"
# These say how a kind of file is read, not whose count it is: surveys by them are told apart by their own beginnings.
NO_SOURCE = {"generic", "perimeters", "proposed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The words of an exhibit, as an editor has them now."""

    title: str
    sentence: str
    limits: str
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A survey's results with what was chosen of them."""

    survey: Survey
    results: Results
    profile: Profile
    names: Names
    choice: Choice

    @property
    def figures(self) -> list[Figure]:
        """The figures that are shown."""
        return chosen_figures(self.results.figures, self.choice)


def chosen(survey: Survey, choice: Choice, *, results: Results) -> Chosen:
    """The choice with what it is of."""
    profile = read_profile(results.record["profile"]["text"], results.record["profile"]["name"])
    names = names_for(profile, choice.classes)
    return Chosen(survey=survey, results=results, profile=profile, names=names, choice=choice)


def proposed_telling(found: Chosen) -> Telling:
    """Words to begin from; the limits are what the figures' own notes and the gates say."""
    said = words(found.results.figures, found.choice, names=found.names)
    limits = notes(found.results.figures, found.choice, names=found.names)
    if found.results.findings:
        limits.append(f"{len(found.results.findings)} findings in the maps were dealt with as the profile says.")
    return Telling(title=said.title, sentence=said.sentence, limits=" ".join(limits[-6:]))


def new_exhibit(found: Chosen, telling: Telling) -> NewExhibit:
    """The exhibit, drawn; not made yet."""
    with translation.override(telling.language):
        says = str(MEASURES[found.choice.measure].says)
        method = _method(found)
    table = chosen_table(found.results.figures, found.choice, names=found.names)
    return NewExhibit(
        kind=found.choice.kind,
        title=telling.title,
        sentence=telling.sentence,
        table=Table(columns=table.columns, rows=table.rows),
        drawing=_drawing(found, telling),
        source=found.profile.title,
        source_url=found.profile.terms_url or _address(found.profile.source),
        as_of=_as_of(found),
        measure=says,
        limits=telling.limits,
        method=method,
        language=telling.language,
    )


def make(found: Chosen, telling: Telling, *, by: User) -> Exhibit:
    """The exhibit with its figures on record, kept beside its survey so that a newer one can make it anew.

    Raises ``ValidationError`` where a newer survey is there: an old figure recorded now would supersede a newer one.
    """
    if newer_survey(found.survey):
        raise ValidationError(_("A newer survey of these maps is there; make the exhibit of that one."))
    new = new_exhibit(found, telling)
    exhibit = make_exhibit(new, recorded(found, by=by), by=by)
    note_exhibit(found.survey, exhibit, choice=choice_to_json(found.choice, telling), by=by)
    return exhibit


def newer_survey(survey: Survey) -> Survey | None:
    """The survey with more maps that was made of this one and is done, or None."""
    return survey.later.filter(state=SurveyState.DONE).order_by("-at").first()


def new_figures(found: Chosen) -> list[NewFigure]:
    """The figures that are shown, each with how it came about."""
    derivation, series = _derivation(found), _series(found)
    return [_new(figure, found, derivation=derivation, series=series) for figure in found.figures]


def recorded(found: Chosen, *, by: User) -> list[FigureRow]:
    """The figures on record. One that says the same as the newest about the same is that one: nothing is superseded."""
    new = new_figures(found)
    known = newest_about([one.what for one in new])
    same = [row if row and math.isclose(row.value, one.value, rel_tol=1e-9, abs_tol=1e-6) else None
            for one, row in zip(new, known, strict=True)]  # fmt: skip
    missing = [one for one, row in zip(new, same, strict=True) if row is None]
    fresh = iter(record_figures(missing, by=by) if missing else [])
    return [row or next(fresh) for row in same]


def renewed(survey: Survey) -> list[str]:
    """Makes the exhibits of the survey before anew where their figures differ in this one; a line for each.

    Posts stay as they are: an editor accepts the newer exhibit, post by post.
    """
    if survey.state != SurveyState.DONE or survey.earlier is None or survey.by is None:
        return []
    results = read_results(results_folder(survey))
    told = []
    for row in SurveyExhibit.objects.filter(survey=survey.earlier).select_related("exhibit"):
        try:
            exhibit = _renewed(survey, results, row, by=survey.by)
        except (PermissionDenied, ValidationError) as no:
            told.append(f"exhibit {row.exhibit.uid} was not made anew: {no}")
        else:
            told += [f"exhibit {row.exhibit.uid} has a newer one: {exhibit.uid}"] if exhibit else []
    return told


def _renewed(survey: Survey, results: Results, row: SurveyExhibit, *, by: User) -> Exhibit | None:
    choice, language = choice_from_json(row.choice)
    if choice.classes not in results.classes or choice.region not in results.regions:
        return None
    found = chosen(survey, choice, results=results)
    figures = recorded(found, by=by)
    if {figure.pk for figure in figures} == set(row.exhibit.shown.values_list("figure", flat=True)):
        note_exhibit(survey, row.exhibit, choice=row.choice, by=by)
        return None
    return make(found, replace(proposed_telling(found), language=language), by=by)


def draft_with(exhibit: Exhibit, blog: Blog, *, by: User) -> Post:
    """A draft that shows the exhibit: its sentence, its card, where it is from."""
    paragraphs = [exhibit.sentence]
    if exhibit.source:
        with translation.override(exhibit.language):
            paragraphs.append(_("Source: %(name)s.") % {"name": exhibit.source})
    blocks = [
        {"type": "text", "html": "".join(f"<p>{escape(one)}</p>" for one in paragraphs)},
        {"type": "exhibit", "exhibit": exhibit.uid},
    ]
    return draft_post(blog, post_words(title=exhibit.title, blocks=blocks, bylines=(own_byline(by),)), by=by)


def choice_to_json(choice: Choice, telling: Telling) -> dict[str, str]:
    """The choice as it is kept."""
    return {
        "kind": choice.kind,
        "classes": choice.classes,
        "measure": choice.measure.value,
        "region": choice.region,
        "first": choice.first.isoformat(),
        "last": choice.last.isoformat(),
        "language": telling.language,
    }


def choice_from_json(kept: dict[str, str]) -> tuple[Choice, str]:
    """The choice as it was kept, and the language of its words."""
    choice = Choice(
        kind=kept["kind"],
        classes=kept["classes"],
        measure=Measure(kept["measure"]),
        region=kept["region"],
        first=date.fromisoformat(kept["first"]),
        last=date.fromisoformat(kept["last"]),
    )
    return choice, kept["language"]


def _new(figure: Figure, found: Chosen, *, derivation: Derivation, series: str) -> NewFigure:
    what = What(
        series=series,
        measure=figure.measure.value,
        unit="km²",
        classes=figure.classes,
        region=figure.region,
        start=figure.start,
        end=figure.end,
    )
    shown = [day for day in found.results.days if day <= figure.end]
    source = SourceAbout(name=found.profile.title[:200], kind="mapper", url=_address(found.profile.source))
    return NewFigure(
        value=figure.km2,
        what=what,
        derivation=derivation,
        as_of=shown[-1] if shown else None,
        title=str(MEASURES[figure.measure].name),
        note=figure.note,
        source=source,
    )


def _derivation(found: Chosen) -> Derivation:
    record = found.results.record
    regions = [record["regions"]] if record.get("regions") else []
    inputs = [Input(name=one["name"], sha256=one["sha256"], size=one["size"]) for one in [*record["inputs"], *regions]]
    text = record["profile"]["text"]
    return Derivation(
        method=METHOD,
        version=str(record["method"]),
        inputs=tuple(inputs),
        profile=record["profile"]["name"],
        profile_sha256=hashlib.sha256(text.encode()).hexdigest(),
        parameters={name: value for name, value in record["parameters"].items() if value},
        libraries=record["libraries"],
    )


def _series(found: Chosen) -> str:
    """Whose count it is: the source that the profile reads, else the survey from which this one grew."""
    if found.profile.name not in NO_SOURCE:
        return found.profile.name
    first = found.survey
    while first.earlier:
        first = first.earlier
    return f"{found.profile.name}/{first.uid}"


def _drawing(found: Chosen, telling: Telling) -> Drawing:
    """The picture, and the ground for the interactive map. Raises ``ValidationError`` where there is no picture."""
    ground = shown_ground(found.results.folder, found.choice)
    if found.choice.kind == TABLE:
        return Drawing(geojson=ground)
    wide, narrow = _specs(found)
    pictures = drawn([wide, narrow], title=telling.title, about=telling.sentence)
    if not pictures:
        raise ValidationError(_("The picture could not be drawn; try again, or show the figures as a table."))
    return Drawing(wide=pictures[0], narrow=pictures[1], spec=wide, geojson=ground)


def _specs(found: Chosen) -> tuple[Spec, Spec]:
    choice = found.choice
    if choice.kind == MAP:
        kept = period_map(found.results.folder, choice.classes, start=choice.last)
        if kept is None:
            raise ValidationError(_("There is no map of that period: of each ground the last ones have a map."))
        return kept["wide"], kept["narrow"]
    bars = chosen_chart(found.results.figures, choice, names=found.names)
    if bars is None:
        raise ValidationError(_("No period has this measure: it needs a map from before its first day."))
    return chart_spec(bars, WIDE), chart_spec(bars, NARROW)


def _as_of(found: Chosen) -> date | None:
    ends = [figure.end for figure in found.figures]
    shown = [day for day in found.results.days if ends and day <= max(ends)]
    return shown[-1] if shown else None


def _method(found: Chosen) -> str:
    said = _(
        "Measured from %(days)s days’ maps (%(first)s to %(last)s), read by the profile “%(profile)s”, on an "
        "equal-area projection; what the gates found is listed in the survey."
    )
    days: Sequence[date] = found.results.days
    return said % {"days": len(days), "first": days[0], "last": days[-1], "profile": found.profile.name}


def _address(text: str) -> str:
    return text if text.startswith(("https://", "http://")) else ""
