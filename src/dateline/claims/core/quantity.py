"""Numbers with units, and whether a number somebody says agrees with one that was computed.

A table of exact factors rather than a units library: a newsroom compares areas, lengths, people and money, the factors
are defined (1 mile = 1,609.344 m, 1959), and money of two currencies must not be converted at all without a dated rate.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from dateline.claims.core.wording import Hedge

NEAR = 0.1  # “nearly 400” is not said of less than nine tenths of it
CLOSE = 0.02  # apart by less: two honest counts of the same


class BadUnit(ValueError):
    """A unit that is not in the table; the text names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit: how it is written, what it measures, and how many of the dimension's base unit it is."""

    symbol: str
    dimension: str
    factor: Fraction


_MILE = Fraction("1609.344")
_UNITS = (
    Unit(symbol="m²", dimension="area", factor=Fraction(1)),
    Unit(symbol="ha", dimension="area", factor=Fraction(10_000)),
    Unit(symbol="km²", dimension="area", factor=Fraction(1_000_000)),
    Unit(symbol="sq mi", dimension="area", factor=_MILE**2),
    Unit(symbol="acres", dimension="area", factor=_MILE**2 / 640),
    Unit(symbol="m", dimension="length", factor=Fraction(1)),
    Unit(symbol="km", dimension="length", factor=Fraction(1000)),
    Unit(symbol="mi", dimension="length", factor=_MILE),
    Unit(symbol="people", dimension="people", factor=Fraction(1)),
    Unit(symbol="%", dimension="share", factor=Fraction(1, 100)),
)
_ALSO = {
    "m²": ("m2", "sq m", "square metres", "square meters"),
    "ha": ("hectare", "hectares"),
    "km²": ("km2", "sq km", "square kilometres", "square kilometers"),
    "sq mi": ("mi²", "mi2", "square mile", "square miles"),
    "acres": ("acre", "ac"),
    "m": ("metre", "metres", "meters"),
    "km": ("kilometre", "kilometres", "kilometers"),
    "mi": ("mile", "miles"),
    "people": ("person", "persons"),
    "%": ("percent", "per cent"),
}
_NAMED = {name: unit for unit in _UNITS for name in (unit.symbol, *_ALSO[unit.symbol])}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit; money has its currency's three letters as unit."""

    value: float
    unit: str


class Verdict(StrEnum):
    """How a claimed number stands to a computed one."""

    SAME = "same"
    CLOSE = "close"
    HOLDS = "holds"
    FAR = "holds, but far"
    DIFFERS = "differs"
    APART = "not comparable"


class Mismatch(StrEnum):
    """Why two numbers are not about the same thing."""

    UNIT = "unit"
    PERIOD = "period"
    MEASURE = "measure"
    REGION = "region"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A number as somebody says it; what was left open is None or empty."""

    quantity: Quantity
    hedge: Hedge = Hedge.NONE
    start: date | None = None
    end: date | None = None
    measure: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A claimed number beside a computed one, in the claim's unit.

    ``mismatches`` are where the two are known to be about different things: then the verdict tells of the numbers only.
    ``unsaid`` is what the claim leaves open. ``difference`` is computed less claimed; ``share`` is that of the claimed.
    """

    verdict: Verdict
    computed: Quantity | None = None
    difference: float | None = None
    share: float | None = None
    mismatches: tuple[Mismatch, ...] = ()
    unsaid: tuple[Mismatch, ...] = ()


def unit_named(name: str) -> Unit:
    """The unit of that name or symbol. Raises ``BadUnit``."""
    text = " ".join(name.split())
    known = _NAMED.get(text) or _NAMED.get(text.lower())
    if known:
        return known
    if len(text) == 3 and text.isascii() and text.isalpha() and text.isupper():
        return Unit(symbol=text, dimension=f"money in {text}", factor=Fraction(1))
    raise BadUnit(f"“{text[:40]}” is not a unit we know")


def convert(quantity: Quantity, unit: str) -> Quantity:
    """The same quantity in another unit. Raises ``BadUnit`` where the two do not measure the same."""
    before, after = unit_named(quantity.unit), unit_named(unit)
    if before.dimension != after.dimension:
        raise BadUnit(f"{before.symbol} and {after.symbol} do not measure the same")
    if before.symbol == after.symbol:
        return Quantity(value=quantity.value, unit=after.symbol)
    return Quantity(value=float(Fraction(quantity.value) * before.factor / after.factor), unit=after.symbol)


def compare(claimed: Stated, computed: Stated) -> Comparison:
    """How the claimed number stands to the computed one, with every known difference of what they are about."""
    mismatches, unsaid = _apart(claimed, computed)
    try:
        ours = convert(computed.quantity, claimed.quantity.unit)
    except BadUnit:
        return Comparison(verdict=Verdict.APART, mismatches=(Mismatch.UNIT, *mismatches), unsaid=unsaid)
    said = claimed.quantity.value
    return Comparison(
        verdict=verdict(said, ours.value, hedge=claimed.hedge),
        computed=ours,
        difference=ours.value - said,
        share=(ours.value - said) / abs(said) if said else None,
        mismatches=mismatches,
        unsaid=unsaid,
    )


def verdict(said: float, found: float, *, hedge: Hedge) -> Verdict:
    """What a number that was found makes of one that was said, as its hedge is commonly meant."""
    if hedge in {Hedge.NONE, Hedge.ABOUT}:
        return _of_plain(said, found, hedge)
    reach, slack = abs(said) * NEAR, rounding(said)
    above = hedge in {Hedge.OVER, Hedge.AT_LEAST}
    over = found - said if above else said - found
    if over < -slack:
        return Verdict.CLOSE if -over <= abs(said) * CLOSE else Verdict.DIFFERS
    return Verdict.HOLDS if over <= max(reach, slack) else Verdict.FAR


def rounding(said: float) -> float:
    """Half a unit of the last place that was said: 507 may stand for anything from 506.5 to 507.5."""
    exponent = Decimal(repr(said)).normalize().as_tuple().exponent
    places = min(exponent, 0) if isinstance(exponent, int) else 0  # 400 may be meant to the unit: no more is assumed
    return float(Decimal(5).scaleb(places - 1))


def _of_plain(said: float, found: float, hedge: Hedge) -> Verdict:
    off = abs(found - said)
    if off <= rounding(said) * (1 + 1e-9):
        return Verdict.SAME
    if hedge is Hedge.ABOUT and off <= abs(said) * NEAR:
        return Verdict.HOLDS
    return Verdict.CLOSE if off <= abs(said) * CLOSE else Verdict.DIFFERS


def _apart(claimed: Stated, computed: Stated) -> tuple[tuple[Mismatch, ...], tuple[Mismatch, ...]]:
    pairs = {
        Mismatch.PERIOD: (_period(claimed), _period(computed)),
        Mismatch.MEASURE: (claimed.measure, computed.measure),
        Mismatch.REGION: (claimed.region, computed.region),
    }
    apart = tuple(name for name, (ours, theirs) in pairs.items() if ours and theirs and ours != theirs)
    unsaid = tuple(name for name, (ours, theirs) in pairs.items() if theirs and not ours)
    return apart, unsaid


def _period(stated: Stated) -> str:
    return f"{stated.start}/{stated.end}" if stated.start or stated.end else ""
