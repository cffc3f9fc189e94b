"""What runs in the process beside the desk: one survey, or one look at files, within limits; it ends with its parent.

Called as ``python -m dateline.territory.surveys.inside JOB.json``. It writes a JSON object a line: how far it is
(``stage``, ``share``), then what came of it (``done``) or why nothing did (``fault``).
"""

import json
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from dateline.territory.surveys.shortage import is_shortage

# What kind of fault it was: more memory than it may have, or a mistake of ours.
MEMORY, BROKE = "memory", "broke"
Job = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Voice:
    """Where the parent listens; what libraries print goes elsewhere."""

    out: TextIO

    def say(self, **words: Any) -> None:
        """One line to the parent."""
        print(json.dumps(words), file=self.out, flush=True)

    def step(self, stage: str, *, done: int, of: int) -> None:
        """How far a stage is."""
        self.say(stage=stage, share=done / of if of else None)


def main() -> None:
    """Does the job that the file named on the command line describes."""
    voice = Voice(os.fdopen(os.dup(1), "w", encoding="utf-8"))
    os.dup2(2, 1)
    job: Job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    _end_with_parent()
    _limit_memory(int(job.get("memory_bytes", 0)))
    try:
        voice.say(done=TASKS[job["task"]](job, voice))
    except Exception as fault:
        short = is_shortage(fault)
        _lift_limit()  # or there may be too little to say so
        if short:
            voice.say(fault="", kind=MEMORY)
        elif isinstance(fault, ValueError):  # NothingToMeasure and its like: their texts are for people
            voice.say(fault=str(fault), kind="")
        else:
            voice.say(fault=f"{type(fault).__name__}: {fault}", kind=BROKE)
            raise


def _survey(job: Job, voice: Voice) -> Mapping[str, Any]:
    from dateline.territory.profile_read import read_profile
    from dateline.territory.surveys.ground import NAME, ground_geojson
    from dateline.territory.surveys.kept import Kept
    from dateline.territory.surveys.period_maps import write_maps
    from dateline.territory.surveys.run import survey
    from dateline.territory.surveys.values import Asked, Means
    from dateline.territory.surveys.workers import workers_for
    from dateline.territory.surveys.write import write

    asked = Asked(
        files=sorted(Path(job["maps"]).iterdir()),
        profile=read_profile(job["profile_text"], job["profile"]),
        regions=Path(job["regions"]) if job.get("regions") else None,
        by=job["by"],
        cuts=[date.fromisoformat(cut) for cut in job["cuts"]],
        zone=job.get("zone", ""),
    )
    size = sum(path.stat().st_size for path in asked.files)
    kept = Kept(Path(job["cache"])) if job.get("cache") else None
    done = survey(
        asked,
        tell=lambda stage: voice.say(stage=stage),
        means=Means(workers=workers_for(size), kept=kept, step=voice.step),
    )
    voice.say(stage="writing")
    write(done, asked, folder=Path(job["out"]))
    (Path(job["out"]) / NAME).write_bytes(ground_geojson(done))
    write_maps(done, Path(job["out"]))
    if kept:
        kept.trim()
    return {
        "days": [day.isoformat() for day in done.days],
        "findings": len(done.findings),
        "figures": len(done.figures),
    }


def _look(job: Job, voice: Voice) -> Mapping[str, Any]:
    """How the files might be read, from a few of them."""
    from dateline.territory.propose import propose
    from dateline.territory.read.files import read_file

    proposal = propose([read_file(Path(path)) for path in job["files"]])
    return {"text": proposal.text, "reasons": list(proposal.reasons), "shipped": proposal.shipped}


def _regions(job: Job, voice: Voice) -> Mapping[str, Any]:
    """The names of the regions in a boundary file."""
    from dateline.territory.read.files import read_file
    from dateline.territory.read.regions import named_regions
    from dateline.territory.read.values import Layer, Unreadable

    layer = read_file(Path(job["files"][0]))
    named = named_regions(layer) if isinstance(layer, Layer) else layer
    if isinstance(named, Unreadable):
        raise ValueError(named.reason)
    return {"regions": [name for name, _ in getattr(named, "regions", ())]}


def _draw(job: Job, voice: Voice) -> Mapping[str, Any]:
    """The specifications as SVG."""
    from dateline.territory.surveys.draw import draw_svg

    return {"svg": [draw_svg(spec, title=job["title"], description=job["about"]) for spec in job["specs"]]}


def _unpack(job: Job, voice: Voice) -> Mapping[str, Any]:
    """The maps in a zip, written beside the job."""
    from dateline.territory.read.unpack import Most, unpack

    return unpack(Path(job["files"][0]), Path(job["out"]), most=Most(**job["most"]))


def _end_with_parent() -> None:
    """Nothing of this goes on without its parent: when the pipe that only the parent holds closes, all of it ends."""

    def watch() -> None:
        while os.read(0, 1024):
            continue
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def _limit_memory(most: int) -> None:
    # What is written to counts, not what is only reserved: engines for JavaScript reserve far more than they use.
    if most:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _lift_limit() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


TASKS: Mapping[str, Callable[[Job, Voice], Mapping[str, Any]]] = {
    "survey": _survey,
    "look": _look,
    "regions": _regions,
    "unpack": _unpack,
    "draw": _draw,
}

if __name__ == "__main__":
    main()
