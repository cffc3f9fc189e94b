"""How fast does one publish reach 10,000 readers? The running product beside a C floor, Nchan and django-eventstream.

Each round runs all of them, one after the other, on the same core; the next event goes out when all have the last.
"""

import json

from rig import Result, Rig, arguments, has_nchan, median_ratio, medians, rig

FIELDS = ("del_per_s", "last_ms", "p50_ms", "rss_per_conn_b", "cpu_del_us", "missing", "dup", "foreign")

FEW_READERS = 1000  # django-eventstream holds a thread for each


def one_round(tools: Rig, options: dict[str, object], peer_python: str) -> dict[str, Result]:
    """Every server once."""
    found = {}
    with tools.floor() as target:
        found["floor"] = tools.load(target, **options)
    if has_nchan():
        with tools.nchan() as target:
            found["nchan"] = tools.load(target, **options)
    if peer_python:
        with tools.eventstream(peer_python) as target:
            found["eventstream"] = tools.load(target, **{**options, "conns": FEW_READERS, "events": 5})
    with tools.ours() as target:
        found["dateline"] = tools.load(target, **options)
    return found


def main() -> None:
    asked = arguments(__doc__ or "", readers=10_000, events=20, size=1500)
    options: dict[str, object] = {
        "conns": asked.readers, "events": asked.events, "size": asked.size, "mode": "closed", "inflight": 300,
    }  # fmt: skip
    with rig(asked.bench) as tools:
        rounds = [one_round(tools, options, asked.peer_python) for _ in range(asked.rounds)]
    if asked.json:
        asked.json.write_text(json.dumps(rounds, indent=1))
    for name in rounds[0]:
        print(f"{name:12}", *(f"{field} {medians(rounds, name, field):,.1f}" for field in FIELDS), sep="  ")
    for peer in [name for name in rounds[0] if name != "dateline"]:
        faster = median_ratio(rounds, "del_per_s", "dateline", over=peer)
        later = median_ratio(rounds, "last_ms", "dateline", over=peer)
        last = f", publish to last {later:.2f} x" if peer != "eventstream" else f" (it has {FEW_READERS:,} readers)"
        print(f"dateline / {peer}: deliveries a second {faster:.2f} x{last}")


if __name__ == "__main__":
    main()
