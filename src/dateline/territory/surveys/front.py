"""The front of a survey: how long it is at the end of each period, where it moved, since when ground has been held."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

import shapely

from dateline.territory.core.compare import outlined
from dateline.territory.core.front import NOT_HELD, Inland, as_drawn, front, front_km, straightened
from dateline.territory.core.moved import HeldPiece, Holding, Since, largest, middle
from dateline.territory.core.overlay import union
from dateline.territory.core.places import Places, Where
from dateline.territory.core.project import Plane, to_degrees
from dateline.territory.core.values import Ground
from dateline.territory.surveys.shelf import Shelf, Shelved
from dateline.territory.surveys.values import ChangedGround, DayChange, Survey

MOST_PIECES = 10  # of each period, sum of classes and direction
LEAST_KM2 = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontLine:
    """The front on one day, in degrees: its length as drawn and with bends below a kilometre drawn straight.

    ``inland`` is false where no regions were given: then the coast and the border count too.
    """

    shown: date
    classes: str
    km: float
    straight_km: float
    inland: bool
    drawn: Shelved

    @property
    def line(self) -> Ground:
        """The line itself, brought from the shelf each time it is asked for."""
        return self.drawn.ground


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedPiece:
    """One of a period's largest pieces of changed ground, in degrees: gained or lost, where, held since when.

    A gained piece is held since one of the period's maps; a lost one had been held since ``since`` until then.
    """

    start: date
    end: date
    classes: str
    gained: bool
    rank: int
    km2: float
    longitude: float
    latitude: float
    where: Where | None
    since: Since
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldGround:
    """Ground of a sum of classes' last map that has been held since one map, in degrees, with its area."""

    classes: str
    since: Since
    km2: float
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """All of it, in order of sums of classes and days."""

    lines: tuple[FrontLine, ...] = ()
    moved: tuple[MovedPiece, ...] = ()
    held: tuple[HeldGround, ...] = ()


def front_of(survey: Survey) -> Front:
    """The front of a survey of maps; nothing for tables, which have no ground."""
    if survey.plane is None:
        return Front()
    places = Places(survey.gazetteer.places, survey.plane) if survey.gazetteer else None
    teller = _Teller(survey, survey.plane, places=places)
    for classes, days in groupby(survey.day_changes, key=attrgetter("classes")):
        teller.tell(classes, list(days))
    return Front(lines=tuple(_lines(survey, survey.plane)), moved=tuple(teller.moved), held=tuple(teller.held))


def _lines(survey: Survey, plane: Plane) -> Iterator[FrontLine]:
    grounds = survey.split_by.on_plane.grounds if survey.split_by else ()
    inland = Inland.of(union(list(grounds))[0]) if len(grounds) else None
    shelf = Shelf()
    fronts = {each.name for each in survey.profile.sums if not NOT_HELD.issuperset(each.classes)}
    for shown in survey.shown:
        if shown.classes not in fronts:
            continue
        line = front(outlined(shown.ground), same_side=shown.same_side, inland=inland)
        yield FrontLine(
            shown=shown.shown,
            classes=shown.classes,
            km=front_km(line, plane),
            straight_km=front_km(straightened(line), plane),
            inland=inland is not None,
            drawn=shelf.put(shapely.to_wkb(to_degrees(as_drawn(line), plane))),
        )


class _Teller:
    """Goes through a sum's maps; at the ends of each period it tells the pieces that moved."""

    def __init__(self, survey: Survey, plane: Plane, *, places: Places | None) -> None:
        self._survey, self._plane, self._places = survey, plane, places
        self.moved: list[MovedPiece] = []
        self.held: list[HeldGround] = []

    def tell(self, classes: str, days: Sequence[DayChange]) -> None:
        """One sum of classes, map by map."""
        holding = Holding(days[0].shown)
        ending, beginning = self._periods(classes)
        *_, last = (each for each in self._survey.shown if each.classes == classes)
        moved: list[MovedPiece] = []
        for day in days:
            holding.step(day.shown, day.moved.change)
            for each in ending.get(day.shown, ()):
                moved += self._pieces(each, gained=True, holding=holding)
            # What was lost had been held up to the map that the period starts from.
            for each in beginning.get(day.shown, ()):
                moved += self._pieces(each, gained=False, holding=holding)
            if day.shown == last.shown:
                self.held += [self._held(classes, piece) for piece in holding.pieces(last.ground)]
        self.moved += sorted(moved, key=lambda piece: (piece.start, piece.end, not piece.gained, piece.rank))

    def _periods(self, classes: str) -> tuple[dict[date, list[ChangedGround]], dict[date, list[ChangedGround]]]:
        """The periods that end with a day's map, and those that begin from one."""
        ending, beginning = dict[date, list[ChangedGround]](), dict[date, list[ChangedGround]]()
        for each in self._survey.changed:
            if each.classes == classes:
                ending.setdefault(each.last, []).append(each)
                beginning.setdefault(each.base, []).append(each)
        return ending, beginning

    def _pieces(self, changed: ChangedGround, *, gained: bool, holding: Holding) -> Iterator[MovedPiece]:
        ground = changed.gained if gained else changed.lost
        pieces = largest(shapely.get_parts(ground).tolist(), MOST_PIECES)
        for rank, piece in enumerate((each for each in pieces if each.area / 1e6 >= LEAST_KM2), 1):
            point = to_degrees(shapely.Point(middle(piece)), self._plane)
            yield MovedPiece(
                start=changed.start,
                end=changed.end,
                classes=changed.classes,
                gained=gained,
                rank=rank,
                km2=float(piece.area) / 1e6,
                longitude=point.x,
                latitude=point.y,
                where=self._places.where(piece) if self._places else None,
                since=holding.since(piece),
                ground=to_degrees(piece, self._plane),
            )

    def _held(self, classes: str, piece: HeldPiece) -> HeldGround:
        km2, ground = float(piece.ground.area) / 1e6, to_degrees(piece.ground, self._plane)
        return HeldGround(classes=classes, since=piece.since, km2=km2, ground=ground)
