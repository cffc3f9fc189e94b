"""What happens on the demo's main blog while one watches: posts, and changes to them, in order."""

from dateline.project.demo.figures import AS_OF, METHOD, SOURCE, TERRITORY
from dateline.project.demo.staff import ADA, MIRA, RUI, TEODOR
from dateline.project.demo.steps import Amend, Correct, Headline, Mark, Pin, Publish, Step, Tag, Withdraw
from dateline.project.demo.story import ATTACKS, DIPLOMACY, MEMORANDUMS, PAPER, TALKS
from dateline.project.demo.telling import RawBlock, Telling, drawing, fact_box, listed, quote, text

READERS = "Your questions"
DISTANCE = "Reader question: how far is 2,500 miles?"
AGAIN = "Reader question: how far away were the bombers?"
THIRD = "May against April: a third more"
WHERE = "Reader question: where exactly do they meet?"
NO_METRE = "No ground recaptured in May"
PRISONERS = "Prisoners: the point where the last round moved"
REGIONS = "May by region: one chart, one caveat"
END = "The replay has caught up"

PALACE = (
    "In the Çırağan palace, on the shore of the Bosphorus: an Ottoman palace, today a five-star hotel. The Russian "
    "consulate, where Medinsky spoke in May, is another address."
)
THIRD_FIRST: tuple[RawBlock, ...] = (
    text(
        "507 square kilometres after 379: that is 128 more, an increase of 34 percent. The arithmetic is ours, the "
        "two figures are AFP’s."
    ),
)
THIRD_THEN: tuple[RawBlock, ...] = (
    *THIRD_FIRST,
    text("From March to April it was 139 more, an increase of 58 percent. In two months the figure more than doubled."),
)
BY_REGION: RawBlock = {
    "type": "exhibit",
    "title": "Ground taken in May 2025",
    "rows": [
        {"label": "Donetsk region, nearly", "value": 400},
        {"label": "Everywhere else, a little over", "value": 107},
    ],
    "unit": "km²",
    "source": SOURCE,
    "as_of": AS_OF,
    "method": f"AFP gives 507 in all and “nearly 400” for Donetsk; the second bar is our subtraction. {METHOD}",
}

