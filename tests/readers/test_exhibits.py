"""An exhibit has its own address: a page with all it rests on, and files that never change."""

import csv
import io
import json

import pytest
from django.test import Client

from cast import ada
from claims_made import SVG, derivation, exhibit, figure
from dateline.claims.actions.figures import record_figure
from dateline.claims.core.provenance import What
from dateline.claims.core.values import Drawing, NewFigure, Table
from dateline.claims.models import Exhibit
from dateline.claims.render import INPUTS_IN_POST, ROWS_IN_POST, exhibit_card
from dateline.events.core.chain import digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown() -> Exhibit:
    drawing = Drawing(wide=SVG, narrow=SVG, spec={"mark": "bar"}, geojson={"type": "FeatureCollection", "features": []})
    return exhibit(ada(), figure(ada()), drawing=drawing, method="Each map is laid over the one before.")


def got(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_page_says_what_the_exhibit_shows_and_rests_on(shown):
    text = got(f"/exhibits/{shown.uid}/").replace("&#x27;", "'")

    for words in (shown.title, shown.sentence, shown.measure, shown.limits, shown.method, "31 May 2025", "a" * 64):
        assert words in text


def test_the_table_is_there_as_csv(shown):
    rows = list(csv.reader(io.StringIO(got(f"/exhibits/{shown.uid}.csv"))))

    assert rows == [["Month", "km²"], ["May 2025", "507.9"]]


def test_a_cell_that_a_spreadsheet_would_compute_is_text():
    table = Table(columns=("Where", "km²"), rows=(("=1+1", "-5.0"), ("@x", "+2")))
    shown = exhibit(ada(), table=table)

    rows = list(csv.reader(io.StringIO(got(f"/exhibits/{shown.uid}.csv"))))
    assert rows[1:] == [["'=1+1", "-5.0"], ["'@x", "+2"]]


def test_everything_hashed_is_there_for_programs_to_reckon_again(shown):
    told = json.loads(got(f"/exhibits/{shown.uid}.json"))

    assert digest(told["content"]) == told["content_hash"] == shown.content_hash
    assert told["figures"][0]["key"] == told["content"]["figures"][0]
    assert told["derivations"][told["figures"][0]["derivation"]]["inputs"][0]["sha256"] == "a" * 64


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("vl.json", "application/json"),
        ("geojson", "application/geo+json"),
        ("svg", "image/svg+xml"),
        ("csv", "text/csv"),
    ],
)
def test_files_are_kept_by_caches_for_good(shown, ending, kind):
    answer = Client().get(f"/exhibits/{shown.uid}.{ending}")

    assert answer.status_code == 200
    assert answer["Content-Type"] == f"{kind}; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    again = Client().get(f"/exhibits/{shown.uid}.{ending}", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/exhibits/nothing/", "/exhibits/nothing.csv"])
def test_an_unknown_exhibit_is_a_page_that_says_so(path):
    assert Client().get(path).status_code == 404


def test_a_table_has_no_picture_file():
    shown = exhibit(ada(), kind="table", drawing=Drawing())

    assert Client().get(f"/exhibits/{shown.uid}.svg").status_code == 404


def test_a_superseded_exhibit_says_so_on_its_page_only(shown):
    card = exhibit_card(shown.uid)
    newer = exhibit(ada(), figure(ada(), 512.0, maps="abc"), title="Newer", drawing=Drawing(wide=SVG))

    text = got(f"/exhibits/{shown.uid}/")
    assert "Newer figures about the same are there." in text
    assert newer.uid in text
    assert exhibit_card(shown.uid) == card


def test_a_card_of_many_rows_and_maps_stays_small():
    inputs = derivation(*"0123456789abcdef")
    what = What(series="s", measure="net", unit="km²")
    one = record_figure(NewFigure(value=1.0, what=what, derivation=inputs), by=ada())
    rows = tuple((f"Day {n}", str(n)) for n in range(400))
    shown = exhibit(ada(), one, table=Table(columns=("Day", "km²"), rows=rows))

    card = exhibit_card(shown.uid)
    assert card.count("<tr>") == ROWS_IN_POST + 1
    assert card.count('class="hash"') == INPUTS_IN_POST + 1
    assert "360 more rows" in card
    assert "and 10 more files" in card
    assert got(f"/exhibits/{shown.uid}/").count("<tr>") == 401


def test_words_of_an_exhibit_are_escaped():
    shown = exhibit(
        ada(), title="<b>Bold</b>", limits="<script>x</script>", table=Table(columns=("<i>",), rows=(("<u>",),))
    )

    card = exhibit_card(shown.uid)
    assert not any(tag in card for tag in ("<b>", "<script", "<i>", "<u>"))
