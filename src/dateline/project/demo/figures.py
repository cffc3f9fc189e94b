"""The main blog's posts about ground: AFP's figures from the maps of the Institute for the Study of War."""

from dateline.project.demo.staff import TEODOR
from dateline.project.demo.telling import RawBlock, Telling, fact_box, text

TERRITORY = "Territory"
SOURCE = "AFP, from Institute for the Study of War data"
AS_OF = "31 May 2025"
METHOD = (
    "AFP compared the Institute’s maps, which track battlefield developments. The figures are AFP’s, as published on "
    "2 June 2025. We have not measured the maps again."
)
WRONG_APRIL = 397
MONTHLY = "Russian advance picked up speed in spring, AFP finds"
METHOD_POST = "How these figures are made, and what they leave open"


def monthly(april: float) -> RawBlock:
    """The chart of three months; the demo first publishes a wrong April."""
    rows = (("March 2025", 240), ("April 2025", april), ("May 2025", 507))
    return {
        "type": "exhibit",
        "title": "Ground taken by Russian forces, by month",
        "rows": [{"label": label, "value": value} for label, value in rows],
        "unit": "km²",
        "source": SOURCE,
        "as_of": AS_OF,
        "method": METHOD,
    }


YEAR: RawBlock = {
    "type": "exhibit",
    "title": "June 2024 to May 2025",
    "rows": [{"label": "Gained by Russia", "value": 5107}, {"label": "Regained by Ukraine", "value": 85}],
    "unit": "km²",
    "source": SOURCE,
    "as_of": AS_OF,
    "method": METHOD,
}


def monthly_blocks(april: float) -> tuple[RawBlock, ...]:
    """The post with AFP's three months."""
    return (
        text(
            f"The Russian army took 507 square kilometres of Ukraine in May, against {april:g} in April and 240 in "
            "March. That is what reporters of Agence France-Presse found in data of the US-based Institute for the "
            "Study of War."
        ),
        monthly(april),
    )


FIGURES = (
    Telling(
        minutes_ago=152,
        title=MONTHLY,
        by=(TEODOR,),
        key=True,
        tags=(TERRITORY,),
        blocks=monthly_blocks(WRONG_APRIL),
    ),
    Telling(
        minutes_ago=139,
        title="Most of it in Donetsk",
        by=(TEODOR,),
        tags=(TERRITORY,),
        blocks=(
            text(
                "In May the advance was again focused on the eastern region of Donetsk: nearly 400 of the 507 square "
                "kilometres lie there, according to AFP. By our arithmetic that is not quite four fifths."
            ),
        ),
    ),
    Telling(
        minutes_ago=121,
        title="Twelve months: 5,107 km² gained, 85 regained",
        by=(TEODOR,),
        key=True,
        tags=(TERRITORY,),
        blocks=(
            text(
                "From June 2024 to May 2025 Russia gained 5,107 square kilometres, less than one percent of Ukraine’s "
                "pre-war territory. Ukrainian forces regained 85 in the same time."
            ),
            YEAR,
        ),
    ),
    Telling(
        minutes_ago=104,
        title="Nearly 19 percent of Ukraine wholly or partly under Russian control",
        by=(TEODOR,),
        tags=(TERRITORY,),
        blocks=(
            text(
                "At the end of May Russia controlled nearly 19 percent of Ukraine’s pre-war territory, wholly or "
                "partially, AFP finds. That includes Crimea and the Donbas."
            ),
        ),
    ),
    Telling(
        minutes_ago=87,
        title=METHOD_POST,
        by=(TEODOR,),
        tags=(TERRITORY,),
        blocks=(
            fact_box(
                "From a map to a number",
                "The <a href='https://www.understandingwar.org/'>Institute for the Study of War</a>, based in the "
                "United States, tracks developments on the battlefield. AFP analysed its data and published the "
                "figures.",
                "“Controlled wholly or partially” joins two kinds of ground. The reports that we work from do not say "
                "how much of the 19 percent is only partially held, nor how large an error the maps allow for.",
            ),
        ),
    ),
)
