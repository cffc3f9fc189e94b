"""What can be done with surveys: send maps, keep boundaries, set up, stop; and what a run tells of itself.

Deeds of people take ``by`` and ask for the newsroom's permission; what the run itself tells takes the survey alone.
Refusals raise Django's ``PermissionDenied`` and ``ValidationError``, whose texts a person can read.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dateline.accounts.models import User
from dateline.claims.models import Exhibit
from dateline.events import log
from dateline.events.core.chain import Change, digest
from dateline.events.turn import writing
from dateline.territory import asked
from dateline.territory.kept import Kept
from dateline.territory.kinds import Kind
from dateline.territory.models import Boundaries, MapFile, Survey, SurveyExhibit, SurveyInput, SurveyState
from dateline.territory.names import told_apart

STREAM = "surveys"  # a survey belongs to no one blog
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
MOST_FILES = 5000
MOST_ATTEMPTS = 3
SILENT = timedelta(seconds=45)  # a run that says nothing for so long has lost its process


@dataclass(frozen=True, slots=True, kw_only=True)
class Maps:
    """Files that were sent, what was left aside of them (name and reason), and how they might be read."""

    kept: Sequence[Kept]
    aside: Sequence[dict[str, str]] = ()
    proposal: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """How a survey shall run."""

    name: str
    profile: str
    profile_text: str
    boundaries: Boundaries | None = None
    zone: str = ""
    period: str = "month"
    cuts: Sequence[date] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a run that ended well."""

    days: Sequence[date]
    findings: int
    figures: int


def send_maps(name: str, maps: Maps, *, by: User, earlier: Survey | None = None) -> Survey:
    """A survey to be set up, of these maps and those of the ``earlier`` one; a newer map takes an older one's name."""
    _require(by)
    survey = Survey(uid=_uid(), name=name[:200], by=by, at=timezone.now(), aside=list(maps.aside)[:500])
    survey.proposal = maps.proposal or {}
    if earlier:
        _take_over(survey, earlier)
    with writing():
        files = _files(maps.kept, by=by)
        named = {one.name: one.file for one in earlier.inputs.select_related("file")} if earlier else {}
        named |= {name: files[sha256] for name, sha256 in _named(maps.kept).items()}
        _require_some(named)
        survey.save(force_insert=True)
        SurveyInput.objects.bulk_create(SurveyInput(survey=survey, name=n, file=f) for n, f in named.items())
        _tell(Kind.MAPS_SENT, survey, by=by)
    return survey


def keep_boundaries(title: str, kept: Kept, *, regions: Sequence[str], by: User) -> Boundaries:
    """The boundary file for this and later surveys; the same bytes again give the same row."""
    _require(by)
    with writing():
        file = _files([kept], by=by)[kept.sha256]
        known = Boundaries.objects.filter(file=file).first()
        if known:
            return known
        at = timezone.now()
        row = Boundaries(title=title[:200] or kept.name, name=kept.name, file=file, regions=list(regions), by=by, at=at)
        row.save(force_insert=True)
        _append(Kind.BOUNDARIES_KEPT, f"boundaries/{row.pk}", by=by, told=boundaries_told(row))
    return row


def ask_for(survey: Survey, how: SetUp, *, by: User) -> Survey:
    """The survey, set up and waiting for its run."""
    _require(by)
    with writing():
        fresh = Survey.objects.select_for_update().get(pk=survey.pk)
        if fresh.is_open or fresh.state == SurveyState.DONE:
            raise ValidationError(_("This survey has been started already."))
        fresh.name, fresh.profile, fresh.profile_text = how.name[:200], how.profile[:100], how.profile_text
        fresh.boundaries, fresh.zone, fresh.period = how.boundaries, how.zone, how.period
        fresh.cuts = [cut.isoformat() for cut in how.cuts]
        fresh.state, fresh.stage, fresh.share, fresh.fault = SurveyState.WAITING, "", None, ""
        fresh.stopping, fresh.attempts, fresh.started, fresh.ended = False, 0, None, None
        fresh.save()
        _tell(Kind.SURVEY_ASKED, fresh, by=by)
        transaction.on_commit(asked.ring)
    return fresh


