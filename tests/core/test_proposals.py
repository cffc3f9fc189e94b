"""Proposed claims: who, which number, for when, where in the snapshot."""

from datetime import UTC, date, datetime

from dateline.claims.core.values import SourceAbout
from dateline.wire import Understood
from dateline.wire.core.listen import listened
from dateline.wire.core.proposals import Proposal, SnapshotSeen, days_of, proposed
from dateline.wire.reading.knowledge import knowledge


def proposals(text: str, *, source: str = "Paper") -> tuple[Proposal, ...]:
    page = Understood(text=text, language="en", published=datetime(2025, 6, 2, tzinfo=UTC))
    seen = f"Menu Home {' '.join(text.split())} Footer"
    return proposed(
        listened(page, knowledge()), SnapshotSeen(sha256="a" * 64, text=seen, source=SourceAbout(name=source))
    )


def test_a_quote_is_proposed_with_its_speaker_and_its_place_in_the_snapshot() -> None:
    (found,) = proposals("“We hit them,” said Ana Ruiz.")

    assert (found.claim.speaker, found.claim.quote, found.at) == ("Ana Ruiz", "We hit them,", len("Menu Home “"))


def test_a_figure_is_proposed_with_value_unit_hedge_period_and_source() -> None:
    (found,) = proposals("They took nearly 400 square kilometres in May 2025, according to the agency.")
    claim = found.claim

    assert (claim.value, claim.unit, claim.hedge, claim.according_to) == (400, "km²", "nearly", "agency")
    assert (claim.start, claim.end) == (date(2025, 5, 1), date(2025, 5, 31))
    assert "400 square kilometres" in claim.text


def test_a_unit_that_claims_does_not_know_stands_in_the_words_alone() -> None:
    (found,) = proposals("The attack hit 40 warplanes.")

    assert (found.claim.value, found.claim.unit) == (None, "")
    assert (found.value, found.unit, found.claim.text) == (40, "warplanes", "The attack hit 40 warplanes")


def test_a_number_that_stands_twice_is_found_at_its_own_place() -> None:
    first, second = proposals("The fire killed 40 people. Later 40 people were seen on the hill.")

    assert first.at is not None
    assert second.at is not None
    assert first.at < second.at


def test_a_figure_quotes_the_sentence_it_stands_in() -> None:
    first, second = proposals("Rain fell. The fire killed 40 people, he said. Later 12 lorries came.\nNo more.")

    assert first.claim.quote == "The fire killed 40 people, he said."
    assert second.claim.quote == "Later 12 lorries came."


def test_a_proposal_is_named_by_what_it_says_wherever_it_stands() -> None:
    (first,) = proposals("The attack hit 40 warplanes.")
    (later,) = proposals("It rained. The attack hit 40 warplanes.")
    (other,) = proposals("The attack hit 41 warplanes.")

    assert first.key == later.key
    assert first.key != other.key


def test_a_period_has_its_first_and_last_day() -> None:
    assert days_of("2024-06/2025-05") == (date(2024, 6, 1), date(2025, 5, 31))
    assert days_of("2024") == (date(2024, 1, 1), date(2024, 12, 31))
    assert days_of("2025-05-31") == (date(2025, 5, 31), date(2025, 5, 31))
    assert days_of("") == (None, None)
