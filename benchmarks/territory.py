"""How long do the figures of two months of daily maps by 27 regions take? Peer: the same figures by geopandas' overlay.

    python benchmarks/territory.py [MAPS REGIONS] [--rounds 3] [--days N] [--no-peer]

MAPS is a folder of daily maps and REGIONS a boundary file; those of the shared inputs where they are there, else a made
country of 61 days. Ours is the whole command in a process of its own: with an empty cache, again with nothing changed,
and both once more with every file that it writes. The peer, in a process of its own too, reads the same files into the
same equal-area plane and computes net, endpoint gain and loss and daily gain and loss, by region and month, two ways:
by regions, as notebooks do it (each map laid over the regions, then each region of a day over that of the day before),
and by changes (map over map, and only what changed over the regions), which somebody has to think of. It does not mend,
gate, date or write anything. Times are processor seconds of the process and its children (wall seconds beside them),
memory is the largest resident size. All must agree: within 1e-6 of an area, or 0.01 km² of a change.
"""

import argparse
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TERRITORY = ROOT.parent / "shared" / "data" / "territory"
COMMAND = [sys.executable, "-c", "from dateline.project.cli import main; main()", "territory", "survey"]
MEASURES = ("net", "endpoint_gain", "endpoint_loss", "daily_gain", "daily_loss", "area")
MADE = """
import sys
from pathlib import Path
from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import write_folder
write_folder(series(7, days=61), Path(sys.argv[1]))
(Path(sys.argv[1]) / "made.toml").write_text(made_profile().text)
"""
PEER = """
import itertools, json, sys, warnings
import geopandas as gpd
warnings.simplefilter("ignore")
dated, boundaries, name, plane = json.load(open(sys.argv[1]))
def read(path):
    frame = gpd.read_file(path)
    frame = frame[~frame.geometry.isna() & ~frame.geometry.is_empty]
    frame["geometry"] = frame.geometry.force_2d().make_valid()
    return frame.to_crs(plane)
def over(frame, other, how):
    return gpd.overlay(frame, other, how=how, keep_geom_type=True)
def km2(parts):
    return parts.assign(km2=parts.area / 1e6).groupby("region").km2.sum().to_dict() if len(parts) else {}
def whole(frame):
    return {"*": float(frame.area.sum() / 1e6)}
def by_changes(a, b):
    gained, lost = over(b.ground, a.ground, "difference"), over(a.ground, b.ground, "difference")
    return [{**whole(c), **km2(over(c, regions, "intersection"))} if len(c) else {} for c in (gained, lost)]
def by_regions(a, b):
    found = [whole(over(b.ground, a.ground, "difference")), whole(over(a.ground, b.ground, "difference"))]
    for region in regions.region:
        x, y = a.parts[a.parts.region == region], b.parts[b.parts.region == region]
        for sums, (one, other) in zip(found, ((y, x), (x, y))):
            left = over(one[["geometry"]], other[["geometry"]], "difference") if len(one) and len(other) else one
            sums[region] = float(left.area.sum() / 1e6)
    return found
class Map:
    def __init__(self, day, path):
        self.day, self.ground = day, read(path).dissolve()[["geometry"]]
        self.parts = over(self.ground, regions, "intersection")
        self.area = {**whole(self.ground), **km2(self.parts)}
change = {"changes": by_changes, "regions": by_regions}[sys.argv[2]]
regions = read(boundaries)[[name, "geometry"]].rename(columns={name: "region"}).dissolve("region").reset_index()
maps = [Map(day, path) for day, path in dated]
daily = {b.day: change(a, b) for a, b in itertools.pairwise(maps)}
rows = {}
for month in sorted({m.day[:7] for m in maps}):
    inside = [m for m in maps if m.day[:7] == month]
    before = [m for m in maps if m.day[:7] < month][-1:]
    ends = change(before[0], inside[-1]) if before else None
    for region in ["*", *regions.region]:
        area = inside[-1].area.get(region, 0.0)
        rows[f"{month} {region} area"] = area
        if not before:
            continue
        rows[f"{month} {region} net"] = area - before[0].area.get(region, 0.0)
        for at, sign in enumerate(("gain", "loss")):
            rows[f"{month} {region} endpoint_{sign}"] = ends[at].get(region, 0.0)
            rows[f"{month} {region} daily_{sign}"] = sum(daily[m.day][at].get(region, 0.0) for m in inside)
print(json.dumps(rows))
"""


@dataclass(frozen=True)
class Asked:
    """What both are asked to measure."""

    maps: list[Path]
    regions: Path
    profile: str


@dataclass(frozen=True)
class Run:
    """One process: what it printed, its processor and wall seconds with those of its children, and its memory."""

    said: str
    cpu: float
    wall: float
    megabytes: float


