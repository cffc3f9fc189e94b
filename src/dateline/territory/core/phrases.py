"""The sentences' parts, in English: templates with named slots, so that another language can order its words anew.

A catalogue in another language has the same keys; what it lacks is said in English. Numbers and dates are slots too.
"""

from collections.abc import Mapping
from types import MappingProxyType

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        # Who holds the ground is known.
        "holder.grew": "{holder} took a net {km2} km² {when}",
        "holder.shrank": "{holder} lost a net {km2} km² {when}",
        "holder.same": "{holder} made no net gain or loss {when}",
        "holder.area": "{holder} {held} {km2} km² {on}",
        "held": "held",
        "holder.also.grew": "taking {km2} {in_period}",
        "holder.also.shrank": "losing {km2} {in_period}",
        # Only what the ground is called is known.
        "ground.grew": "{ground} grew by a net {km2} km² {when}",
        "ground.shrank": "{ground} shrank by a net {km2} km² {when}",
        "ground.same": "{ground} showed no net change {when}",
        "ground.area": "{ground} covered {km2} km² {on}",
        "ground.also.grew": "growing by {km2} {in_period}",
        "ground.also.shrank": "shrinking by {km2} {in_period}",
        # The periods before.
        "also": "{km2} {in_period}",
        "also.same": "no change {in_period}",
        "after": "{claim}, after {list}",
        "first": "{claim}, the first {kind} measured",
        "unmeasured": "{claim}; {list} could not be measured",
        "share": "{claim}, {percent} % of the {denominator} km² {of_place}",
        "of_place": "of {place}",
        "measured_against": "that it is measured against",
        # Pace: only where it is certain.
        "most.of.grew": "It was the largest net gain in the {count} {kinds} measured",
        "most.of.shrank": "It was the largest net loss in the {count} {kinds} measured",
        "most.last.grew": "It was the largest net gain in {count} {kinds}",
        "most.last.shrank": "It was the largest net loss in {count} {kinds}",
        "most.since.grew": "It was the largest net gain since {period} ({km2} km²)",
        "most.since.shrank": "It was the largest net loss since {period} ({km2} km²)",
        "run.exact.grew": "It was the {nth} {kind} of growth in a row",
        "run.exact.shrank": "It was the {nth} {kind} of loss in a row",
        "run.all.grew": "Each of the {count} {kinds} measured brought growth",
        "run.all.shrank": "Each of the {count} {kinds} measured brought a loss",
        "run.last.grew": "Each of the last {count} {kinds} brought growth",
        "run.last.shrank": "Each of the last {count} {kinds} brought a loss",
        "ratio.1/4": "That is about a quarter of {period}’s",
        "ratio.1/3": "That is about a third of {period}’s",
        "ratio.1/2": "That is about half of {period}’s",
        "ratio.2/3": "That is about a third less than {in_period}",
        "ratio.3/4": "That is about a quarter less than {in_period}",
        "ratio.5/4": "That is about a quarter more than {in_period}",
        "ratio.4/3": "That is about a third more than {in_period}",
        "ratio.3/2": "That is about half as much again as {in_period}",
        "ratio.2": "That is about twice as much as {in_period}",
        "ratio.3": "That is about three times as much as {in_period}",
        # Regions.
        "regions.gained": "{first} of the {km2} km² gained {when} lie in {region}",
        "regions.lost": "{first} of the {km2} km² lost {when} lie in {region}",
        "regions.other": "{km2} in {region}",
        "regions.all": "{claim}, {list}",
        "exactly": "{km2}",
        "nearly": "nearly {km2}",
        "just over": "just over {km2}",
        # Time.
        "in.day": "on {day}",
        "in.week": "in the week from {day}",
        "in.month": "in {month}",
        "in.other": "from {first} to {last}",
        "part": "between {first} and {last}, the dates of the maps at hand",
        "part.short": "between {first} and {last}",
        "near": "{in_period} (maps of {first} and {last})",
        "on.end_of_month": "at the end of {month}",
        "on.day": "on {day}",
        "name.day": "{day}",
        "name.week": "the week from {day}",
        "name.month": "{month}",
        "name.other": "{first} to {last}",
        "date": "{day} {month} {year}",
        "date.same_year": "{day} {month}",
        "month_of_year": "{month} {year}",
        "sentence": "{claim}.",
        "list.two": "{first} and {last}",
        "list.more": "{first}, {rest}",
        "one.day": "day",
        "one.week": "week",
        "one.month": "month",
        "one.other": "period",
        "many.day": "days",
        "many.week": "weeks",
        "many.month": "months",
        "many.other": "periods",
        "nth.3": "third",
        "nth.4": "fourth",
        "nth.5": "fifth",
        "nth.6": "sixth",
        "nth.7": "seventh",
        "nth.8": "eighth",
        "nth.9": "ninth",
        "nth.10": "tenth",
        "nth": "{count}th",
        "month.1": "January",
        "month.2": "February",
        "month.3": "March",
        "month.4": "April",
        "month.5": "May",
        "month.6": "June",
        "month.7": "July",
        "month.8": "August",
        "month.9": "September",
        "month.10": "October",
        "month.11": "November",
        "month.12": "December",
        # Charts and maps.
        "chart.net": "Net change {per} in km²: {ground}, the area at the end less the area at the start",
        "chart.area": "Area in km²: {ground}",
        "per.day": "per day",
        "per.week": "per week",
        "per.month": "per month",
        "per.other": "per period",
        "chart.source": "Source: {source}. Figures to {day}.",
        "chart.gap": "Shaded: no map to measure from.",
        "chart.part": "Pale: measured between other days than the period’s ({list}).",
        "chart.part.one": "{period}: maps of {first} and {last}",
        "map.held": "{ground}, {day}",
        "map.gained": "Gained since {day}: {km2} km²",
        "map.lost": "Lost since {day}: {km2} km²",
        "map.beyond": "Other {ground}",
        "map.title.holder.grew": "Where {holder} took ground {when}",
        "map.title.holder.shrank": "Where {holder} lost ground {when}",
        "map.title.holder.both": "Where {holder} took and lost ground {when}",
        "map.title.ground.grew": "Where {ground} grew {when}",
        "map.title.ground.shrank": "Where {ground} shrank {when}",
        "map.title.ground.both": "Where {ground} grew and shrank {when}",
        "map.net": "{ground}: the maps of {first} and {last} compared",
        "map.source": "Source: {source}. Outlines are simplified to the size of the picture.",
        "map.scale": "{km} km",
        "map.north": "North is up",
        "column.period": "Period",
        "column.net": "Net change, km²",
        "column.gained": "Gained (endpoint), km²",
        "column.lost": "Lost (endpoint), km²",
        "column.area": "Area at the end, km²",
        "column.share": "Share, %",
        "column.note": "Note",
        "ground": "ground classed as {classes}",
        "not measured": "not measured",
    }
)


class Speech:
    """Says a key's template in the catalogue's language, its slots filled."""

    def __init__(self, catalogue: Mapping[str, str] = ENGLISH) -> None:
        self._catalogue = catalogue

    def __call__(self, key: str, **slots: object) -> str:
        """The words of a key. Slots that the template does not name are left out."""
        return self._catalogue.get(key, ENGLISH[key]).format(**slots)

    def first_of(self, *keys: str, **slots: object) -> str:
        """The words of the first key that there is."""
        return self(next(key for key in keys if key in ENGLISH), **slots)

    def listed(self, parts: list[str]) -> str:
        """One, two or more parts as a list in words."""
        if len(parts) < 2:
            return "".join(parts)
        words = self("list.two", first=parts[-2], last=parts[-1])
        for part in reversed(parts[:-2]):
            words = self("list.more", first=part, rest=words)
        return words
