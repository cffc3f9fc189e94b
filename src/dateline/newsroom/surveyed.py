"""What the desk's pages of surveys show: rows and results as values, for templates that choose and repeat."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from dateline.blog.models import Post, PostState
from dateline.claims.models import Citation, Exhibit
from dateline.claims.queries import superseded
from dateline.newsroom.drawn import name_of
from dateline.territory.core.regions import WHOLE
from dateline.territory.core.values import Figure, Finding, Measure, Period
from dateline.territory.models import Survey, SurveyInput, SurveyState
from dateline.territory.results import NoResults, OutFile, Results, chosen, out_files, read_results
from dateline.territory.running import results_folder
from dateline.territory.wording import MEASURES, Meaning, Words, gate_name, stage_name

MOST_FINDINGS = 500
_HEAVY = ("exhibit__wide", "exhibit__narrow", "exhibit__spec", "exhibit__geojson", "exhibit__table")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A page of the list of surveys."""

    surveys: Sequence[Survey]
    page: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunProgress:
    """How far a survey is."""

    survey: Survey
    stage: Words
    percent: int | None
    since: datetime | None
    ahead: int
    is_long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The findings of one gate."""

    key: str
    name: Words
    count: int
    findings: Sequence[Finding]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table of figures: a period or a region, a figure a measure (None where there is none)."""

    name: str
    period: Period | None
    figures: Sequence[Figure | None]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTable:
    """The figures of one sum of classes: a row a period for one region, or a row a region for one period."""

    results: Results
    classes: str
    region: str
    period: Period | None
    columns: Sequence[tuple[Measure, Meaning]]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingPost:
    """A post that shows an exhibit, and where it is written."""

    name: str
    blog: str
    address: str
    newer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeExhibit:
    """An exhibit of a survey: whether newer figures are there, and who shows it."""

    exhibit: Exhibit
    stale: bool
    posts: Sequence[CitingPost]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture of the survey: the files that hold it, for wide and narrow pages ("" where there is none)."""

    name: str
    wide: str
    narrow: str


def survey_lines(page: int, size: int) -> Lines:
    """The surveys, the newest first, each with the number of its maps."""
    start = (page - 1) * size
    counted = Survey.objects.select_related("boundaries", "by").annotate(maps=Count("inputs"))
    found = list(counted[start : start + size + 1])
    return Lines(surveys=found[:size], page=page, more=len(found) > size)


def progress_of(survey: Survey) -> RunProgress:
    """How far the survey is, and how many run before it."""
    waiting = survey.state == SurveyState.WAITING
    before = Survey.objects.filter(state__in=[SurveyState.WAITING, SurveyState.RUNNING], at__lt=survey.at)
    return RunProgress(
        survey=survey,
        stage=stage_name(survey.stage),
        percent=None if survey.share is None else round(100 * survey.share),
        since=survey.started,
        is_long=survey.started is not None and timezone.now() - survey.started > timedelta(minutes=1),
        ahead=before.count() if waiting else 0,
    )


def results_of(survey: Survey) -> Results | None:
    """What came of the survey, or None where its files are not there."""
    try:
        return read_results(results_folder(survey))
    except NoResults:
        return None


def survey_page(survey: Survey) -> dict[str, Any]:
    """What the survey's own page is drawn from."""
    results = results_of(survey) if survey.state == SurveyState.DONE else None
    return {
        "survey": survey,
        "progress": progress_of(survey),
        "inputs": inputs_of(survey)[:2000],
        "results": results,
        "gates": gates(results.findings)[:8] if results else [],
        "headline": headline_rows(results) if results else None,
        "said": results.record.get("said", [])[:1] if results else [],
        "drawings": drawings(survey) if results else [],
        "made": made_of(survey),
        "now": timezone.now(),
    }


def inputs_of(survey: Survey) -> list[SurveyInput]:
    """The survey's files by name."""
    return list(survey.inputs.select_related("file"))


def gates(findings: Sequence[Finding], *, gate: str = "", text: str = "") -> list[Gate]:
    """The findings by gate, those with most first; of one gate, and those that hold the text, where asked for."""
    words = text.casefold()
    wanted = [f for f in findings if not gate or f.gate == gate]
    wanted = [f for f in wanted if words in f"{f.subject} {f.what} {f.treatment}".casefold()] if words else wanted
    by_gate = sorted(wanted, key=lambda f: f.gate)
    found = [_gate(key, list(these)) for key, these in groupby(by_gate, key=lambda f: f.gate)]
    return sorted(found, key=lambda one: (-one.count, one.key))