def run(arguments: list[str], home: str) -> Run:
    surroundings = os.environ | {"DATELINE_HOME": home, "PYTHONPATH": str(ROOT / "src")}
    read, write = os.pipe()
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.close(read)
        done = subprocess.run(arguments, env=surroundings, stdout=write, stderr=subprocess.DEVNULL, check=False)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        os.write(write, f"\n{used.ru_utime + used.ru_stime} {used.ru_maxrss}".encode())
        os._exit(done.returncode)
    os.close(write)
    with os.fdopen(read) as answer:
        said, _, used = answer.read().rpartition("\n")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, arguments
    cpu, kilobytes = map(float, used.split())
    return Run(said, cpu, time.perf_counter() - started, kilobytes / 1024)


def ours(asked: Asked, *more: str) -> list[str]:
    return [*COMMAND, *map(str, asked.maps), "--profile", asked.profile, "--regions", str(asked.regions), *more]


def figures(folder: Path) -> dict[str, float]:
    with (folder / "figures.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["classes"] == "occupied"]
    return {f"{r['start'][:7]} {r['region']} {r['measure']}": float(r["km2"]) for r in rows if r["measure"] in MEASURES}


def peer(asked: Asked, out: Path, way: str) -> Run:
    """The peer gets the days, the plane and the files that count as our record has them: it need not date a file."""
    record = json.loads((out / "survey.json").read_text())
    inputs = {each["name"] for each in record["inputs"]}
    maps = [path for path in asked.maps if path.name in inputs]
    name = "ADMIN_1" if asked.profile == "deepstate-daily" else "name"
    given = [list(zip(record["days"], map(str, maps), strict=True)), str(asked.regions), name, record["plane"]]
    (out / "peer.json").write_text(json.dumps(given))
    return run([sys.executable, "-c", PEER, str(out / "peer.json"), way], str(out))


def disagreements(mine: dict[str, float], others: dict[str, float]) -> list[str]:
    def near(key: str) -> bool:
        allowed = 1e-6 * mine[key] if key.endswith(" area") else 0.01
        return abs(mine[key] - others[key]) <= max(allowed, 0.01)

    return [f"{key}: {mine[key]:.6f} and {others[key]:.6f}" for key in others if key not in mine or not near(key)]


def one_round(asked: Asked) -> dict[str, Run]:
    found = {}
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as out:
        found["cold"] = run(ours(asked), home)
        found["again, nothing changed"] = run(ours(asked), home)
        found["cold, every file written"] = run(ours(asked, "--no-cache", "--out", out), home)
        run(ours(asked, "--out", out), home)
        found["again, every file written"] = run(ours(asked, "--out", out), home)
    return found


def told(name: str, runs: list[Run]) -> float:
    cpu, wall, memory = (statistics.median(getattr(r, what) for r in runs) for what in ("cpu", "wall", "megabytes"))
    print(f"  {name:32} {cpu:8.2f} s of processor {wall:8.2f} s {memory:6.0f} MB")
    return cpu


def chosen_maps(folder: str) -> Asked:
    run([sys.executable, "-c", MADE, folder], folder)
    maps = sorted(path for path in Path(folder).glob("*.geojson") if path.name != "regions.geojson")
    return Asked(maps, Path(folder) / "regions.geojson", f"{folder}/made.toml")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("maps", nargs="?", type=Path, default=TERRITORY / "deepstate_daily")
    parser.add_argument("regions", nargs="?", type=Path, default=TERRITORY / "boundaries")
    parser.add_argument("--profile", default="deepstate-daily")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--days", type=int)
    parser.add_argument("--no-peer", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as out:
        if chosen.maps.is_dir():
            regions = next(iter(chosen.regions.glob("*.geojson"))) if chosen.regions.is_dir() else chosen.regions
            asked = Asked(sorted(chosen.maps.glob("*.geojson"))[: chosen.days], regions, chosen.profile)
        else:
            asked = chosen_maps(folder)
        rounds = [one_round(asked) for _ in range(chosen.rounds)]
        print(f"{len(asked.maps)} maps; median of {chosen.rounds}")
        cpu = {name: told(name, [each[name] for each in rounds]) for name in rounds[0]}
        if not chosen.no_peer:
            run(ours(asked, "--no-cache", "--out", out), folder)
            for way in ("regions", "changes"):
                other = peer(asked, Path(out), way)
                theirs = told(f"geopandas by {way}, once", [other])
                found = disagreements(figures(Path(out)), json.loads(other.said))
                print(
                    f"    {theirs / cpu['cold']:.0f} × our cold run; {len(found)} figures disagree",
                    *found[:10],
                    sep="\n    ",
                )


if __name__ == "__main__":
    main()
