"""Runs a survey, or a look at files, in a process beside this one: a map that breaks its reader hurts no desk."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from dateline.territory.surveys.inside import BROKE, MEMORY
from dateline.territory.surveys.shortage import says_shortage

LISTEN_SECONDS = 0.5
LAST_WORDS = 20_000  # characters: a JavaScript engine says it above a long trace
KILOBYTE = 1024
MOST_SHARE = 0.9  # of what it may have: a process that had as much may have died of wanting more


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much a run may have: memory in each of its processes, and time altogether."""

    memory_bytes: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is: the name of its stage, and the share of it that is done where that is known."""

    stage: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What the run says of its result; the result itself lies in its folder."""

    told: Mapping[str, Any]


class Why(StrEnum):
    """Why a run ended without a result."""

    NOTHING = "nothing to measure"
    MEMORY = "memory"
    TIME = "time"
    BROKE = "broke"
    STOPPED = "stopped"


WHY = {MEMORY: Why.MEMORY, BROKE: Why.BROKE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A run that ended without a result; ``text`` says more where the run itself could."""

    why: Why
    text: str = ""


def run_apart(
    job: Mapping[str, Any], folder: Path, *, room: Room, go_on: Callable[[Progress], bool] = lambda _: True
) -> Done | Ended:
    """What came of the job. ``go_on`` hears of its progress at least twice a second, and answers whether to go on."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "job.json"
    path.write_text(json.dumps({**job, "memory_bytes": room.memory_bytes}), encoding="utf-8")
    command = [sys.executable, "-m", "dateline.territory.surveys.inside", str(path)]
    with (folder / "log.txt").open("wb") as said:
        child = subprocess.Popen(  # noqa: S603 - our own program
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, start_new_session=True, cwd=folder
        )
        try:
            return _listen(child, room.seconds, go_on) or _unsaid(child, folder / "log.txt", room)
        finally:
            _end(child)


def _listen(child: "subprocess.Popen[bytes]", seconds: float, go_on: Callable[[Progress], bool]) -> Done | Ended | None:
    """What the process says of its end; None where it ends without a word."""
    lines: queue.Queue[bytes | None] = queue.Queue()
    threading.Thread(target=_hear, args=(child, lines), daemon=True).start()
    until, progress = time.monotonic() + seconds, Progress()
    while True:
        if not go_on(progress):
            return Ended(why=Why.STOPPED)
        if time.monotonic() > until:
            return Ended(why=Why.TIME)
        try:
            line = lines.get(timeout=LISTEN_SECONDS)
        except queue.Empty:
            continue
        if line is None:
            return None
        told = json.loads(line)
        if "done" in told:
            return Done(told=told["done"])
        if "fault" in told:
            return Ended(why=WHY.get(told["kind"], Why.NOTHING), text=told["fault"])
        progress = Progress(stage=told.get("stage", ""), share=told.get("share"))


def _unsaid(child: "subprocess.Popen[bytes]", log: Path, room: Room) -> Ended:
    """The process ended without a word: the kernel ends who takes too much, a library that can get no more ends itself.

    It was memory where the one or the other shows: by how it ended, by its last words or by how much it had at most.
    """
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    short = (
        child.returncode in {-signal.SIGKILL, -signal.SIGABRT}
        or says_shortage(log.read_text(encoding="utf-8", errors="replace")[-LAST_WORDS:])
        or used.ru_maxrss * KILOBYTE > MOST_SHARE * room.memory_bytes
    )
    return Ended(why=Why.MEMORY if short else Why.BROKE)


def _hear(child: "subprocess.Popen[bytes]", lines: "queue.Queue[bytes | None]") -> None:
    assert child.stdout
    with child.stdout as said:
        for line in said:
            lines.put(line)
    lines.put(None)


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Ends the process and all that it started."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        child.wait()
        assert child.stdin
        child.stdin.close()
