"""Sentences about figures: true to them, whatever they are, and no more than they carry."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.territory.core import pace
from dateline.territory.core.measures import Endpoints, Series, Step, figures
from dateline.territory.core.numbers import plain_km2
from dateline.territory.core.periods import between, periods
from dateline.territory.core.phrases import ENGLISH, Speech
from dateline.territory.core.values import Measure
from dateline.territory.core.wording import Names, said

HELD = Names(classes="held", holder="Eastern forces", place="Merrow", denominator_km2=200_000)
BURNED = Names(classes="held", ground="the burned area")
BEGIN = date(2024, 12, 31)


def months(*nets, start=1000.0, without=()):
    """Figures of months from January 2025 with these net changes; days in ``without`` have no map."""
    steps, area, day = [Step(shown=BEGIN, area={"*": start})], start, BEGIN
    for net in nets:
        day = (day + timedelta(days=1)).replace(day=28) + timedelta(days=4)
        day = day.replace(day=1) - timedelta(days=1)
        area += net
        steps.append(Step(shown=day, area={"*": area}))
    steps = [step for step in steps if step.shown not in without]
    spans = periods("month", first=steps[0].shown, last=steps[-1].shown)
    return figures(Series(classes="held", steps=steps, denominators={"*": 200_000}), spans)


def sentence(*nets, names=HELD, **how):
    return said(months(*nets, **how), names).sentence


def more(*nets, **how):
    return said(months(*nets, **how), HELD).more


def test_a_month_is_told_with_the_two_before_it():
    assert sentence(90, 240.2, 379.4, 507.3) == (
        "Eastern forces took a net 507 km² in April 2025, after 379 in March and 240 in February."
    )


def test_without_a_holder_the_ground_is_what_grows():
    assert sentence(90, 240.2, 379.4, names=BURNED) == (
        "The burned area grew by a net 379 km² in March 2025, after 240 in February and 90 in January."
    )


def test_a_loss_is_a_loss_and_months_of_another_sign_say_so():
    assert sentence(240, -12.4) == "Eastern forces lost a net 12 km² in February 2025, after taking 240 in January."
    assert sentence(-3.2, 0, 8.25) == (
        "Eastern forces took a net 8.2 km² in March 2025, after no change in February and losing 3.2 in January."
    )
    assert sentence(5, 0.01).startswith("Eastern forces made no net gain or loss in February 2025")


def test_the_first_month_measured_is_called_that():
    assert sentence(40) == "Eastern forces took a net 40 km² in January 2025, the first month measured."


def test_a_month_without_maps_is_named_not_passed_over():
    assert sentence(40, 50, 60, 70, without=[date(2025, 3, 31)]).endswith("; March could not be measured.")


def test_one_map_alone_says_what_is_held_and_nothing_of_change():
    assert sentence(start=38_000) == (
        "Eastern forces held 38,000 km² at the end of December 2024, 19.00 % of the 200,000 km² of Merrow."
    )


def part_of_a_month(base, last, *, net=50.0):
    steps = [Step(shown=base, area={"*": 100.0}), Step(shown=last, area={"*": 100.0 + net})]
    return figures(Series(classes="held", steps=steps), periods("month", first=last, last=last))


def test_maps_that_do_not_cover_the_month_are_told_by_their_dates():
    told = said(part_of_a_month(date(2025, 4, 30), date(2025, 5, 14)), HELD).title

    assert told == ("Eastern forces took a net 50 km² between 30 April and 14 May 2025, the dates of the maps at hand")


def test_maps_that_miss_a_day_of_the_month_are_told_beside_it():
    told = said(part_of_a_month(date(2025, 4, 29), date(2025, 5, 31)), HELD).title

    assert told == "Eastern forces took a net 50 km² in May 2025 (maps of 29 April and 31 May 2025)"


def test_the_most_is_said_of_the_months_measured_alone():
    assert "It was the largest net gain in the 4 months measured." in more(90, 240, 379, 507)
    assert not any("largest" in each for each in more(379, 507)), "two months are no series"


def test_the_most_since_names_the_month_that_had_as_much():
    assert "It was the largest net gain since January 2025 (700 km²)." in more(700, 240, 379, 507)


def test_a_difference_within_the_doubt_is_no_record():
    assert not any("largest" in each for each in more(90, 240, 505, 507))


def test_months_of_growth_in_a_row_are_counted_from_a_month_that_was_not():
    assert "It was the third month of growth in a row." in more(-40, 240, 379, 507)
    assert "Each of the 3 months measured brought growth." in more(240, 379, 507)
    assert not any("in a row" in each or "Each" in each for each in more(240, 0.4, 507))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (379, 507, "That is about a third more than in January."),
        (100, 202, "That is about twice as much as in January."),
        (100, 50, "That is about half of January’s."),
        (100, 75, "That is about a quarter less than in January."),
    ],
)
def test_plain_fractions_are_said_where_the_numbers_are_near_them(before, after, words):
    assert words in more(before, after)
    assert not any("about" in each for each in more(before, before * 1.12))
    assert not any("about" in each for each in more(before / 50, after / 50)), "too small to be compared"


def test_where_the_gains_lie_is_said_by_region():
    steps = [
        Step(shown=BEGIN, area={"*": 0.0, "Hather": 0.0, "Quill": 0.0}),
        Step(shown=date(2025, 1, 31), area={"*": 455.0, "Hather": 312.7, "Quill": 111.2}),
    ]
    ends = Endpoints(gained={"*": 455.0, "Hather": 312.7, "Quill": 111.2}, lost={"*": 6.0, "Hather": 6.0, "Quill": 0.0})
    series = Series(classes="held", steps=steps, endpoints=lambda *_: ends)
    told = said(figures(series, periods("month", first=BEGIN, last=date(2025, 1, 31))), HELD)

    assert told.more[-1] == "Nearly 313 of the 455 km² gained in January 2025 lie in Hather, 111 in Quill."


NETS = st.lists(st.floats(-2000, 2000).map(lambda x: round(x, 2)), min_size=1, max_size=18)


@settings(deadline=None)
@given(NETS, st.sets(st.integers(0, 17)))
def test_every_number_said_is_a_figure_rounded_or_a_date_or_a_count(nets, gaps):
    ends = [f.end for f in months(*nets) if f.measure is Measure.NET]
    found = months(*nets, start=90_000, without=[ends[i] for i in gaps if i < len(ends)])
    told = said(found, HELD)
    text = re.sub(r"\b\d{1,2} (?=[A-Z])|\b20\d\d\b", "", told.text)
    allowed = {plain_km2(f.km2) for f in found} | {"200,000"} | {f"{100 * f.share:.2f}" for f in found if f.share}
    allowed |= {str(n) for n in range(3, 20)} | {f"{n}th" for n in range(11, 20)}

    assert {n for n in re.findall(r"\d[\d,.]*\d|\d", text) if not n.endswith("th")} <= allowed


@settings(deadline=None)
@given(NETS)
def test_what_is_called_the_largest_is_the_largest(nets):
    found = months(*nets)
    series = pace.measured(found, "held")[1:]
    sizes = [each.net if series[-1].net > 0 else -each.net for each in series]
    match pace.most(pace.measured(found, "held")):
        case pace.MostOf(count=count):
            assert count == len(sizes)
            assert all(size < sizes[-1] - 1 for size in sizes[:-1])
        case pace.MostSince(earlier=earlier):
            back = [each.period for each in series].index(earlier.period)
            assert sizes[back] >= sizes[-1]
            assert all(size < sizes[-1] - 1 for size in sizes[back + 1 : -1])
            assert len(sizes) - 1 - back >= pace.LEAST_RUN


@settings(deadline=None)
@given(NETS)
def test_a_run_is_as_long_as_it_is_said_to_be(nets):
    found = pace.measured(months(*nets), "held")
    run = pace.in_a_row(found)
    if run:
        same = [each.net * found[-1].net > 0 for each in found[-run.count :]]
        assert all(same)
        assert not run.exact or found[-run.count - 1].net * found[-1].net <= 0


def test_another_language_orders_its_words_anew_and_lacks_what_it_lacks():
    polish = {"holder.grew": "{when} {holder}: +{km2} km²", "month.1": "styczeń"}
    told = said(months(40), Names(classes="held", holder="Wschód", speech=Speech(polish)))

    assert told.title == "In styczeń 2025 Wschód: +40 km²"
    assert set(polish) <= set(ENGLISH)


def test_weeks_days_and_any_dates_have_words_of_their_own():
    steps = [Step(shown=date(2025, 5, 4) + timedelta(days=7 * n), area={"*": 100.0 + 20 * n}) for n in range(3)]
    series = Series(classes="held", steps=steps)
    weeks = figures(series, periods("week", first=date(2025, 5, 5), last=date(2025, 5, 18)))
    cut = figures(series, between([date(2025, 5, 5), date(2025, 5, 19)]))

    assert said(weeks, HELD).sentence == (
        "Eastern forces took a net 20 km² in the week from 12 May 2025, after 20 in the week from 5 May."
    )
    assert said(cut, HELD).sentence.startswith("Eastern forces took a net 40 km² from 5 May to 18 May 2025")
