"""Keeps the demo's page moving after the day has been told: short recaps of its facts, in turn."""

from collections.abc import Iterator
from itertools import cycle

from dateline.project.demo.staff import ADA, MIRA, RUI, TEODOR
from dateline.project.demo.steps import Amend, Mark, Publish, Step, Tag
from dateline.project.demo.telling import Telling, text

START = "Recap "
MOST = 400
TAG = "Recaps"

# What it is about, who writes it, what it says, and what an amendment adds.
TOPICS = (
    ("the talks", MIRA, "Negotiators are due to meet in Istanbul in the early afternoon, at the Çırağan palace.",
     "Umerov leads for Ukraine, Medinsky for Russia."),
    ("the attack on the bombers", RUI, "The SBU says that drones hit 40 Russian warplanes in Siberia on 1 June 2025.",
     "It puts the damage at an estimated £5.2bn. Both figures are the agency’s own."),
    ("three months on the map", TEODOR, "240 km² in March, 379 in April, 507 in May: what Russia took, by AFP’s count.",
     "AFP worked with data of the Institute for the Study of War."),
    ("the papers", MIRA, "Kyiv says that it handed over its memorandum and still waits for Moscow’s.",
     "We have only the Ukrainian account of it."),
    ("three points", ADA, "A ceasefire, the release of prisoners, the return of abducted children: what Kyiv asks for.",
     "Zelenskyy named them on social media the day before the talks."),
    ("twelve months", TEODOR, "Russia gained 5,107 km² from June 2024 to May 2025, Ukraine regained 85, AFP finds.",
     "At the end of May nearly 19 percent of pre-war Ukraine was wholly or partially under Russian control."),
)  # fmt: skip


def recaps(told: int) -> Iterator[Step]:
    """The recaps after the first ``told`` ones, up to ``MOST``, with what is done to each before the next.

    Few of the steps are posts: the day itself shall stay on the page's front for an hour.
    """
    for number, (about, by, says, adds) in zip(range(1, MOST + 1), cycle(TOPICS), strict=False):
        if number > told:
            title = f"{START}{number}: {about}"
            yield Publish(telling=Telling(title=title, by=(by,), tags=(TAG,), blocks=(text(says),)))
            yield Amend(title=title, blocks=(text(says, adds),))
            yield Mark(title=title)
            yield Tag(title=title, tags=(TAG, about.capitalize()))
            yield Mark(title=title, key=False)
