"""Says to the desk how a claim stands beside figures at hand, with every way in which they are not about the same."""

from collections.abc import Sequence

from django.utils.translation import gettext

from dateline.claims import spoken
from dateline.claims.core.quantity import Comparison, Mismatch, Verdict
from dateline.claims.models import Claim, Figure
from dateline.claims.queries import Compared


def sentences(claim: Claim, found: Sequence[Compared]) -> list[str]:
    """The claim beside each figure, a sentence each, with every way in which the two are not about the same."""
    who = claim.speaker or claim.source.name
    assert claim.value is not None, "only a number is compared"
    said = spoken.quantity(claim.value, claim.unit, hedge=claim.hedge)
    when = spoken.period(claim.start, claim.end)
    opening = gettext("%(who)s says %(number)s") % {"who": who, "number": said}
    if when:
        opening = gettext("%(who)s says %(number)s for %(period)s") % {"who": who, "number": said, "period": when}
    return [f"{opening}; {figure_said(one.figure, one.comparison)}." for one in found]


def verdicts() -> dict[str, str]:
    """Every verdict in words."""
    return {
        Verdict.SAME: gettext("the same number"),
        Verdict.CLOSE: gettext("close to it"),
        Verdict.HOLDS: gettext("the claim holds"),
        Verdict.FAR: gettext("the claim holds to the letter, but is far from it"),
        Verdict.DIFFERS: gettext("another number"),
        Verdict.APART: gettext("not comparable"),
    }


def mismatches() -> dict[str, str]:
    """What two numbers may differ in, in words."""
    return {
        Mismatch.UNIT: gettext("another unit"),
        Mismatch.PERIOD: gettext("another period"),
        Mismatch.MEASURE: gettext("another measure"),
        Mismatch.REGION: gettext("another region"),
    }


def unsaid() -> dict[str, str]:
    """What a claim may leave open, in words."""
    return {
        Mismatch.PERIOD: gettext("the claim names no period"),
        Mismatch.MEASURE: gettext("the claim does not say how it was measured"),
        Mismatch.REGION: gettext("the claim names no region"),
    }


def figure_said(figure: Figure, comparison: Comparison) -> str:
    """What a figure at hand says, and how the number that was claimed stands to it."""
    found = comparison.computed
    number = spoken.quantity(found.value, found.unit) if found else spoken.quantity(figure.value, figure.unit)
    apart = [mismatches()[one] for one in comparison.mismatches]
    if Mismatch.PERIOD in comparison.mismatches:
        apart.append(spoken.period(figure.start, figure.end))
    same = gettext("by the same measure") if not apart and Mismatch.MEASURE not in comparison.unsaid else ""
    open_ = [unsaid()[one] for one in comparison.unsaid if one is not Mismatch.REGION or figure.region != "*"]
    how = ", ".join(filter(None, [figure.measure, figure.classes, "" if figure.region == "*" else figure.region]))
    said = gettext("%(series)s has %(number)s (%(how)s)") % {"series": figure.series, "number": number, "how": how}
    return ": ".join(
        filter(None, [said, ", ".join(filter(None, [verdicts()[comparison.verdict], same, *apart, *open_]))])
    )
