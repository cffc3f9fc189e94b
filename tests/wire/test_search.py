"""The wire's search: words, phrases, what must not be there, beginnings; filters; nothing that is typed raises."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.wire.models import Item
from dateline.wire.search import Asked, count, search
from dateline.wire.search_tables import make_index
from wire_made import NOON, channel, copy, item, story

pytestmark = pytest.mark.django_db


def titles(words: str = "", **filters) -> list[str]:
    return [one.title for one in search(Asked(words=words, **filters)).items]


@pytest.fixture
def here():
    item(title="Flood in the valley", text="Two bridges are gone.", minutes=1)
    item(title="Storm on the coast", text="A bridge held. The flood stayed away.", minutes=2)
    item(title="Fire in the hills", text="Rain is hoped for.", minutes=3)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("flood", ["Storm on the coast", "Flood in the valley"]),
        ("FLOOD valley", ["Flood in the valley"]),
        ('"bridges are"', ["Flood in the valley"]),
        ('"are bridges"', []),
        ("flood -coast", ["Flood in the valley"]),
        ("-flood", ["Fire in the hills"]),
        ('-"a bridge held" -fire', ["Flood in the valley"]),
        ("fire OR storm", ["Fire in the hills", "Storm on the coast"]),
        ("fire OR storm coast", ["Storm on the coast"]),
        ("bridg", ["Storm on the coast", "Flood in the valley"]),
        ("bridg flood", []),
        ("OR", []),
        ("nothing-of-it", []),
        ("!!!", []),
        ("", ["Fire in the hills", "Storm on the coast", "Flood in the valley"]),
    ],
)
def test_words_find_the_newest_first(here, words, found):
    assert titles(words) == found


def test_order_is_by_the_reports_time_and_not_by_when_they_came():
    item(title="Newer report", minutes=10)
    item(title="Older report", minutes=-60 * 24 * 9000)

    assert titles("report") == ["Newer report", "Older report"]
    assert titles("report", since=NOON) == ["Newer report"]


def test_a_title_outranks_a_word_in_passing():
    item(title="The coast", text=f"{'Much is said here. ' * 40} A flood once.", minutes=9)
    item(title="Flood", text="It came.", minutes=1)

    assert titles("flood") == ["The coast", "Flood"]
    assert titles("flood", ranked=True) == ["Flood", "The coast"]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Élection à Orléans", "election orleans"),
        ("Überflutung in Köln", "uberflutung koln"),
        ("洪水袭击山谷", "山谷"),
        ("洪水袭击山谷", "袭击 山谷"),
        ("東京で地震がありました", "地震"),
        ("น้ำท่วมกรุงเทพ", "กรุงเทพ"),
        ("Наводнение в долине", "наводн"),
        ("Повінь у місті Київ", "київ"),
        ("فيضان في الوادي", "الوادي"),
        ("बाढ़ से घाटी प्रभावित", "घाटी"),
        ("Apple’s iPhone 17e costs $5.2bn", '"5.2bn"'),
        ("On 2025-06-02 at noon", "2025-06-02"),
        ("A.P. reports", "a.p."),
    ],
)
def test_every_script_is_found(title, words):
    item(title=title)
    item(title="Something else")

    assert titles(words) == [title]


def test_letters_of_an_unspaced_script_are_found_in_their_order_only():
    item(title="山谷洪水")

    assert titles("谷山") == []
    assert titles("洪水") == ["山谷洪水"]


def test_filters_leave_the_rest_out():
    german = channel("Taltal", language="de-AT", section="Inland")
    here, there = item(german, "Flut", minutes=5), item(title="Flut elsewhere")

    assert titles("flut", channel=german) == titles("flut", language="de") == ["Flut"]
    assert titles(section="Inland") == titles(language="de") == titles(channel=german) == ["Flut"]
    assert titles("flut", section="inland") == []
    assert titles("flut", story=story(there)) == ["Flut elsewhere"]
    assert titles("flut", after=here.first_seen - timedelta(minutes=1)) == ["Flut"]


def test_copies_are_folded_unless_one_asks_for_their_channel():
    first = item(title="Flood")
    copier = channel("Copier")
    copy(first, copier, title="Flood again", minutes=3)

    assert titles("flood") == ["Flood"]
    assert titles("flood", folded=False) == ["Flood again", "Flood"]
    assert titles("flood", channel=copier) == ["Flood again"]


def test_the_index_follows_every_change_of_an_item():
    one = item(title="Flood", text="Water.")
    Item.objects.filter(pk=one.pk).update(title="Fire", at=NOON - timedelta(days=900))

    assert titles("flood") == []
    assert titles("fire", since=NOON) == []
    assert titles("fire") == ["Fire"]

    one.delete()
    assert titles("fire") == titles() == []


def test_a_lost_trigger_comes_back_and_the_index_is_filled_anew():
    if connection.vendor != "sqlite":
        pytest.skip("tables are made anew on SQLite only")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'wire_search_%%' AND type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
    item(title="Unseen")
    assert titles("unseen") == []

    make_index()
    item(title="Unseen too")

    assert sorted(titles("unseen")) == ["Unseen", "Unseen too"]


def test_an_index_of_an_earlier_version_is_made_anew():
    if connection.vendor != "sqlite":
        pytest.skip("tables are made anew on SQLite only")
    item(title="Before")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'wire_search_%%' AND type = 'trigger'")
        for name, sql in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(sql.replace(name, f"{name.rpartition('_')[0]}_0"))

    make_index()
    item(title="After")

    assert sorted(titles("before OR after ")) == ["After", "Before"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'wire_search_%%' AND type = 'trigger'")
        assert cursor.fetchone() == (3,)


def test_a_list_of_reports_is_drawn_without_reading_any_of_them_again(django_assert_num_queries):
    for n in range(3):
        item(title=f"Flood {n}", standfirst="It rose.", section="World", is_live=True)
    found = search(Asked(words="flood"))

    with django_assert_num_queries(0):
        drawn = [render_to_string("newsroom/wire/item_line.html", {"item": one, "since": NOON}) for one in found.items]
    assert all("It rose." in html and "World" in html and "The Valley Post" in html for html in drawn)


def test_matches_are_counted_up_to_a_hundred():
    for n in range(105):
        item(title=f"Flood {n}")

    assert count(Asked(words="flood")) == 100
    assert count(Asked(words="flood 7")) == 1
    assert count(Asked(words="...")) == 0


def test_pages_follow_each_other_without_a_gap():
    for n in range(95):
        item(title=f"Flood {n}", minutes=n)

    pages = [search(Asked(words="flood", page=page)) for page in (1, 2, 3, 4)]

    assert [one.title for page in pages for one in page.items] == [f"Flood {n}" for n in reversed(range(95))]
    assert [page.more for page in pages] == [True, True, False, False]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.text(alphabet="ab\"-*():^{}+NEAROT '\\%_\x00&|!<>洪กé", max_size=40))
def test_nothing_that_is_typed_raises(here, words):
    for ranked in (False, True):
        found = search(Asked(words=words, ranked=ranked))
        assert len(found.items) <= 3
    count(Asked(words=words, language=words[:35], section=words[:100]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_an_item_of_any_text_is_kept_and_leaves_no_trace(text):
    text = text.replace("\x00", "").encode("utf-8", "ignore").decode()
    one = item(title=f"Findme {text}"[:900], text=text * 3, section=text[:100], language=text[:30])

    assert one.title in titles("findme")
    one.delete()
    assert titles("findme") == []
