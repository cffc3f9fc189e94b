"""Every key that a profile may have, with what it means: read by the check of profiles and by their reference page."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "texts", "number", "bounds", "date", "pattern", "choice", "class", "classes", "treatment"]
CLASSES = ("occupied", "advance", "claimed", "contested", "liberated", "ignored")
COLUMN = "column"
PATH = "file path"
FOUND = ("file name", PATH, "map property", "feature property", COLUMN)
SHOWS = ("that day", "day before")
PULLS = ("listed maps", "a file a day", "feature service")
CLIPS = ("none", "regions")
LEAVE_OUT, REFUSE = "leave out", "refuse"
_FOUND_MEANS = (
    "Where a map's date stands. A file path counts from the folder that all files have in common, and is what the "
    "files are called then: `2025-05-31/front.geojson`, `2025/05/31/map.json`."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key: its table and name, what kind of value it takes, its default as TOML, what it means."""

    table: str
    name: str
    kind: Kind
    default: str = ""
    needed: bool = False
    choices: tuple[str, ...] = ()
    means: str = ""


def _key(path: str, kind: Kind, means: str, *, default: str = "", choices: tuple[str, ...] = ()) -> Key:
    table, _, name = path.rpartition(".")
    needed = default == "needed"
    return Key(
        table=table,
        name=name,
        kind=kind,
        default="" if needed else default,
        needed=needed,
        choices=choices,
        means=means,
    )


def _gate(name: str, means: str, choices: tuple[str, ...], *, default: str = "keep") -> Key:
    return _key(f"gates.{name}", "treatment", means, default=f'"{default}"', choices=choices)


