"""What do 100 readers that never read cost, in memory and for everybody else's time?

The kernel's share is what all TCP buffers of the machine grew by, so nothing else should use the network meanwhile.
"""

import json
import threading
import time
from pathlib import Path

from rig import Result, Rig, Target, arguments, medians, rig

PAGE_BYTES = 4096


def kernel_bytes() -> int:
    """What TCP buffers hold on this machine."""
    words = Path("/proc/net/sockstat").read_text().split("TCP:")[1].split()
    return int(words[words.index("mem") + 1]) * PAGE_BYTES


def process_bytes(pids: tuple[int, ...]) -> int:
    """The proportional memory of the server's processes."""
    rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    return sum(int(text.split("Pss:")[1].split()[0]) * 1024 for text in rollups)


class Peak:
    """The most that server and kernel held while it ran."""

    def __init__(self, target: Target) -> None:
        self.kernel = self.process = 0
        self._target = target
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.05):
            self.kernel = max(self.kernel, kernel_bytes())
            self.process = max(self.process, process_bytes(self._target.pids))


def measured(tools: Rig, target: Target, **options: object) -> Result:
    """One run with the peaks of memory beside the load tool's figures."""
    with Peak(target) as peak:
        result = tools.load(target, **options)
    time.sleep(0.5)
    return {**result, "kernel_mb": peak.kernel / 1e6, "process_mb": peak.process / 1e6}


def main() -> None:
    asked = arguments(__doc__ or "", readers=1000, slow=100, events=300, size=4000, rate=30)
    options: dict[str, object] = {"events": asked.events, "size": asked.size, "rate": asked.rate, "mode": "rate"}
    rounds: list[dict[str, Result]] = []
    with rig(asked.bench) as tools:
        for _ in range(asked.rounds):
            with tools.ours() as target:
                without = measured(tools, target, conns=asked.readers, **options)
            with tools.ours() as target:
                beside = measured(tools, target, conns=asked.readers + asked.slow, slow=asked.slow, **options)
            rounds.append({"without": without, "beside": beside})
    if asked.json:
        asked.json.write_text(json.dumps(rounds, indent=1))
    for name in rounds[0]:
        fields = ("p50_ms", "p99_ms", "last_ms", "missing", "closed", "kernel_mb", "process_mb", "foreign")
        print(f"{name:8}", *(f"{field} {medians(rounds, name, field):,.2f}" for field in fields), sep="  ")
    grown = medians(rounds, "beside", "kernel_mb") - medians(rounds, "without", "kernel_mb")
    grown += medians(rounds, "beside", "process_mb") - medians(rounds, "without", "process_mb")
    print(f"each stalled reader: {grown / asked.slow:.3f} MB in kernel and process together")
    later = sorted(one["beside"]["p99_ms"] / one["without"]["p99_ms"] for one in rounds)[len(rounds) // 2]
    print(f"everybody else's p99: {later:.2f} x")


if __name__ == "__main__":
    main()
