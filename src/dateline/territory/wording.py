"""What the desk says in plain words: measures, gates, treatments, stages of a run."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dateline.territory.core.values import Measure

Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A measure's short name, and what it counts in a sentence."""

    name: Words
    says: Words


MEASURES: Mapping[Measure, Meaning] = {
    Measure.NET: Meaning(
        name=_("net"),
        says=_("Ground held at the period's end less ground held at its start: gains less losses."),
    ),
    Measure.ENDPOINT_GAIN: Meaning(
        name=_("gained, end to end"),
        says=_("Ground held at the end that was not held at the start; what was won and lost between does not count."),
    ),
    Measure.ENDPOINT_LOSS: Meaning(
        name=_("lost, end to end"),
        says=_("Ground held at the start that was not held at the end; what was lost and won back is not counted."),
    ),
    Measure.DAILY_GAIN: Meaning(
        name=_("gained, map by map"),
        says=_("What each map adds to the one before, all added up: ground won twice counts twice."),
    ),
    Measure.DAILY_LOSS: Meaning(
        name=_("lost, map by map"),
        says=_("What each map lacks of the one before, all added up: ground lost twice counts twice."),
    ),
    Measure.POSITIVE_DAYS: Meaning(
        name=_("sum of growing days"),
        says=_("The net changes of the days on which it grew; losses elsewhere on such a day are within it."),
    ),
    Measure.NEGATIVE_DAYS: Meaning(
        name=_("sum of shrinking days"),
        says=_("The net changes of the days on which it shrank; gains elsewhere on such a day are within it."),
    ),
    Measure.AREA: Meaning(
        name=_("held at the end"),
        says=_("Ground held on the period's last map."),
    ),
}

GATES: Mapping[str, Words] = {
    "unreadable": _("Files that could not be read"),
    "fault": _("Maps that could not be mended"),
    "reading": _("Remarks from reading"),
    "missing-layer": _("A layer is missing or empty"),
    "empty-feature": _("A feature without ground"),
    "drop-out": _("Days on which ground drops out and is back"),
    "jump": _("A jump in one step"),
    "repeat": _("The same content under a new date"),
    "gap": _("Days without a map"),
    "unknown-label": _("Labels that no rule knows"),
    "label-drift": _("Labels that changed their wording"),
    "invalid-ring": _("Rings that cross themselves"),
    "repeated-points": _("Points given more than once"),
    "overlap": _("Ground that overlaps"),
    "spike": _("Needles"),
    "sliver": _("Slivers"),
    "hole": _("Gaps no wider than a line"),
    "swapped-axes": _("Latitude and longitude swapped"),
    "outside": _("Ground outside the country"),
    "date": _("Dates out of range"),
    "precision": _("Maps that could only be compared on a fine grid"),
    "two-maps": _("Several maps of one day"),
}

STAGES: Mapping[str, Words] = {
    "": _("Starting"),
    "reading": _("Reading the maps"),
    "mending": _("Mending what is broken in them"),
    "comparing": _("Comparing each map with the next"),
    "writing": _("Writing figures, charts and maps"),
}


def gate_name(gate: str) -> Words:
    """What the gate is called; a gate that is not known here goes by its own name."""
    return GATES.get(gate, gate)


def stage_name(stage: str) -> Words:
    """What the run is doing."""
    return STAGES.get(stage, stage)
