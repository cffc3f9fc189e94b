"""The same text elsewhere: whole, cut, within a longer one, with another lead; the first is who published first."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.wire.core.copies.find import find_copies
from dateline.wire.core.copies.grams import grams, word_hashes
from dateline.wire.core.copies.index import CopyIndex
from dateline.wire.core.copies.values import Kind
from dateline.wire.core.report import Report

START = datetime(2026, 6, 2, 8, tzinfo=UTC)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def words(seed, count=200):
    chance = random.Random(seed)
    return ["".join(chance.choices(LETTERS, k=chance.randint(2, 9))) for _ in range(count)]


def text(seed, count=200):
    return " ".join(words(seed, count))


def report(number, body, minutes=None, title=""):
    when = START + timedelta(minutes=number if minutes is None else minutes)
    return Report(id=number, title=title, text=body, published=when)


def only(reports):
    (copy,) = find_copies(reports)
    return copy


def test_the_same_text_is_a_whole_copy_of_what_was_published_first():
    copy = only([report(1, text(1)), report(2, text(2)), report(3, text(1).upper().replace(" ", "\n  "))])

    assert (copy.report, copy.of, copy.first, copy.kind) == (3, 1, 1, Kind.WHOLE)
    assert (copy.in_earlier, copy.in_later) == (1, 1)


@pytest.mark.parametrize("share", [0.5, 0.25])
def test_a_part_of_a_text_is_a_cut(share):
    whole = words(1, 400)
    copy = only([report(1, " ".join(whole)), report(2, " ".join(whole[100 : 100 + int(400 * share)]))])

    assert (copy.first, copy.kind, copy.in_earlier) == (1, Kind.CUT, 1)
    assert abs(copy.in_later - share) < 0.15


def test_a_text_within_a_longer_one_is_embedded():
    copy = only([report(1, text(1)), report(2, f"{text(2, 300)} {text(1)} {text(3, 300)}")])

    assert (copy.first, copy.kind, copy.in_later) == (1, Kind.EMBEDDED, 1)


def test_another_headline_and_lead_do_not_hide_a_copy():
    body = words(1, 300)
    own = Report(id=2, title="Own", text=text(2, 40) + " " + " ".join(body[50:]), published=START + timedelta(hours=1))
    copy = only([report(1, " ".join(body), title="Theirs"), own])

    assert (copy.first, copy.kind) == (1, Kind.REWRITTEN_LEAD)


def test_texts_that_quote_the_same_sentence_are_no_copies():
    quote = text(9, 30)

    assert not find_copies([report(n, f"{text(n, 100)} {quote} {text(n + 50, 100)}") for n in range(1, 6)])


@pytest.mark.parametrize("count", [5, 8, 11])
def test_short_texts_are_copies_where_they_are_the_same(count):
    assert find_copies([report(1, text(1, count)), report(2, text(1, count))])
    assert not find_copies([report(1, text(1, count)), report(2, text(1, count - 1) + " other" * 30)])


@pytest.mark.parametrize("nothing", ["", "   ", "Read more", "…!?…", "\x00", "🙂" * 50])
def test_texts_that_say_nothing_are_copies_of_nothing(nothing):
    assert not find_copies([report(1, nothing), report(2, nothing)])


def test_titles_are_compared_where_there_is_no_text():
    title = "Nine bridges closed after flood in northern valley towns"

    assert only([report(1, "", title=title), report(2, "", title=title)]).kind == Kind.WHOLE


CHINESE = "国务院总理在北京会见了来访的外国代表团双方就加强经济合作交换了意见并签署了多项协议会谈持续了两个小时"
THAI = "นายกรัฐมนตรีกล่าวว่ารัฐบาลจะช่วยเหลือผู้ประสบภัยน้ำท่วมในภาคเหนือโดยเร็วที่สุดและจะจัดสรรงบประมาณเพิ่มเติม"


@pytest.mark.parametrize("body", [CHINESE, THAI])
def test_scripts_without_spaces_have_copies_too(body):
    copy = only([report(1, body), report(2, f"{body[: len(body) // 2]}"), report(3, body[::-1])])

    assert (copy.first, copy.kind) == (1, Kind.CUT)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cafe\u0301 ouvert", "CAFÉ ouvert"),
        ("ﬁne words", "fine words"),
        ("soft\u00adhyphen", "softhyphen"),
        ("don’t", "don't"),
    ],
)
def test_words_are_the_same_however_they_are_written(one, other):
    assert word_hashes(one).tolist() == word_hashes(other).tolist()


def test_hashes_are_the_same_in_every_process():
    assert word_hashes("Kyiv Київ 基辅").tolist()[:2] == [KYIV, KYIV_UK]


KYIV, KYIV_UK = 12833499725972624741, 2201383406858958403


@settings(deadline=None, max_examples=40)
@given(st.randoms(use_true_random=False), st.integers(0, 1 << 30))
def test_the_first_is_the_same_in_any_order_of_arrival(chance, seed):
    reports = made(seed)
    expected = firsts(reports)
    chance.shuffle(reports)

    assert firsts(reports) == expected


def firsts(reports):
    index = CopyIndex()
    for one in reports:
        index.add(one)
    return {one.id: (index.first_of(one.id), index.copy_of(one.id) and index.copy_of(one.id).of) for one in reports}


def made(seed):
    """Six texts and parts of them, edited, some at the same time."""
    chance = random.Random(seed)
    bases = [words(seed + n, chance.choice((30, 90, 250))) for n in range(6)]
    reports = []
    for number in range(24):
        own = list(chance.choice(bases))
        if chance.random() < 0.5:
            own = own[chance.randrange(len(own) // 2) :][: chance.randrange(10, len(own))]
        if chance.random() < 0.5:
            own[chance.randrange(len(own))] = "edited"
        if chance.random() < 0.3:
            own += chance.choice(bases)
        reports.append(report(number, " ".join(own), minutes=chance.randrange(8)))
    return reports


def test_a_report_that_arrives_late_but_was_published_first_becomes_the_first():
    index = CopyIndex()
    index.add(report(1, text(1), minutes=10))
    index.add(report(2, text(1), minutes=20))

    assert index.add(report(3, text(1), minutes=5)) is None
    assert [index.first_of(n) for n in (1, 2, 3)] == [3, 3, 3]


def test_a_report_added_twice_counts_once_with_its_newest_text():
    index = CopyIndex()
    for _ in range(3):
        index.add(report(1, text(1)))
    index.add(report(2, text(1)))
    assert index.first_of(2) == 1
    assert len(index) == 2

    index.add(report(2, text(2)))
    assert index.copy_of(2) is None


def test_boilerplate_of_many_makes_no_copies_but_a_text_that_very_many_republish_is_found():
    index = CopyIndex()
    footer = text(0, 45)
    for n in range(1, 40):
        index.add(report(n, text(n, 90) + " " + footer))
    for n in range(40, 200):
        index.add(report(n, text(1000, 120)))

    assert index.add(report(500, text(500, 30) + " " + footer)) is None
    assert index.add(report(501, text(1000, 120))).first == 40


def test_the_index_holds_no_more_than_its_capacity():
    small, large = CopyIndex(capacity=100), CopyIndex(capacity=100)
    for n in range(300):
        small.add(report(n, text(n, 60)))
    for n in range(3000):
        large.add(report(n, text(n, 60)))

    assert large.size_bytes < 2 * small.size_bytes
    assert len(large) <= 100 + 64
    assert large.add(report(9_000, text(2_999, 60))).first == 2_999
    assert large.add(report(9_001, text(5, 60))) is None


def test_what_is_forgotten_still_names_the_first_of_what_stays():
    index = CopyIndex()
    index.add(report(1, text(1)))
    index.add(report(2, text(1), minutes=60))
    index.add(report(3, text(3)))

    assert index.forget((START + timedelta(minutes=30)).timestamp()) == 2
    assert (index.first_of(2), 1 in index, len(index)) == (1, False, 1)
    assert index.add(report(4, text(1), minutes=90)).first == 1


def test_a_hostile_text_costs_little_and_harms_nobody():
    index = CopyIndex()
    index.add(report(1, text(1)))
    before = index.size_bytes
    index.add(report(2, "word " * 1_000_000))
    index.add(report(3, "\ud800" + "x" * 1_000_000))
    index.add(report(4, " ".join(words(4, 60_000))))

    assert index.size_bytes <= before * 2
    assert len(grams(" ".join(words(4, 60_000))).hashes) < 1_000
    assert index.add(report(5, text(1))).first == 1


def test_a_time_needs_its_zone():
    with pytest.raises(ValueError, match="zone"):
        find_copies([Report(id=1, text=text(1), published=datetime(2026, 1, 1))])


def test_two_reports_cannot_have_one_id():
    with pytest.raises(ValueError, match="two reports"):
        find_copies([report(1, text(1)), report(1, text(2))])
