"""How do time and memory grow with the days of a series in which every map is drawn anew? By day, every file written.

    python benchmarks/redrawn.py [--days 30 60 120] [--points 19000] [--by day] [--keep FOLDER]

Made maps, one outline of so many points each: every point moves by some metres each day, the front by as much as ten
more, so that no edge of one map is an edge of the next, as where a mapper draws or simplifies the whole anew. 27
regions in rows. Seconds are of the processor, memory is the largest resident size of one process.
"""

import argparse
import json
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from territory import COMMAND, run

WEST, SOUTH, EAST, NORTH = 33.0, 46.0, 39.0, 50.0
METRE = 1 / 111_200


def outlines(days: int, points: int) -> list[np.ndarray]:
    """An outline a day, in degrees: rough as a coast is, moved by a smooth front and jittered point by point."""
    chance = np.random.default_rng(7)
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
    rough = np.cumsum(chance.normal(0, 3e-4, points))
    rough -= np.linspace(0, rough[-1], points)
    far = 1.2 + 0.1 * np.sin(5 * angle) + 0.03 * np.sin(23 * angle) + rough
    made = []
    for _ in range(days):
        waves = sum(np.sin(k * angle + chance.uniform(0, 6)) for k in (3, 17, 40))
        far = far + 3 * METRE * waves
        jittered = far + chance.normal(0, 5 * METRE, points)
        turned = angle + chance.uniform(-0.2, 0.2, points) * (2 * np.pi / points)
        made.append(np.column_stack([36 + 1.4 * jittered * np.cos(turned), 48 + jittered * np.sin(turned)]).round(7))
    return made


def feature(ring: list[list[float]], **properties: str) -> dict[str, object]:
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def write_maps(folder: Path, days: int, points: int) -> None:
    for number, outline in enumerate(outlines(days, points)):
        collection = {"type": "FeatureCollection", "features": [feature(outline.tolist())]}
        name = f"{date(2023, 1, 1) + timedelta(days=number):%Y%m%d}_RussianCoTinUkraine.geojson"
        (folder / name).write_text(json.dumps(collection))


def write_regions(path: Path) -> None:
    x, y = np.linspace(WEST, EAST, 10), np.linspace(SOUTH, NORTH, 4)
    boxes = [(x[i], y[j], x[i + 1], y[j + 1]) for i in range(9) for j in range(3)]
    rings = [[[w, s], [e, s], [e, n], [w, n]] for w, s, e, n in boxes]
    features = [feature(ring, name=f"region {number}") for number, ring in enumerate(rings, 1)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, nargs="*", default=[30, 60, 120])
    parser.add_argument("--points", type=int, default=19_000)
    parser.add_argument("--by", default="day")
    parser.add_argument("--keep", type=Path, help="write the maps of the last series here and measure nothing")
    chosen = parser.parse_args()
    if chosen.keep:
        (chosen.keep / "maps").mkdir(parents=True)
        write_maps(chosen.keep / "maps", chosen.days[-1], chosen.points)
        return write_regions(chosen.keep / "regions.geojson")
    for days in chosen.days:
        with tempfile.TemporaryDirectory() as home:
            folder, regions = Path(home) / "maps", Path(home) / "regions.geojson"
            folder.mkdir()
            write_maps(folder, days, chosen.points)
            write_regions(regions)
            how = ["--profile", "isw-layers", "--regions", str(regions), "--by", chosen.by, "--no-cache"]
            done = run([*COMMAND, str(folder), *how, "--out", f"{home}/out"], home)
            print(f"{days:4} days {done.cpu:7.1f} s, {done.cpu / days:5.2f} a day {done.megabytes:6.0f} MB", flush=True)
    return None


if __name__ == "__main__":
    main()