def stop_survey(survey: Survey, *, by: User) -> Survey:
    """The survey stopped: at once where it waits, within a moment where it runs."""
    _require(by)
    with writing():
        fresh = Survey.objects.select_for_update().get(pk=survey.pk)
        if not fresh.is_open:
            raise ValidationError(_("This survey does not run."))
        fresh.stopping = True
        if fresh.state == SurveyState.WAITING:
            fresh.state, fresh.ended = SurveyState.STOPPED, timezone.now()
        fresh.save()
        _tell(Kind.SURVEY_STOPPED, fresh, by=by)
    return fresh


def note_exhibit(survey: Survey, exhibit: Exhibit, *, choice: dict[str, str], by: User) -> SurveyExhibit:
    """That the exhibit shows the survey's figures, and what was chosen for it."""
    _require(by)
    with writing():
        known = SurveyExhibit.objects.filter(survey=survey, exhibit=exhibit).first()
        if known:
            return known
        row = SurveyExhibit(survey=survey, exhibit=exhibit, choice=choice, at=timezone.now())
        row.save(force_insert=True)
        _append(Kind.EXHIBIT_NOTED, f"survey/{survey.uid}", by=by, told=exhibit_told(exhibit, choice))
    return row


def take_next(now: datetime) -> Survey | None:
    """The survey that is to run now, taken so that no other process takes it; one that lost its process counts too."""
    with writing():
        lost = Q(state=SurveyState.RUNNING, heard__lt=now - SILENT)
        due = (
            Survey.objects.select_for_update().filter(Q(state=SurveyState.WAITING) | lost).order_by("at", "pk").first()
        )
        if due is None:
            return None
        if due.stopping:
            _end(due, SurveyState.STOPPED, now)
            return None
        if due.attempts >= MOST_ATTEMPTS:
            due.fault = _("The run was interrupted several times, and was not tried again.")
            _end(due, SurveyState.FAILED, now)
            return None
        due.state, due.attempts, due.heard = SurveyState.RUNNING, due.attempts + 1, now
        due.started = due.started or now
        due.save()
        return due


def note_progress(survey: Survey, *, stage: str, share: float | None, now: datetime) -> bool:
    """How far the run is; whether it shall go on."""
    with writing():
        mine = Survey.objects.filter(pk=survey.pk, state=SurveyState.RUNNING, attempts=survey.attempts)
        mine.update(stage=stage[:200], share=share, heard=now)
        return mine.filter(stopping=False).exists()


def finish(survey: Survey, outcome: Outcome, *, now: datetime) -> None:
    """The run ended well."""
    days = list(outcome.days)
    first, last = (days[0], days[-1]) if days else (None, None)
    _close(
        survey,
        now,
        state=SurveyState.DONE,
        first=first,
        last=last,
        days=len(days),
        findings=outcome.findings,
        figures=outcome.figures,
    )


def fail(survey: Survey, fault: str, *, now: datetime) -> None:
    """The run came to nothing, for this reason."""
    _close(survey, now, state=SurveyState.FAILED, fault=fault[:4000])


def note_stopped(survey: Survey, *, now: datetime) -> None:
    """The run was ended as somebody asked."""
    _close(survey, now, state=SurveyState.STOPPED)


def hand_back(survey: Survey) -> None:
    """The run was interrupted by the server's own end: it waits for the next server."""
    with writing():
        mine = Survey.objects.filter(pk=survey.pk, state=SurveyState.RUNNING, attempts=survey.attempts)
        # Somebody's restart is not the maps' fault: it counts as no attempt.
        mine.update(state=SurveyState.WAITING, stage="", share=None, attempts=survey.attempts - 1)


