"""A replay's plan: every public step of every post, with the gaps it had."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dateline.blog.core.blocks import Text
from dateline.blog.core.content import Correction, PostView
from dateline.newsroom.core.replay import Amend, Moment, Publish, Withdraw, steps_of, waits

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def view(uid: str, minutes: float, text: str = "Text.", **more: object) -> PostView:
    at = NOON + timedelta(minutes=minutes)
    return PostView(uid=uid, published=at, order=at, blocks=(Text(html=f"<p>{text}</p>"),), **more)  # type: ignore[arg-type]


def moment(seen: PostView, minutes: float, *, imported: bool = False) -> Moment:
    return Moment(view=seen, at=NOON + timedelta(minutes=minutes), imported=imported)


def test_posts_come_oldest_first_with_their_gaps_divided_by_the_speed() -> None:
    steps = steps_of([moment(view("b", 30), 30), moment(view("a", 0), 0), moment(view("c", 90), 90)])

    assert [step.uid for step in steps] == ["a", "b", "c"]
    assert list(waits(steps, speed=60)) == [0, 30, 90]


def test_an_amendment_and_a_correction_come_when_they_came() -> None:
    note = Correction(at=NOON, note="It was four.")
    history = [
        moment(view("a", 0), 0),
        moment(view("a", 0, "Better."), 5),
        moment(view("a", 0, "Right.", corrections=(note,)), 9),
        moment(view("b", 7), 7),
    ]
    steps = steps_of(history)

    assert [(type(step), step.at.minute) for step in steps] == [(Publish, 0), (Amend, 5), (Publish, 7), (Amend, 9)]
    assert [step.correction for step in steps if isinstance(step, Amend)] == ["", "It was four."]


def test_a_withdrawal_comes_and_nothing_after_it() -> None:
    gone = view("a", 0).withdrawn_for("Not confirmed.", sealed=False)
    steps = steps_of([moment(view("a", 0), 0), moment(gone, 4)])

    assert [type(step) for step in steps] == [Publish, Withdraw]
    assert isinstance(steps[1], Withdraw)
    assert steps[1].reason == "Not confirmed."


def test_words_that_were_sealed_are_never_played() -> None:
    sealed = view("a", 0).withdrawn_for("By order of a court.", sealed=True)

    assert steps_of([moment(view("a", 0), 0), moment(sealed, 4)]) == []


def test_what_was_imported_later_is_played_at_the_time_it_happened() -> None:
    years = 60 * 24 * 700.0
    changed = view("a", 0, "New.", updated=NOON + timedelta(minutes=3))
    marked = view("a", 0, "New.", updated=NOON + timedelta(minutes=3), key=True)
    history = [moment(view("a", 0), years), moment(changed, years), moment(marked, years + 5)]
    steps = steps_of([Moment(view=m.view, at=m.at, imported=True) for m in history])

    assert [(type(step), step.at.minute) for step in steps] == [(Publish, 0), (Amend, 3), (Amend, 3)]


def test_a_limit_counts_posts_from_the_oldest() -> None:
    steps = steps_of([moment(view(str(n), n), n) for n in range(9, 0, -1)], limit=2)

    assert [step.uid for step in steps] == ["1", "2"]


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 500), st.text(max_size=3)), max_size=30))
def test_a_post_is_published_once_and_before_anything_else_happens_to_it(raw: list[tuple[str, int, str]]) -> None:
    born: dict[str, int] = {}
    history = [moment(view(uid, born.setdefault(uid, at), text), at) for uid, at, text in raw]
    steps = steps_of(history)
    seen: set[str] = set()
    for step in steps:
        assert isinstance(step, Publish) == (step.uid not in seen)
        seen.add(step.uid)

    assert seen == set(born)
    assert [step.at for step in steps] == sorted(step.at for step in steps)
