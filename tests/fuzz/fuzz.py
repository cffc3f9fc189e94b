"""Fuzzes one reader of strangers' bytes for so many seconds; what breaks it stays in a file: `make fuzz SECONDS=60`."""

import sys
from pathlib import Path

import atheris

CACHE = Path(".cache") / "fuzz"
MEGABYTES, SECONDS_A_CASE, BYTES = 3000, 20, 30_000

with atheris.instrument_imports(include=["dateline"]):
    from fuzz_entries import ENTRIES, seeds


def main() -> None:
    """Runs the entry that the first argument names for the seconds of the second; exit code 0: nothing broke it."""
    name, seconds = sys.argv[1], int(sys.argv[2])
    corpus, broken = CACHE / name, CACHE / "broken"
    for folder in (corpus, broken):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    bounds = [f"-max_total_time={seconds}", f"-timeout={SECONDS_A_CASE}", f"-rss_limit_mb={MEGABYTES}"]
    kept = [f"-max_len={BYTES}", f"-artifact_prefix={broken}/{name}-", "-print_final_stats=1"]
    for seed in seeds(name):  # loads what is loaded late: no case is to be slow for that
        ENTRIES[name](seed)
    atheris.Setup([sys.argv[0], *bounds, *kept, str(corpus)], ENTRIES[name])
    atheris.Fuzz()


main()