KEYS: tuple[Key, ...] = (
    _key("name", "text", "What `--profile` calls it; lower-case letters, digits and hyphens.", default="needed"),
    _key("title", "text", "What people call it, for the source line of a figure.", default="needed"),
    _key("source", "text", "Where the maps come from: an address or a reference."),
    _key("terms.text", "text", "The source's licence or terms, in a sentence; shown before anything is fetched."),
    _key("terms.url", "text", "Where those terms stand."),
    _key(
        "pull.kind",
        "choice",
        "How the source publishes: a list of updates with a map each, a file a day under a dated address, or layers "
        "of a feature service (ArcGIS). Without it `dateline territory pull` does not know this source.",
        choices=PULLS,
    ),
    _key("pull.list", "text", "For listed maps: the address of the list, JSON."),
    _key(
        "pull.map",
        "text",
        "For listed maps and a file a day: the address of one map, with `{id}`, `{unix}` or a date as `{date:%Y%m%d}`.",
    ),
    _key(
        "pull.name",
        "text",
        "What its file is called, so that `[dates]` reads its day from it: with `{date:%Y%m%d}`, `{unix}`, `{id}`, "
        "`{layer}`. Without it the end of the address.",
    ),
    _key("pull.id", "texts", "For listed maps: the property with an update's id.", default='"id"'),
    _key(
        "pull.date",
        "texts",
        "For listed maps: the properties with an update's time; the first that holds one counts.",
        default='["createdAt", "datetime", "date"]',
    ),
    _key("pull.changed", "texts", "For listed maps: the property that says when an update was last changed."),
    _key(
        "pull.settled_days",
        "number",
        "A map older than so many days is not asked for again once it is here, nor a day for which there was none.",
        default="7",
    ),
    _key("pull.pause_seconds", "number", "The pause between two requests.", default="1"),
    _key("pull.layers[].name", "text", "For a feature service: the layer's name in file names.", default="needed"),
    _key("pull.layers[].url", "text", "The layer's address, with its number at the end.", default="needed"),
    _key(
        "pull.layers[].date",
        "text",
        "The field that dates its features: a file a day then. Without it the layer is taken as it stands, dated by "
        "the newest edit of all such layers of the profile.",
    ),
    _key("pull.layers[].zone", "text", "The zone in which that field's days begin; else that of `[dates]`."),
    _key("pull.layers[].where", "text", "A further condition, as feature services understand it."),
    _key("pull.layers[].first", "date", "The first day that the layer holds; it is not asked for earlier ones."),
    _key("pull.layers[].last", "date", "The last day that the layer holds."),
    _key("dates.found", "choice", _FOUND_MEANS, default='"file name"', choices=FOUND),
    _key(
        "dates.pattern",
        "pattern",
        "A regular expression with the groups `year`, `month` (a number or a name) and `day`, perhaps `hour` and "
        "`minute`, or with the group `unix` (seconds or milliseconds since 1970). Another way to "
        "write it has the same groups with `_` behind their names. Without a pattern a date like 2025-05-31 or "
        "20250531 is looked for.",
    ),
    _key("dates.property", "texts", "The properties or the column that hold the date; the first that is there counts."),
    _key("dates.zone", "text", "The zone in which the source's days begin and end.", default='"UTC"'),
    _key(
        "dates.shows",
        "choice",
        "What the date means for the ground: a map pulled in the early morning shows the day before.",
        default='"that day"',
        choices=SHOWS,
    ),
    _key("dates.first", "date", "The first day of the series; earlier dates are out of range."),
    _key("dates.last", "date", "The last day of the series; later dates are out of range."),
    _key(
        "dates.carried_by",
        "texts",
        "For files with many dated features: the properties that name what a feature is of (a fire's name). A day's "
        "map then is each one's newest ground up to that day.",
    ),
    _key("labels.property", "texts", "The properties that hold a feature's label; the first that is there counts."),
    _key(
        "labels.otherwise",
        "texts",
        "Properties that are asked by the same rules where none knows the label: the colour that the mapper gives each "
        "class, a style, a folder. What was read that way is listed.",
    ),
    _key(
        "labels.default",
        "class",
        "The class of a feature without a label; without this key such ground is treated as one with an unknown label.",
    ),
    _key(
        "labels.unknown",
        "choice",
        "What happens to ground whose label no rule fits: it is left out, or the whole map is refused. Listed in both "
        "cases.",
        default=f'"{LEAVE_OUT}"',
        choices=(LEAVE_OUT, REFUSE),
    ),
    _key(
        "labels.rules[].match",
        "pattern",
        "A regular expression looked for in the folded label (no case, single spaces). A label in parts divided by "
        "`///` is asked from its last part, the machine's key, to its first; rules in their order.",
        default="needed",
    ),
    _key("labels.rules[].class", "class", "The class that the label then is.", default="needed"),
    _key(
        "files.rules[].match",
        "pattern",
        "For maps in several files, one a class: a regular expression looked for in the folded file name.",
        default="needed",
    ),
    _key(
        "files.rules[].class",
        "class",
        "The class of that file's ground. A file that no rule fits is left out.",
        default="needed",
    ),
    _key("table.date", "texts", "For tables: the column with the date.", default='["date"]'),
    _key("table.label", "texts", "For tables: the column with the label; without it each other column is a class."),
    _key("table.km2", "texts", "For tables: the column with the area in km²."),
    _key("table.region", "texts", "For tables: the column with the region, where there is one."),
    _key("classes.own", "texts", f"Classes of this source's own, beside {', '.join(CLASSES)}."),
    _key(
        "classes.precedence",
        "classes",
        "Which class has a place that two claim, the first one first: no place is counted twice.",
        default='["occupied", "advance", "claimed", "contested", "liberated"]',
    ),
    _key("sums[].name", "text", "The name of a sum of classes that figures are made for.", default="needed"),
    _key("sums[].classes", "classes", "The classes in it.", default="needed"),
    _key(
        "sums[].ground",
        "text",
        "What its ground is called inside a sentence: `occupied ground`, `the burned area`. Without it the name.",
    ),
    _key(
        "sums[].holder",
        "text",
        "Who holds it, as a sentence begins: `Russian forces`. With it a sentence says that they took or lost ground; "
        "without it that the ground grew or shrank.",
    ),
    _key("sums[].held", "text", "The verb for what they hold, in the past.", default='"held"'),
    _key(
        "place.clip",
        "choice",
        "Whether ground outside the regions is cut off; what was cut off is listed.",
        default='"none"',
        choices=CLIPS,
    ),
    _key("place.bounds", "bounds", "West, south, east, north in degrees: where the maps lie. Finds swapped axes."),
    _key("place.denominator_km2", "number", "What shares are shares of, in km²."),
    _key("place.denominator_source", "text", "Where that number comes from."),
    _key("place.called", "text", "What it is the area of, inside a sentence: `Ukraine`."),
    _key("place.region_property", "texts", "The properties that may hold a region's name in a boundary file."),
    _key("thresholds.mads", "number", "From how many median absolute deviations a day's change is odd.", default="12"),
    _key("thresholds.floor_km2", "number", "A change smaller than this is never odd.", default="50"),
    _key(
        "thresholds.share",
        "number",
        "A change of more than this share of the whole is odd however much the series changes.",
        default="0.02",
    ),
    _key(
        "thresholds.collapse",
        "number",
        "A class that loses this share of itself is odd however much it changes: whether it is back tells a drop-out "
        "from a loss.",
        default="0.25",
    ),
    _key(
        "thresholds.returned",
        "number",
        "How much of a change has to be undone for the days to be a drop-out, as a share.",
        default="0.8",
    ),
    _key("thresholds.days", "number", "Within how many days it has to be undone.", default="7"),
    _gate("missing-layer", "A class's layer is missing or empty on a day.", ("drop", "bridge", "keep"), default="drop"),
    _gate("drop-out", "A class falls or leaps away and is back as it was.", ("drop", "bridge", "keep"), default="drop"),
    _gate("jump", "A change beyond the thresholds that stays: a real loss is no defect.", ("keep",)),
    _gate("repeat", "The same content under a new date; `drop` leaves those days out.", ("drop", "keep")),
    _gate("gap", "Days without a map.", ("keep",)),
    _gate("date", "A date out of range.", ("drop", "keep"), default="drop"),
    _gate("spike", "A needle in a ring; `drop` cuts it off.", ("drop", "keep")),
    _gate("sliver", "A part that is thin and tiny; `drop` leaves it out.", ("drop", "keep")),
    _gate("hole", "A gap between features no wider than a line; `drop` fills it.", ("drop", "keep")),
)
TABLES = tuple(dict.fromkeys(key.table for key in KEYS))


def reference() -> str:
    """The tables of keys in Markdown, as they stand in docs/reference/profiles.md."""
    lines = []
    for table in TABLES:
        lines += [
            "",
            f"### `[{table}]`" if table else "### At the top",
            "",
            "| key | takes | without it |",
            "|---|---|---|",
        ]
        lines += [_row(key) for key in KEYS if key.table == table]
    return "\n".join(lines[1:]) + "\n"


def _row(key: Key) -> str:
    takes = " or ".join(f"`{choice}`" for choice in key.choices) or _TAKES[key.kind]
    without = "it has to be there" if key.needed else f"`{key.default}`" if key.default else "–"
    return f"| `{key.name}`: {key.means} | {takes} | {without} |"


_TAKES = {
    "text": "a text",
    "texts": "a text or a list of texts",
    "number": "a number",
    "bounds": "four numbers",
    "date": "a date",
    "pattern": "a regular expression",
    "class": "a class",
    "classes": "a list of classes",
}
