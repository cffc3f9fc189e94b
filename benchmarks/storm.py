"""How many readers are let in a second when 15,000 come at once, also when each has missed ten changes?

Beside it the C floor, which replays nothing, and Nchan, which replays from the same kind of id.
"""

import http.client
import json

from rig import Result, Rig, Target, arguments, has_nchan, median_ratio, medians, rig

FIELDS = ("conn_rate", "hs_p50_ms", "hs_p99_ms", "rss_per_conn_b", "cpu_conn_us", "failed", "retries", "foreign")


def missed(tools: Rig, target: Target, changes: int) -> str:
    """The header of a reader who has missed so many changes; publishes them first."""
    tools.load(target, conns=1, events=changes + 5, mode="closed", size=1500)
    connection = http.client.HTTPConnection("127.0.0.1", target.port)
    connection.request("GET", "/live/day/changes/head.json")
    head = json.load(connection.getresponse())
    header = f"Last-Event-ID: {head['epoch']}-{head['seq'] - changes}"
    assert heard(target, header) == changes
    return header


def heard(target: Target, header: str) -> int:
    """How many changes one such reader really gets."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=1)
    name, value = header.split(": ")
    connection.request("GET", target.path, headers={name: value})
    response, count = connection.getresponse(), 0
    try:
        while line := response.fp.readline():
            count += line == b"event: change\n"
    except TimeoutError:
        return count
    return count


def one_round(tools: Rig, options: dict[str, object]) -> dict[str, Result]:
    """Every server once; ours twice."""
    found = {}
    with tools.floor() as target:
        found["floor"] = tools.load(target, **options)
    if has_nchan():
        with tools.nchan() as target:
            found["nchan"] = tools.load(target, **options)
    with tools.ours() as target:
        found["dateline"] = tools.load(target, **options)
    with tools.ours() as target:
        found["dateline, 10 missed"] = tools.load(target, hdr=missed(tools, target, 10), **options)
    return found


def main() -> None:
    asked = arguments(__doc__ or "", readers=15_000, inflight=1000)
    options: dict[str, object] = {"conns": asked.readers, "mode": "none", "inflight": asked.inflight}
    with rig(asked.bench) as tools:
        rounds = [one_round(tools, options) for _ in range(asked.rounds)]
    if asked.json:
        asked.json.write_text(json.dumps(rounds, indent=1))
    for name in rounds[0]:
        print(f"{name:20}", *(f"{field} {medians(rounds, name, field):,.1f}" for field in FIELDS), sep="  ")
    for name in ("dateline", "dateline, 10 missed"):
        print(f"{name} / floor: {median_ratio(rounds, 'conn_rate', name, over='floor'):.2f} x")


if __name__ == "__main__":
    main()
