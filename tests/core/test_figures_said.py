"""Figures in a text: numbers as languages write them, units, hedges, periods, sources; and what is no figure."""

from datetime import UTC, datetime

import pytest

from dateline.wire import Understood
from dateline.wire.core.listen import listened
from dateline.wire.core.understood import Number
from dateline.wire.reading.knowledge import knowledge

DAY = datetime(2025, 6, 2, tzinfo=UTC)


def figures(text: str, *, language: str = "en") -> list[Number]:
    return list(listened(Understood(text=text, language=language, published=DAY), knowledge()).figures)


def short(text: str, *, language: str = "en") -> list[tuple[float, str, str]]:
    return [(figure.value, figure.unit, figure.hedge) for figure in figures(text, language=language)]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "It cost £5.2bn.", [(5.2e9, "GBP", "")]),
        ("en", "It cost an estimated $1.5 million to repair.", [(1.5e6, "USD", "estimated")]),
        ("en", "They hold 507 square kilometres.", [(507, "km²", "")]),
        ("en", "They hold nearly 19 percent of it.", [(19, "%", "nearly")]),
        ("en", "The attack hit 40 warplanes.", [(40, "warplanes", "")]),
        ("en", "Some twenty-five people came.", [(25, "people", "about")]),
        ("en", "At least two hundred and five people came.", [(205, "people", "at least")]),
        ("en", "More than 5,107 sq km was lost.", [(5107, "km²", "over")]),
        ("en", "A third of voters stayed.", [(33.3333, "%", "")]),
        ("en", "About one in five voters stayed.", [(20, "%", "about")]),
        ("en", "The fire left 13 dead and 40 injured.", [(13, "people", ""), (40, "people", "")]),
        ("en", "It took 330 of the house’s 397 guest rooms.", [(330, "guest rooms", ""), (397, "guest rooms", "")]),
        ("de", "Rund 5.107 Quadratkilometer und 3,5 Prozent.", [(5107, "km²", "about"), (3.5, "%", "")]),
        ("de", "Es kostete 42 Milliarden Dollar.", [(42e9, "USD", "")]),
        ("de", "Fünfundzwanzig Menschen kamen.", [(25, "people", "")]),
        ("fr", "Plus de 5 107 kilomètres carrés.", [(5107, "km²", "over")]),
        ("fr", "Il manque 2,5 milliards d’euros.", [(2.5e9, "EUR", "")]),
        ("es", "Al menos 4.000 hectáreas y 1,5 mil millones de euros.", [(4000, "ha", "at least"), (1.5e9, "EUR", "")]),
        ("it", "Circa 1.200 persone sono state evacuate.", [(1200, "people", "about")]),
        ("nl", "Meer dan 65.000 mensen.", [(65000, "people", "over")]),
        ("pl", "Około 70 osób i 500 mln dolarów.", [(70, "people", "about"), (5e8, "USD", "")]),
        ("uk", "Понад 507 квадратних кілометрів.", [(507, "km²", "over")]),
        ("ru", "Около 19 процентов и 5,2 млрд рублей.", [(19, "%", "about"), (5.2e9, "RUB", "")]),
        ("sv", "Nästan 5 000 personer och 14 procent.", [(5000, "people", "nearly"), (14, "%", "")]),
    ],
)  # fmt: skip
def test_numbers_have_their_unit_and_hedge(language: str, text: str, found: list[tuple[float, str, str]]) -> None:
    assert short(text, language=language) == found


@pytest.mark.parametrize(
    "text",
    [
        "They flew the Su-34 and the F-16 in 2024.",
        "On 14 May 2025 at 12:30 they left.",
        "The 46-year-old came at 6 p.m.",
        "Ana Ruiz, 51, and her aunt, 80 years old, came.",
        "They won 3-1 on Sunday.",
        "Call 020 7946 0000 or 911 now.",
        "See Article 5 and section 232.",
        "It began three days ago, after two weeks.",
        "Over the past 12 months they waited.",
        "1. Wash your hands.",
        "The 3rd man and the 21st century.",
        "The old Windows 11 users of the Boeing 737 wait.",
        "Dozens of people and hundreds of cars.",
        "Read https://paper.example/9596-the-tale now.",
        "A ratio of 1:100 is used.",
    ],
)
def test_what_is_no_figure_is_left_out(text: str) -> None:
    assert short(text) == []


def test_a_range_is_one_figure_with_two_ends() -> None:
    found = [*figures("Between 20 and 30 people came."), *figures("It takes 80% to 90% of it.")]

    assert [(one.value, one.high, one.unit) for one in found] == [(20, 30, "people"), (80, 90, "%")]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("They took 507 square kilometres in May.", "2025-05"),
        ("They took 507 square kilometres in July.", "2024-07"),
        ("From June 2024 to May 2025 they took 507 square kilometres.", "2024-06/2025-05"),
        ("Over the past 12 months they took 507 square kilometres.", "2024-06-02/2025-06-02"),
        ("At the end of May they held 507 square kilometres.", "2025-05-31"),
        ("In 2023 they took 507 square kilometres.", "2023"),
        ("Last year they took 507 square kilometres.", "2024"),
        ("They took 507 square kilometres.", ""),
    ],
)
def test_a_figure_has_the_period_its_sentence_names(text: str, period: str) -> None:
    assert [figure.period for figure in figures(text)] == [period]


def test_each_figure_has_the_period_behind_it() -> None:
    found = figures("They took 507 square kilometres in May 2025, against 379 in April and 240 in March.")

    assert [(one.value, one.unit, one.period) for one in found] == [
        (507, "km²", "2025-05"),
        (379, "km²", "2025-04"),
        (240, "km²", "2025-03"),
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("It hit 40 warplanes, according to the security service.", "security service"),
        ("Ana Ruiz said it hit 40 warplanes.", "Ana Ruiz"),
        ("“We hit 40 warplanes,” said Ana Ruiz.", "Ana Ruiz"),
        ("It hit 40 warplanes, officials said.", "officials"),
        ("It hit 40 warplanes.", ""),
        ("The SBU claimed it had hit 40 warplanes.", "SBU"),
        ("The town said 12 people came and the harbour office said 40 people stayed.", "town|harbour office"),
        ("Here is what the agency’s analysis found:\nIt hit 40 warplanes.", "agency’s analysis"),
    ],
)
def test_a_figure_has_its_source(text: str, source: str) -> None:
    assert [figure.according_to for figure in figures(text)] == source.split("|")


def test_nothing_that_was_taken_is_a_figure_of_zero() -> None:
    assert short("They did not recapture any territory in May.") == [(0, "km²", "")]


def test_a_place_is_where_the_number_stands() -> None:
    text = "It rained.\nThe attack hit 40 warplanes."
    (figure,) = figures(text)

    assert text[figure.start : figure.end] == "40 warplanes"
    assert figure.what == "The attack hit …"


def test_a_dollar_is_the_pages_own() -> None:
    assert [one.unit for one in figures("It cost $5 million.", language="en-CA")] == ["CAD"]
