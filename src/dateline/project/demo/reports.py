"""The demo's wire: outlets that do not exist and what they report, each text invented; told as minutes before now."""

from dataclasses import dataclass

AGENCY = (
    "QUILL (Sound Agency) - The ferry Aurel Star ran aground at the harbour mouth of Quill on its first "
    "crossing of the day, the coastguard said. Nobody was hurt. There were 212 people on board, the "
    "coastguard said.\n\n"
    "“The hull is tight, and we wait for the evening tide,” coastguard captain Ines Falk said. Tugs "
    "from two harbours "
    "are on their way, and the swimmers' beach is closed until the ferry floats again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet: what its channel is called and how much of it the public may read."""

    key: str
    name: str
    language: str = "en"
    shown: str = "headline"
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report: who tells it, how many minutes before the demo began, or seconds after where ``later`` is given."""

    outlet: str
    key: str
    title: str
    text: str
    minutes_ago: int = 0
    later: int = 0
    by: str = ""
    section: str = ""


OUTLETS = (
    Outlet(key="agency", name="Sound Agency", shown="excerpt"),
    Outlet(key="gazette", name="The Harbour Gazette", shown="excerpt"),
    Outlet(key="coast", name="Coast Daily"),
    Outlet(key="northern", name="Northern Post", shown="full", licence="CC BY 4.0"),
    Outlet(key="nahr", name="صدى النهر", language="ar", shown="excerpt"),
)

REPORTS = (
    Told(
        outlet="agency",
        key="ferry-aground",
        title="Ferry Aurel Star runs aground off Quill, nobody hurt",
        text=AGENCY,
        minutes_ago=94,
        section="Region",
    ),
    Told(
        outlet="coast",
        key="stuck-ferry",
        title="More than 200 stuck on ferry at harbour mouth",
        text=f"{AGENCY}\n\nThe Sound is crossed by some 40 ferries a day in summer.",
        minutes_ago=81,
        section="Region",
    ),
    Told(
        outlet="gazette",
        key="aurel-star",
        title="Aurel Star aground: passengers tell of a jolt and then silence",
        text=(
            "QUILL - Passengers of the ferry Aurel Star, which ran aground at the harbour mouth this morning, told "
            "the Gazette of a jolt and then silence. The shipping line said that 198 people were on board.\n\n"
            "“We count tickets, the coastguard counts heads; both are right until we have lists,” said "
            "Jonas Reed, the "
            "line's director. The line has offered free crossings for a week."
        ),
        minutes_ago=63,
        by="Mina Arlt",
        section="Region",
    ),
    Told(
        outlet="northern",
        key="tide-table",
        title="Why the ferry at Quill waits for the evening tide",
        text=(
            "QUILL - The ferry Aurel Star, aground at the harbour mouth, will be pulled free at high water, "
            "which the "
            "tide table puts 1.4 metres above this morning's. Two tugs are to pull together, "
            "the coastguard said."
        ),
        minutes_ago=40,
        by="Sol Whitby",
        section="Explained",
    ),
    Told(
        outlet="agency",
        key="orchestra-strike",
        title="Orchestra of Ostrava Bay strikes, season opening without music",
        text=(
            "OSTRAVA BAY - Musicians of the Ostrava Bay Orchestra have walked out over pay. 61 of its 88 players "
            "signed the strike call, the union said. “We love Mahler, but Mahler pays no rent,” violinist "
            "Tilda Moor said."
        ),
        minutes_ago=180,
        section="Culture",
    ),
    Told(
        outlet="gazette",
        key="orchestra-players",
        title="Orchestra strike in Ostrava Bay: management counts 43 players",
        text=(
            "OSTRAVA BAY - Only 43 players of the Ostrava Bay Orchestra joined the strike over pay, its "
            "management said; the "
            "union counts 61. “Mahler will be played in October,” manager Emil Zander said."
        ),
        minutes_ago=122,
        by="Mina Arlt",
        section="Culture",
    ),
    Told(
        outlet="nahr",
        key="nahr-rises",
        title="منسوب النهر ينخفض في وادي نور والشارع القريب من السوق ما زال مغلقًا",
        text=(
            "وادي نور - انخفض منسوب النهر عند الجسر القديم إلى 3.6 أمتار، قالت البلدية. ما زال الشارع "
            "القريب من السوق مغلقًا، "
            "وتستقبل المدرسة الثانوية العائلات التي تركت بيوتها."
        ),
        minutes_ago=52,
        section="محليات",
    ),
    Told(
        outlet="coast",
        key="tugs-arrive",
        title="Tugs reach stranded ferry Aurel Star off Quill",
        text=(
            "QUILL - Two tugs have reached the ferry Aurel Star at the harbour mouth of Quill. All 212 people "
            "on board were given lunch, the coastguard said."
        ),
        later=20,
        section="Region",
    ),
    Told(
        outlet="agency",
        key="ferry-afloat",
        title="Ferry Aurel Star afloat again, towed into Quill",
        text=(
            "QUILL (Sound Agency) - The ferry Aurel Star is afloat again and was towed into Quill, the "
            "coastguard said. There were 205 people on board, by the lists that were made on land. “Nobody "
            "needs a doctor, "
            "many need a coffee,” captain Ines Falk said."
        ),
        later=45,
        section="Region",
    ),
)