def gate_counts(findings: Sequence[Finding]) -> list[tuple[str, Words, int]]:
    """Each gate with its name and the number of its findings."""
    counted = Counter(f.gate for f in findings)
    return [(key, gate_name(key), n) for key, n in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]


def figure_table(results: Results, asked: Mapping[str, str]) -> FigureTable:
    """The figures as asked for by ``classes``, ``region`` and ``period`` (its first day)."""
    classes = asked.get("classes", "")
    classes = classes if classes in results.classes else next(iter(results.classes), "")
    period = next((p for p in results.periods if p.start.isoformat() == asked.get("period")), None)
    region = asked.get("region", WHOLE)
    region = region if region in results.regions else WHOLE
    figures = chosen(results.figures, classes=classes, region=None if period else region, period=period)
    columns = [(measure, MEASURES[measure]) for measure in _ordered(results.measures)]
    rows = _rows(list(figures), [measure for measure, _ in columns], by_region=period is not None)
    return FigureTable(results=results, classes=classes, region=region, period=period, columns=columns, rows=rows)


def headline_rows(results: Results) -> FigureTable:
    """The figures of the whole, for the first sum of classes."""
    return figure_table(results, {})


def downloads(survey: Survey) -> list[OutFile]:
    """The survey's files that can be taken."""
    return out_files(results_folder(survey))


def drawings(survey: Survey) -> list[Drawing]:
    """The survey's chart and map, as far as they were drawn."""
    there = {one.name for one in downloads(survey)}
    named = (("chart", gettext("Chart")), ("map", gettext("Map")))
    return [
        Drawing(name=name, wide=f"{kind}.svg", narrow=narrow if (narrow := f"{kind}-card-narrow.svg") in there else "")
        for kind, name in named
        if f"{kind}.svg" in there
    ]


def _gate(key: str, findings: list[Finding]) -> Gate:
    shown = findings[:MOST_FINDINGS]
    left_out = len(findings) - len(shown)
    return Gate(key=key, name=gate_name(key), count=len(findings), findings=shown, left_out=left_out)


def _ordered(measures: Sequence[Measure]) -> list[Measure]:
    """What is held first, then what changed."""
    return sorted(measures, key=lambda measure: measure is not Measure.AREA)


def _rows(figures: Sequence[Figure], measures: Sequence[Measure], *, by_region: bool) -> list[Row]:
    grouped: dict[Any, dict[Measure, Figure]] = {}
    for figure in figures:
        key = figure.region if by_region else (figure.start, figure.end)
        grouped.setdefault(key, {})[figure.measure] = figure
    rows = []
    for these in grouped.values():
        one = next(iter(these.values()))
        period = None if by_region else Period(start=one.start, end=one.end)
        name = one.region if by_region else ""
        rows.append(Row(name=name, period=period, figures=[these.get(m) for m in measures], note=one.note))
    return rows


def made_of(survey: Survey) -> list[MadeExhibit]:
    """The survey's exhibits; of each whether newer figures are there, and the posts that show it."""
    rows = [row.exhibit for row in survey.exhibits.select_related("exhibit").defer(*_HEAVY)]
    stale = superseded([exhibit.uid for exhibit in rows])
    return [
        MadeExhibit(exhibit=exhibit, stale=exhibit.uid in stale, posts=posts_citing(exhibit.uid)) for exhibit in rows
    ]


def posts_citing(uid: str) -> list[CitingPost]:
    """The posts, on whatever blog, that show the exhibit."""
    subjects = Citation.objects.filter(exhibit__uid=uid).values_list("subject", flat=True)
    posts = Post.objects.filter(uid__in=[subject.rpartition("/")[2] for subject in subjects]).select_related("blog")
    return [
        CitingPost(
            name=name_of(post),
            blog=post.blog.headline,
            address=reverse("newsroom:post", args=[post.blog.slug, post.uid]),
            newer=reverse("newsroom:newer", args=[post.blog.slug, post.uid, uid]),
        )
        for post in posts.exclude(state__in=[PostState.DISCARDED, PostState.WITHDRAWN])
    ]
