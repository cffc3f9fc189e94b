"""Dated maps become figures that can be followed: what outside programs import, loaded when it is first used."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.territory.core.values import ControlMap, Figure, Finding, Input, Measure
    from dateline.territory.frames import as_geodataframe, to_frame
    from dateline.territory.library import (
        Change,
        area_km2,
        compare,
        profile,
        propose_profile,
        read_map,
        read_maps,
        survey,
        write_survey,
    )
    from dateline.territory.profile_check import BadProfile
    from dateline.territory.profile_read import Profile
    from dateline.territory.propose import Proposal
    from dateline.territory.surveys.check import Checked, Difference, check
    from dateline.territory.surveys.record import NoSurvey
    from dateline.territory.surveys.side_by_side import Comparison, Looked, NothingInCommon, compare_surveys
    from dateline.territory.surveys.sums import BadClasses
    from dateline.territory.surveys.values import NothingToMeasure, Survey

__all__ = [
    "BadClasses",
    "BadProfile",
    "Change",
    "Checked",
    "Comparison",
    "ControlMap",
    "Difference",
    "Figure",
    "Finding",
    "Input",
    "Looked",
    "Measure",
    "NoSurvey",
    "NothingInCommon",
    "NothingToMeasure",
    "Profile",
    "Proposal",
    "Survey",
    "area_km2",
    "as_geodataframe",
    "check",
    "compare",
    "compare_surveys",
    "profile",
    "propose_profile",
    "read_map",
    "read_maps",
    "survey",
    "to_frame",
    "write_survey",
]

_FROM = {
    "BadClasses": "surveys.sums",
    "BadProfile": "profile_check",
    "Change": "library",
    "Checked": "surveys.check",
    "Comparison": "surveys.side_by_side",
    "ControlMap": "core.values",
    "Difference": "surveys.check",
    "Figure": "core.values",
    "Finding": "core.values",
    "Input": "core.values",
    "Looked": "surveys.side_by_side",
    "Measure": "core.values",
    "NoSurvey": "surveys.record",
    "NothingInCommon": "surveys.side_by_side",
    "NothingToMeasure": "surveys.values",
    "Profile": "profile_read",
    "Proposal": "propose",
    "Survey": "surveys.values",
    "area_km2": "library",
    "as_geodataframe": "frames",
    "check": "surveys.check",
    "compare": "library",
    "compare_surveys": "surveys.side_by_side",
    "profile": "library",
    "propose_profile": "library",
    "read_map": "library",
    "read_maps": "library",
    "survey": "library",
    "to_frame": "frames",
    "write_survey": "library",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _FROM:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_FROM[name]}"), name)
