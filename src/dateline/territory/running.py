"""Runs the survey that is due: lays its maps out under their names, has them measured apart, keeps what came of it."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dateline.territory import actions
from dateline.territory.kept import kept_file
from dateline.territory.models import Survey
from dateline.territory.surveys.apart import Done, Ended, Progress, Room, Why, run_apart

TELL_SECONDS = 5.0


def run_next(stop: threading.Event) -> Survey | None:
    """The survey that was due and is at its end now, or None; ``stop`` interrupts it, for another server to go on."""
    survey = actions.take_next(timezone.now())
    if survey is None:
        return None
    try:
        ended = _run(survey, stop)
    except OSError as fault:
        ended = Ended(why=Why.NOTHING, text=_("The maps could not be laid out: %(fault)s") % {"fault": fault.strerror})
    _keep(survey, ended, stop)
    survey.refresh_from_db()
    return survey


def results_folder(survey: Survey) -> Path:
    """Where the survey's files lie once it is done."""
    return _folder(survey) / "out"


def room() -> Room:
    """How much a run may have, as the settings say."""
    return Room(memory_bytes=settings.SURVEY_MEMORY_MB * 1024 * 1024, seconds=settings.SURVEY_MINUTES * 60)


def _run(survey: Survey, stop: threading.Event) -> Done | Ended:
    folder = _folder(survey)
    for name in ("maps", "part"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    missing = [one.name for one in survey.inputs.select_related("file") if not _laid_out(one, folder / "maps")]
    if missing:
        text = _("These files are not where they were kept: %(names)s") % {"names": ", ".join(missing[:10])}
        return Ended(why=Why.NOTHING, text=text)
    ended = run_apart(_job(survey, folder), folder, room=room(), go_on=_listener(survey, stop))
    if isinstance(ended, Done):
        shutil.rmtree(folder / "out", ignore_errors=True)
        os.replace(folder / "part", folder / "out")
    shutil.rmtree(folder / "maps", ignore_errors=True)
    return ended


def _laid_out(one: Any, folder: Path) -> bool:
    kept = kept_file(one.file.sha256)
    (folder / one.name).symlink_to(kept)
    return kept.is_file()


def _job(survey: Survey, folder: Path) -> Mapping[str, Any]:
    regions = ""
    if survey.boundaries:
        # The reader knows a file by its name: the kept one has none.
        (folder / "regions").mkdir(exist_ok=True)
        link = folder / "regions" / survey.boundaries.name
        link.unlink(missing_ok=True)
        link.symlink_to(kept_file(survey.boundaries.file.sha256))
        regions = str(link)
    return {
        "task": "survey",
        "maps": str(folder / "maps"),
        "regions": regions,
        "profile": survey.profile,
        "profile_text": survey.profile_text,
        "zone": survey.zone,
        "by": survey.period,
        "cuts": survey.cuts,
        "out": str(folder / "part"),
        "cache": str(Path(settings.SURVEYS_ROOT) / "cache"),
    }


def _listener(survey: Survey, stop: threading.Event) -> Callable[[Progress], bool]:
    """Writes progress down when it moves and from time to time; asks each time whether somebody wants an end."""
    told: list[Any] = [None, 0.0]

    def go_on(progress: Progress) -> bool:
        if stop.is_set():
            return False
        now = time.monotonic()
        if progress == told[0] and now - told[1] < TELL_SECONDS:
            return not Survey.objects.filter(pk=survey.pk, stopping=True).exists()
        told[:] = [progress, now]
        return actions.note_progress(survey, stage=progress.stage, share=progress.share, now=timezone.now())

    return go_on


def _keep(survey: Survey, ended: Done | Ended, stop: threading.Event) -> None:
    now = timezone.now()
    match ended:
        case Done():
            days = [date.fromisoformat(day) for day in ended.told["days"]]
            found = actions.Outcome(days=days, findings=ended.told["findings"], figures=ended.told["figures"])
            actions.finish(survey, found, now=now)
        case Ended(why=Why.STOPPED) if stop.is_set():
            actions.hand_back(survey)
        case Ended(why=Why.STOPPED):
            actions.note_stopped(survey, now=now)
        case Ended():
            actions.fail(survey, _in_words(ended), now=now)


def _in_words(ended: Ended) -> str:
    match ended.why:
        case Why.NOTHING:
            return ended.text
        case Why.MEMORY:
            return _(
                "The run needed more than %(most)s MB of memory and was ended. Survey fewer or smaller maps at "
                "once, or give it more by DATELINE_SURVEY_MEMORY_MB."
            ) % {"most": settings.SURVEY_MEMORY_MB}
        case Why.TIME:
            return _(
                "The run took longer than %(most)s minutes and was ended. Survey fewer maps at once, or give it more "
                "by DATELINE_SURVEY_MINUTES."
            ) % {"most": settings.SURVEY_MINUTES}
    said = _("The run broke off: this is a mistake in Dateline. What it printed is kept in log.txt of its folder.")
    return f"{said} {ended.text}".strip()


def _folder(survey: Survey) -> Path:
    return Path(settings.SURVEYS_ROOT) / survey.uid