def _close(survey: Survey, now: datetime, **values: Any) -> None:
    with writing():
        mine = Survey.objects.filter(pk=survey.pk, state=SurveyState.RUNNING, attempts=survey.attempts)
        if not mine.update(ended=now, stage="", share=None, **values):
            return  # another process has it by now
        kind = {SurveyState.DONE: Kind.SURVEY_DONE, SurveyState.FAILED: Kind.SURVEY_FAILED}.get(values["state"])
        if kind:
            _tell(kind, Survey.objects.get(pk=survey.pk), by=survey.by)


def _end(survey: Survey, state: SurveyState, now: datetime) -> None:
    survey.state, survey.ended = state, now
    survey.save()


def _take_over(survey: Survey, earlier: Survey) -> None:
    survey.earlier, survey.proposal = earlier, earlier.proposal
    survey.profile, survey.profile_text, survey.boundaries = (
        earlier.profile,
        earlier.profile_text,
        earlier.boundaries,
    )
    survey.zone, survey.period, survey.cuts = earlier.zone, earlier.period, earlier.cuts


def _named(kept: Sequence[Kept]) -> dict[str, str]:
    """Each file once, under a name that no other has; a folder sent twice in one go counts once."""
    named: dict[str, str] = {}
    for one in kept:
        if named.get(one.name) != one.sha256:
            named[told_apart(one.name, named)] = one.sha256
    return named


def _files(kept: Sequence[Kept], *, by: User) -> dict[str, MapFile]:
    at = timezone.now()
    rows = {one.sha256: MapFile(sha256=one.sha256, size=one.size, by=by, at=at) for one in kept}
    MapFile.objects.bulk_create(rows.values(), ignore_conflicts=True)
    found: dict[str, MapFile] = {}
    keys = list(rows)
    for start in range(0, len(keys), 500):
        found |= {f.sha256: f for f in MapFile.objects.filter(sha256__in=keys[start : start + 500])}
    return found


def _require(by: User) -> None:
    if not by.has_perm("territory.survey"):
        raise PermissionDenied(_("Only who writes for a blog may survey maps."))


def _require_some(named: dict[str, MapFile]) -> None:
    if not named:
        raise ValidationError(_("None of the files can be a map; GeoJSON, KML, shapefiles, CSV and their like can."))
    if len(named) > MOST_FILES:
        raise ValidationError(_("A survey holds at most %(most)s files.") % {"most": f"{MOST_FILES:,}"})


def _tell(kind: Kind, survey: Survey, *, by: User | None) -> None:
    _append(kind, f"survey/{survey.uid}", by=by, told=survey_told(survey, state=survey.state))


def survey_told(survey: Survey, *, state: str) -> dict[str, Any]:
    """What an event tells of a survey that is in this state."""
    inputs = sorted(survey.inputs.values_list("name", "file__sha256"))
    asked_for = {"profile": survey.profile_text, "zone": survey.zone, "period": survey.period, "cuts": survey.cuts}
    return {"name": survey.name, "inputs": [list(one) for one in inputs], "asked": asked_for, "state": state}


def boundaries_told(row: Boundaries) -> dict[str, Any]:
    """What an event tells of boundaries that are kept."""
    return {"sha256": row.file.sha256, "title": row.title}


def exhibit_told(exhibit: Exhibit, choice: dict[str, str]) -> dict[str, Any]:
    """What an event tells of an exhibit that was made of a survey."""
    return {"exhibit": exhibit.uid, "choice": choice}


def _append(kind: Kind, subject: str, *, by: User | None, told: dict[str, Any]) -> None:
    if log.head(STREAM) is None:
        try:
            with transaction.atomic():
                log.open_stream(STREAM)
        except IntegrityError:  # another process opened it a moment ago
            assert log.head(STREAM)
    actor = str(by.pk) if by else "run"
    log.append(STREAM, Change(kind=kind, subject=subject, at=timezone.now(), actor=actor, content_hash=digest(told)))


def _uid() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(10))
