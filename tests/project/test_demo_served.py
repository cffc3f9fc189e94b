"""`dateline demo` as a newcomer meets it: an address, sign-ins, a page on which something happens, and no traces."""

import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsrooms import DATELINE

pytestmark = pytest.mark.slow


class Demo:
    """The running demo, in ``demo`` below a folder of its own, with all that it said up to the sign-ins."""

    def __init__(self, folder: Path) -> None:
        for name in ("home", "tmp"):
            (folder / name).mkdir(exist_ok=True)
        surroundings = {k: v for k, v in os.environ.items() if not k.startswith(("DATELINE_", "XDG_", "DJANGO_"))}
        surroundings |= {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp")}
        command = [*DATELINE, "demo", "--port", "0", "--home", "demo"]
        self.process = subprocess.Popen(command, cwd=folder, env=surroundings, stdout=subprocess.PIPE, text=True)
        self.said = "".join(self._lines())
        self.address = re.findall(r"http://\S+/live/\S+/", self.said)[0]

    def _lines(self) -> Iterator[str]:
        assert self.process.stdout
        for line in self.process.stdout:
            yield line
            if "Ctrl-C" in line:
                return

    def page(self) -> str:
        """The live page, as soon as it is served."""
        end = time.monotonic() + 30
        while True:
            try:
                with urllib.request.urlopen(self.address, timeout=5) as answer:
                    return answer.read().decode()
            except OSError:
                assert time.monotonic() < end, "the demo's page is not served"
                time.sleep(0.1)

    def next_change(self) -> dict[str, str]:
        """What the stream tells next."""
        with urllib.request.urlopen(f"{self.address}stream", timeout=60) as stream:
            line = next(line for line in stream if line.startswith(b"data: "))
        change: dict[str, str] = json.loads(line.removeprefix(b"data: "))
        return change

    def end(self) -> int:
        """Ends it as Ctrl-C or a service manager would, and gives its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=5)


def _signs_in(said: str) -> list[str]:
    return re.findall(r"(?:ada|rui|vera) / \S+", said)


def test_the_demo_opens_moves_ends_and_opens_again(tmp_path: Path) -> None:
    first = Demo(tmp_path)
    try:
        assert "2 June 2025, replayed" in first.page()
        assert first.next_change()["what"] == "post.published"
        assert first.end() == 0
    finally:
        first.process.kill()

    second = Demo(tmp_path)
    try:
        assert _signs_in(second.said) == _signs_in(first.said)
        assert len(_signs_in(first.said)) == 3
        assert "2,500 miles" in second.page()
        assert second.end() == 0
    finally:
        second.process.kill()

    made = {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*") if path.is_file()}
    assert made == {"demo"}
