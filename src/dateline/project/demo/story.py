"""The demo's main blog: 2 June 2025 before the talks in Istanbul, retold from published reports in our own words."""

from dateline.project.demo.figures import FIGURES, WRONG_APRIL
from dateline.project.demo.staff import ADA, MIRA, RUI
from dateline.project.demo.telling import Telling, drawing, drawings, fact_box, listed, quote, text

SLUG = "istanbul-talks"
ZONE = "Europe/Kyiv"
HEADLINE = "2 June 2025, replayed: Ukraine and Russia to meet after drone attack on bombers"
STANDFIRST = (
    "A demonstration: this page retells a real day, 2 June 2025, in our own words. The facts and quotes are those of "
    "published reports and say where they come from; our reporters, our pictures and our mistakes are made up. "
    "The clock is that of the replay."
)
PICTURE = "palace"

TALKS, ATTACKS, DIPLOMACY = "Istanbul talks", "Attacks", "Diplomacy"
PAPER = "the Guardian’s live page, 2 June 2025"

TOO_EXACT = "The talks begin at 13:00"
TABLE = "Who leads the two delegations"
MEMORANDUMS = "Two memorandums, one delivered"

OPENING = (
    Telling(
        minutes_ago=412,
        title="How to read this page",
        by=(ADA,),
        pinned=True,
        blocks=(
            listed(
                "<strong>The day is real:</strong> 2 June 2025, a few hours before negotiators were due to meet in "
                "Istanbul, told from the Guardian’s live page and AFP’s analysis of that day.",
                "<strong>The newsroom is not:</strong> people and pictures are made up, and so are the mistakes that "
                "we correct.",
                "<strong>It moves:</strong> stay for a minute. Posts arrive, one is corrected, one is withdrawn, and "
                "the history keeps every step.",
            ),
        ),
    ),
    Telling(
        minutes_ago=396,
        title="Drone attack hits Russian bombers in Siberia, Kyiv says",
        by=(ADA,),
        key=True,
        tags=(ATTACKS,),
        blocks=(
            text(
                "A large Ukrainian drone attack on 1 June, the eve of the talks, struck Russian military bombers in "
                "Siberia, more than 2,500 miles from Ukraine.",
                "Ukraine’s domestic intelligence agency, the SBU, says 40 warplanes were hit and puts the damage at an "
                "estimated £5.2bn. Both figures are the agency’s own, as the Guardian reports them; the reports we "
                "work from hold no independent count.",
            ),
            drawing("airfield"),
        ),
    ),
    Telling(
        minutes_ago=371,
        title="Deadly Russian attacks across Ukraine before the talks",
        by=(ADA,),
        key=True,
        tags=(ATTACKS,),
        blocks=(
            text(
                "Russia launched deadly attacks across Ukraine before the meeting in Istanbul, the Guardian reports.",
                "<em>What we do not know:</em> the text that we work from names neither the places nor the number of "
                "people killed. Until we have a source for them, we name none either.",
            ),
        ),
    ),
    Telling(
        minutes_ago=344,
        title="Kyiv’s delegation is in Istanbul",
        by=(MIRA,),
        key=True,
        tags=(TALKS,),
        blocks=(
            text(
                "Ukraine’s negotiators have arrived and are ready for talks, says Heorhii Tykhyi, the spokesperson of "
                "the Ukrainian foreign ministry. They are led by the defence minister, Rustem Umerov.",
                "The meeting is expected in the early afternoon, Istanbul time.",
            ),
        ),
    ),
    Telling(
        minutes_ago=327,
        title=TABLE,
        by=(MIRA, RUI),
        tags=(TALKS,),
        blocks=(
            fact_box(
                "At the table",
                "<strong>For Ukraine:</strong> Rustem Umerov, minister of defence.",
                "<strong>For Russia:</strong> Vladimir Medinsky, an aide to President Vladimir Putin.",
            ),
            text(
                "Moscow sends the same chief negotiator as two and a half weeks ago. The choice displeased Kyiv then, "
                "the Guardian’s correspondent in Istanbul writes."
            ),
            drawing("table"),
        ),
    ),
    Telling(
        minutes_ago=301,
        title="The place: a palace that is now a hotel",
        by=(MIRA,),
        tags=(TALKS,),
        blocks=(
            fact_box(
                "Çırağan palace",
                "A grand Ottoman palace on the shore of the Bosphorus in Istanbul, in use today as a five-star hotel. "
                "The delegations are to meet here.",
            ),
            text(
                "The splendour of the place seems unlikely to help the talks along, the Guardian’s correspondent in "
                "the city writes."
            ),
        ),
    ),
    Telling(
        minutes_ago=283,
        title="What the last round brought: prisoners, and little else",
        by=(RUI,),
        tags=(TALKS, DIPLOMACY),
        blocks=(
            text(
                "The two sides last met in Istanbul in the middle of May. The round led to the largest prisoner swap "
                "of the war so far, and to little else, the Guardian recalls.",
                "Medinsky spoke to journalists at the Russian consulate in Istanbul on 16 May.",
            ),
            drawing("press-room"),
        ),
    ),
    Telling(
        minutes_ago=262,
        title="Zelenskyy accuses Moscow of spoiling the meeting",
        by=(MIRA,),
        tags=(DIPLOMACY,),
        blocks=(
            text("Ahead of the talks, Ukraine’s president has accused Russia of"),
            quote(
                "doing everything it can to ensure the next possible meeting is fruitless",
                speaker="Volodymyr Zelenskyy, president of Ukraine",
                source=f"Quoted by {PAPER}",
            ),
        ),
    ),
    Telling(
        minutes_ago=238,
        title=MEMORANDUMS,
        by=(MIRA,),
        key=True,
        tags=(TALKS, DIPLOMACY),
        blocks=(
            text(
                "Before it sits down, Kyiv wants to see on paper how Moscow imagines the end of the war. Ukraine has "
                "drafted its own memorandum and handed it over, Umerov wrote on X last week. Of the Russian one he "
                "said:"
            ),
            {
                "type": "embed",
                "url": "https://x.com/rustem_umerov",
                "provider": "X",
                "author": "Rustem Umerov",
                "text": "… finally informed us they had finished drafting their “memorandum.” However, they continue "
                "to delay the delivery of the document.",
                "published": "",
            },
            text("<em>The card holds the words that the Guardian quoted; we have not captured the post itself.</em>"),
        ),
    ),
    Telling(
        minutes_ago=214,
        title="Zelenskyy’s three points",
        by=(RUI,),
        key=True,
        tags=(DIPLOMACY,),
        blocks=(
            text("The day before the talks, Ukraine’s president set out on social media what his side asks for:"),
            quote(
                "First – a full and unconditional ceasefire. Second – the release of prisoners. Third – the return of "
                "abducted children.",
                speaker="Volodymyr Zelenskyy, president of Ukraine",
                source=f"Social media, 1 June 2025, quoted by {PAPER}",
            ),
            text("He repeated his call to talk about a direct meeting between himself and Vladimir Putin."),
        ),
    ),
    Telling(
        minutes_ago=193,
        title="A meeting of presidents? Not before wider agreements, says the Kremlin",
        by=(RUI,),
        tags=(DIPLOMACY,),
        blocks=(
            quote(
                "The key issues can only be resolved by the leaders.",
                speaker="Volodymyr Zelenskyy, president of Ukraine",
                source=f"Social media, 1 June 2025, quoted by {PAPER}",
            ),
            text(
                "The Kremlin has said that such a meeting is possible only once the negotiations have come to wider "
                "“agreements”."
            ),
        ),
    ),
    Telling(
        minutes_ago=176,
        title="Zelenskyy would sit down with Trump and Putin",
        by=(RUI,),
        tags=(DIPLOMACY,),
        blocks=(
            text(
                "Zelenskyy told reporters last week that he is prepared to meet the US president, Donald Trump, "
                "together with Vladimir Putin. He also urged more sanctions on Russia for its reluctance to engage in "
                "talks."
            ),
        ),
    ),
)