SCHEDULE: tuple[Step, ...] = (
    Publish(
        telling=Telling(
            title=DISTANCE,
            by=(RUI,),
            tags=(READERS, ATTACKS),
            blocks=(
                text(
                    "A little over 4,000 kilometres. The Guardian writes that the bombers stood more than 2,500 miles "
                    "from Ukraine; 2,500 miles are 4,023 kilometres. The conversion is ours."
                ),
            ),
        ),
        drafted_by="rui",
    ),
    Publish(telling=Telling(title=THIRD, by=(TEODOR,), tags=(TERRITORY,), blocks=THIRD_FIRST)),
    Publish(
        telling=Telling(
            title=AGAIN,
            by=(RUI,),
            tags=(READERS,),
            blocks=(text("More than 2,500 miles from Ukraine, a little over 4,000 kilometres."),),
        )
    ),
    Amend(title=THIRD, blocks=THIRD_THEN),
    Withdraw(title=AGAIN, reason="We answered the same question twice. The first answer stands."),
    Publish(
        telling=Telling(
            title="Early afternoon",
            by=(MIRA,),
            tags=(TALKS,),
            blocks=(
                text(
                    "That is as exact as the sources get about the start. Ukraine’s foreign ministry says its "
                    "delegation is ready."
                ),
                drawing("palace"),
            ),
        )
    ),
    Publish(
        telling=Telling(
            title=NO_METRE,
            by=(TEODOR,),
            tags=(TERRITORY,),
            blocks=(text("Ukrainian troops did not recapture any territory in May, according to AFP’s analysis."),),
        )
    ),
    Mark(title=NO_METRE),
    Publish(
        telling=Telling(
            title=WHERE,
            by=(RUI,),
            tags=(READERS, TALKS),
            blocks=(text(PALACE.replace("Çırağan", "Dolmabahçe")),),
        ),
        drafted_by="rui",
    ),
    Correct(
        title=WHERE,
        blocks=(text(PALACE),),
        note="We named the wrong palace. The delegations are to meet in the Çırağan palace, not in the Dolmabahçe.",
    ),
    Publish(
        telling=Telling(
            title="What £5.2bn for 40 aircraft would mean",
            by=(TEODOR,),
            tags=(ATTACKS,),
            blocks=(
                text(
                    "£130m for each aircraft: that is what the SBU’s two figures come to if one divides them. The "
                    "agency’s estimate may hold more than aircraft, and neither figure is confirmed in the reports "
                    "that we work from. Read it as a size, not as a price."
                ),
            ),
        )
    ),
    Pin(title=MEMORANDUMS),
    Publish(
        telling=Telling(
            title="“An ideologue”",
            by=(MIRA,),
            tags=(TALKS,),
            blocks=(
                quote(
                    "an ideologue, aide to Vladimir Putin and former culture minister",
                    speaker="Ruth Michaelson, the Guardian’s journalist in Istanbul, on Vladimir Medinsky",
                    source=f"From {PAPER}",
                ),
                text("The words are hers. Kyiv was displeased to see him last time; now he leads again."),
            ),
        )
    ),
    Publish(
        telling=Telling(
            title=PRISONERS,
            by=(MIRA,),
            tags=(TALKS,),
            blocks=(
                text(
                    "The release of prisoners is the second of Zelenskyy’s three points. It is also where the last "
                    "round moved: it led to the largest swap of the war so far."
                ),
            ),
        )
    ),
    Tag(title=PRISONERS, tags=(TALKS, DIPLOMACY)),
    Publish(telling=Telling(title=REGIONS, by=(TEODOR,), tags=(TERRITORY,), blocks=(BY_REGION,))),
    Headline(headline="2 June 2025, replayed: Istanbul talks near as count shows faster Russian advance"),
    Publish(
        telling=Telling(
            title="Gained minus regained",
            by=(TEODOR,),
            tags=(TERRITORY,),
            blocks=(
                text(
                    "5,107 square kilometres gained and 85 regained in twelve months leave 5,022, by our subtraction. "
                    "For each square kilometre that Ukraine regained, Russia gained 60."
                ),
            ),
        )
    ),
    Publish(
        telling=Telling(
            title="Is May a month like the others?",
            by=(TEODOR,),
            tags=(TERRITORY, READERS),
            blocks=(
                text(
                    "More than that. Spread evenly, 5,107 square kilometres in twelve months are 426 a month. May lies "
                    "above it with 507, April with 379 and March with 240 lie below. The average is ours."
                ),
            ),
        ),
        drafted_by="rui",
    ),
    Publish(
        telling=Telling(
            title="Who says what about the papers",
            by=(MIRA,),
            tags=(TALKS, DIPLOMACY),
            blocks=(
                listed(
                    "Kyiv demanded the Russian memorandum before the meeting.",
                    "Umerov says that Ukraine has handed over its own.",
                    "Umerov says that the Russian side called its paper finished, and held it back.",
                    lead="Three sentences, all from the Ukrainian side. We have no Russian account of it:",
                ),
            ),
        )
    ),
    Amend(
        title=PRISONERS,
        blocks=(
            text(
                "The release of prisoners is the second of Zelenskyy’s three points. It is also where the last round "
                "moved: it led to the largest swap of the war so far. Little else came of it, the Guardian recalls."
            ),
        ),
    ),
    Publish(
        telling=Telling(
            title="Zelenskyy urges further sanctions",
            by=(RUI,),
            tags=(DIPLOMACY,),
            blocks=(
                text(
                    "Ukraine’s president told reporters last week that he wants further sanctions on Russia for its "
                    "reluctance to engage in talks, the Guardian reports."
                ),
            ),
        )
    ),
    Publish(
        telling=Telling(
            title="What 19 percent holds",
            by=(TEODOR,),
            tags=(TERRITORY,),
            blocks=(
                fact_box(
                    "Nearly 19 percent",
                    "Of Ukraine’s territory before the war, at the end of May 2025, controlled wholly or partially by "
                    "Russia. It includes Crimea and the Donbas. What Russia gained from June 2024 to May 2025 is less "
                    "than one percent of it.",
                ),
            ),
        )
    ),
    Publish(
        telling=Telling(
            title="What you need to know now",
            by=(ADA,),
            summary=True,
            blocks=(
                listed(
                    "The talks in Istanbul are expected in the early afternoon, in the Çırağan palace.",
                    "Umerov leads for Ukraine, Medinsky for Russia.",
                    "Kyiv says that it still waits for Moscow’s memorandum.",
                    "The SBU claims 40 warplanes hit and an estimated £5.2bn of damage in Siberia on 1 June.",
                    "Russia took 507 km² in May and Ukraine recaptured none, AFP finds.",
                ),
            ),
        )
    ),
    Publish(
        telling=Telling(
            title=END,
            by=(ADA,),
            blocks=(
                text(
                    "Our source ends here, before the delegations sat down, and so do we: what came of the talks is "
                    "not ours to invent. From now on short recaps keep the page moving.",
                    "Now it is your turn: sign in at the desk and publish something.",
                ),
            ),
        )
    ),
)
