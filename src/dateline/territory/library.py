"""What programs outside Dateline call: `from dateline.territory import survey, read_map, compare`, without Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypedDict, Unpack

import shapely

from dateline.territory import profile_read
from dateline.territory.core.compare import compare as compare_outlines
from dateline.territory.core.compare import outlined
from dateline.territory.core.periods import By
from dateline.territory.core.project import Plane, plane_for, to_degrees, to_plane
from dateline.territory.core.values import ControlMap, Ground
from dateline.territory.frames import Shown, in_degrees
from dateline.territory.profile_read import Profile
from dateline.territory.propose import Proposal, propose
from dateline.territory.read.files import read_file
from dateline.territory.read.folders import map_files
from dateline.territory.surveys import maps
from dateline.territory.surveys.kept import Kept
from dateline.territory.surveys.naming import paths_below
from dateline.territory.surveys.reading import read_all
from dateline.territory.surveys.run import survey as run
from dateline.territory.surveys.values import Asked, Means, NothingToMeasure, Survey
from dateline.territory.surveys.write import write

Paths = str | Path | Iterable[str | Path]
Named = str | Path | Profile


class More(TypedDict, total=False):
    """What else a survey may be asked: the same words as the command's options, and where read maps are kept."""

    zone: str
    classes: Sequence[str]
    gazetteer: str | Path | None
    cache: str | Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed between two grounds: pieces in degrees, areas in km² on an equal-area plane."""

    gained: Ground
    lost: Ground
    gained_km2: float
    lost_km2: float

    @property
    def net_km2(self) -> float:
        """What was gained less what was lost: the change of area."""
        return self.gained_km2 - self.lost_km2


def survey(
    files: Paths,
    *,
    profile: Named = "generic",
    regions: str | Path | None = None,
    by: By | Sequence[date] = "month",
    **more: Unpack[More],
) -> Survey:
    """The figures of dated maps, by period, region and sum of classes, as `dateline territory survey` makes them.

    ``files`` is a file, a folder or several of either; ``profile`` a shipped name, a TOML file or a ``Profile``;
    ``regions`` a boundary file; ``by`` day, week, month or all, or the days that begin a period. ``more``: ``zone``,
    ``classes`` and ``gazetteer`` as the command has them; ``cache`` a folder where maps that were read and mended are
    kept for the next survey, up to two gigabytes of them: nothing is where none is named.
    Raises NothingToMeasure, BadProfile, BadClasses.
    """
    gazetteer, kept = more.get("gazetteer"), _kept(more.get("cache"))
    done = run(
        Asked(
            files=_paths(files),
            profile=_profile(profile),
            regions=Path(regions) if regions is not None else None,
            by=by if isinstance(by, str) else "month",
            cuts=() if isinstance(by, str) else list(by),
            zone=more.get("zone", ""),
            classes=more.get("classes", ()),
            gazetteer=Path(gazetteer) if gazetteer is not None else None,
        ),
        means=Means(kept=kept),
    )
    if kept:
        kept.trim()
    return done


def write_survey(survey: Survey, folder: str | Path) -> list[Path]:
    """The files of a survey, written into the folder as the command's ``--out`` does: figures, ground, survey.json."""
    assert survey.asked is not None, "a survey that was not run has nothing to write"
    return write(survey, survey.asked, folder=Path(folder))


def read_maps(files: Paths, *, profile: Named = "generic", cache: str | Path | None = None) -> list[ControlMap]:
    """The maps in the files, one a day, in order of days: class → ground in degrees, mended, with all findings.

    ``cache`` is a folder where they are kept, as ``survey`` has it, which takes them from there.
    Raises NothingToMeasure where no file holds a map that the profile can read, BadProfile.
    """
    known, means = _profile(profile).cut_in(""), Means(kept=_kept(cache))
    read = read_all(_paths(files), known, means=means)
    findings = read.findings
    drawn = maps.day_drawings(read.parts, known, regions=None, means=means, findings=findings)
    if not drawn:
        raise NothingToMeasure("; ".join(f"{f.subject}: {f.what}" for f in findings) or "no file holds a map")
    of_no_day = tuple(f for f in findings if not any(f in each.findings for each in drawn))
    return [
        ControlMap(shown=each.shown, ground=each.ground, inputs=each.inputs, findings=(*each.findings, *of_no_day))
        for each in drawn
    ]


def read_map(files: Paths, *, profile: Named = "generic") -> ControlMap:
    """One day's map: class → ground in degrees. Several files where a source has one a layer.

    Raises NothingToMeasure, BadProfile, and ValueError where the files hold several days (``read_maps`` reads those).
    """
    found = read_maps(files, profile=profile)
    if len(found) > 1:
        days = ", ".join(each.shown.isoformat() for each in found[:3])
        raise ValueError(f"the files hold maps of {len(found)} days ({days}, …): read them with read_maps")
    return found[0]


def compare(earlier: Shown, later: Shown, *, classes: Sequence[str] = ()) -> Change:
    """What the later ground has that the earlier has not, and the reverse.

    Each is shapely (Multi)Polygons in degrees, a GeoDataFrame or GeoSeries in any projection, or a map that was read;
    of a map the ground of ``classes``, all that are held where none are named. Raises ValueError for what is no valid
    ground in degrees.
    """
    before, after = in_degrees(earlier, classes), in_degrees(later, classes)
    plane = _plane(before, after)
    change = compare_outlines(outlined(to_plane(before, plane)), outlined(to_plane(after, plane)))
    return Change(
        gained=to_degrees(shapely.MultiPolygon(list(change.gained)), plane),
        lost=to_degrees(shapely.MultiPolygon(list(change.lost)), plane),
        gained_km2=change.gained_km2,
        lost_km2=change.lost_km2,
    )


def area_km2(ground: Shown, *, classes: Sequence[str] = ()) -> float:
    """The area in km² on an equal-area plane, within 0.01 % of the geodesic one; takes what ``compare`` takes."""
    whole = in_degrees(ground, classes)
    return 0.0 if shapely.is_empty(whole) else float(to_plane(whole, _plane(whole)).area) / 1e6


def profile(named: Named) -> Profile:
    """A profile by its shipped name or from a TOML file. Raises BadProfile with every fault in it."""
    return _profile(named)


def propose_profile(files: Paths, *, name: str = "proposed") -> Proposal:
    """How unknown files might be read: ``.text`` is a profile to look over and save, ``.reasons`` says why."""
    paths = _paths(files)
    return propose([read_file(path) for path in paths], name, paths=paths_below(paths))


def _plane(*grounds: Ground) -> Plane:
    present = [ground for ground in grounds if not shapely.is_empty(ground)]
    return plane_for(*present) if present else Plane(longitude=0, latitude=0)


def _profile(named: Named) -> Profile:
    return named if isinstance(named, Profile) else profile_read.profile(str(named))


def _kept(cache: str | Path | None) -> Kept | None:
    return Kept(Path(cache)) if cache is not None else None


def _paths(files: Paths) -> list[Path]:
    given = [Path(files)] if isinstance(files, str | Path) else [Path(each) for each in files]
    return [file for path in given for file in (map_files(path) if path.is_dir() else [path])]