CLOSING = (
    Telling(
        minutes_ago=68,
        title=TOO_EXACT,
        by=(MIRA,),
        tags=(TALKS,),
        blocks=(text("Negotiators will sit down at the Çırağan palace at 13:00 local time."),),
    ),
    Telling(
        minutes_ago=52,
        title="What you need to know",
        by=(ADA,),
        summary=True,
        blocks=(
            listed(
                "Ukrainian and Russian negotiators are due to meet in Istanbul in the early afternoon, local time, at "
                "the Çırağan palace.",
                "The SBU says a Ukrainian drone attack on 1 June hit 40 Russian warplanes in Siberia and caused an "
                "estimated £5.2bn in damage.",
                "Russia launched deadly attacks across Ukraine before the talks.",
                "Kyiv says it handed over its memorandum and still waits for Moscow’s.",
                "Russia took 507 km² in May, against 379 km² in April and 240 km² in March, AFP finds in maps of the "
                "Institute for the Study of War.",
            ),
        ),
    ),
    Telling(
        minutes_ago=33,
        title="The day, drawn",
        by=(ADA,),
        tags=(TALKS,),
        blocks=(
            text("No photograph on this page is real, because none is ours to show. These are drawings."),
            drawings("front-line", "training"),
        ),
    ),
    Telling(
        minutes_ago=11,
        title="What we look out for next",
        by=(MIRA, ADA),
        tags=(TALKS,),
        blocks=(
            listed(
                "Does Moscow’s memorandum reach the table?",
                "Does either side speak of a ceasefire, the first of Zelenskyy’s three points?",
                "Is there another exchange of prisoners, the one thing the last round delivered?",
                lead="Our own list, drawn from what both sides have said before the meeting:",
            ),
        ),
    ),
)

STORY = (*OPENING, *FIGURES, *CLOSING)

TABLE_AMENDED = (
    fact_box(
        "At the table",
        "<strong>For Ukraine:</strong> Rustem Umerov, minister of defence.",
        "<strong>For Russia:</strong> Vladimir Medinsky, an aide to President Vladimir Putin and a former minister of "
        "culture.",
    ),
    *OPENING[4].blocks[1:],
)
WITHDRAWN_BECAUSE = (
    "We named an hour. No source gives one: the meeting was expected in “the early afternoon”, Istanbul time."
)
CORRECTION = f"We first gave April as {WRONG_APRIL} square kilometres. It was 379: we had swapped two digits."
