"""Quotes: marks of many languages, speakers before, after, between and behind "she", and what is not speech."""

import pytest

from dateline.wire import Understood
from dateline.wire.core.listen import listened
from dateline.wire.core.quotes.marks import spans_of
from dateline.wire.core.understood import Picture
from dateline.wire.reading.knowledge import knowledge


def said(text: str, *, language: str = "en", title: str = "") -> list[tuple[str, str]]:
    page = listened(Understood(title=title, text=text, language=language), knowledge())
    return [(quote.speaker, quote.text) for quote in page.quotes]


def inner(text: str) -> list[str]:
    return [text[span.inner_start : span.inner_end] for span in spans_of(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “we go” today.", ["we go"]),
        ('He said "we go" today.', ["we go"]),
        ("Er sagte „wir gehen“ heute.", ["wir gehen"]),
        ("Er sagte »wir gehen« heute.", ["wir gehen"]),
        ("Er sagte «wir gehen» heute.", ["wir gehen"]),
        ("Il dit « on y va » ici.", ["on y va"]),
        ("Han sade ”vi går” idag.", ["vi går"]),
        ("He said ‘we don’t go’ today.", ["we don’t go"]),
        ("He said 'the players' union can't go' today.", ["the players' union can't go"]),
        ("彼は「行きます」と言った。", ["行きます"]),
        ("لقد قال «نحن نذهب» اليوم.", ["نحن نذهب"]),
        ("Powiedział „idziemy” dziś.", ["idziemy"]),
        ("The side “had finished its “memorandum.” However, it delays,” he said.",
         ["had finished its “memorandum.” However, it delays,"]),
        ("A “bird or “bot”, he was called.", ["bot"]),
        ("It was 5' 10\" tall and the boys' hats.", []),
    ],
)  # fmt: skip
def test_what_stands_between_marks_is_found(text: str, found: list[str]) -> None:
    assert inner(text) == found


def test_a_quotation_over_paragraphs_is_one() -> None:
    text = "“We will go.\n“We will stay.\n“We will see,” said Ana Ruiz.\nNo more."

    assert inner(text) == ["We will go.\n“We will stay.\n“We will see,"]
    assert said(text) == [("Ana Ruiz", "We will go. “We will stay. “We will see,")]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("en", "“We go,” said Ana Ruiz, a baker.", "Ana Ruiz"),
        ("en", "“We go,” Ana Ruiz, a baker in Oslo, said on Monday.", "Ana Ruiz"),
        ("en", "Ana Ruiz told reporters: “We go.”", "Ana Ruiz"),
        ("en", "The plan, Ana Ruiz said, was “bad for the town” and late.", "Ana Ruiz"),
        ("en", "Ana Ruiz has accused the town of “doing nothing for years”.", "Ana Ruiz"),
        ("en", "According to the harbour office, the pier is “not safe at all”.", "harbour office"),
        ("en", "A spokesman for the harbour said it was “not safe at all”.", "spokesman for the harbour"),
        ("de", "„Wir gehen“, sagte die Bäckerin Ana Ruiz am Montag.", "Ana Ruiz"),
        ("de", "Am Montag bezeichnete Ana Ruiz den Plan als „schlecht für alle“.", "Ana Ruiz"),
        ("fr", "« Nous partons », a déclaré Ana Ruiz lundi.", "Ana Ruiz"),
        ("es", "«Nos vamos», ha explicado la alcaldesa, Ana Ruiz, este lunes.", "Ana Ruiz"),
        ("it", "«Ce ne andiamo», ha detto Ana Ruiz lunedì.", "Ana Ruiz"),
        ("pt", "“Vamos embora”, disse Ana Ruiz na segunda.", "Ana Ruiz"),
        ("nl", "“Wij gaan weg”, zei Ana Ruiz maandag.", "Ana Ruiz"),
        ("pl", "„Idziemy stąd” – powiedziała Ana Ruiz w poniedziałek.", "Ana Ruiz"),
        ("uk", "«Ми йдемо звідси», – сказала Ганна Коваль у понеділок.", "Ганна Коваль"),
        ("ru", "«Мы уходим отсюда», — заявила Анна Петрова в понедельник.", "Анна Петрова"),
        ("sv", "”Vi går nu”, säger Ana Ruiz till tidningen.", "Ana Ruiz"),
        ("no", "– Vi går nå, sier Ana Ruiz til avisen.", "Ana Ruiz"),
        ("da", "»Vi går nu,« siger Ana Ruiz til avisen.", "Ana Ruiz"),
        ("en", "“We go,” one resident, who asked not to be named, told the paper.", "resident"),
        ("it", "«Ce ne andiamo — spiega Ana Ruiz, sindaca di Lodi — e non torniamo».", "Ana Ruiz"),
        ("it", "Il ministro della Difesa Ana Ruiz ha detto: «Ce ne andiamo tutti».", "Ana Ruiz"),
        ("fr", "Le maire, Paul Petit, est venu. « Nous partons », a-t-il déclaré.", "Paul Petit"),
        ("fr", "« C’est fini, s’est félicitée la ministre Ana Ruiz. Nous partons. »", "Ana Ruiz"),
        ("es", "La portavoz, Ana Ruiz, tachó el plan de “puro humo y nada más”.", "Ana Ruiz"),
        ("en", "The spokesperson, Ana Ruiz, said the town must “stop the war”.", "Ana Ruiz"),
        ("ru", "«Мы уходим», — заявил глава МИД Иван Петров.", "Иван Петров"),
        ("uk", "«Ми йдемо», — заявив президент України Іван Коваль.", "Іван Коваль"),
    ],
)  # fmt: skip
def test_the_speaker_stands_before_after_or_between(language: str, text: str, speaker: str) -> None:
    assert [name for name, _ in said(text, language=language)] == [speaker]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("en", "Ben Okoro came late. “We go,” he said.", "Ben Okoro"),
        ("en", "Ms Ruiz met Ben Okoro. Ana Ruiz was late. Mr Okoro left. “We go,” she said.", "Ana Ruiz"),
        ("en", "Transport minister Ana Ruiz came. Ben Okoro left. “We go,” the minister said.", "Ana Ruiz"),
        ("en", "Ana Ruiz said it was late. “We go,” said Ruiz.", "Ana Ruiz"),
        ("en", "The National Harbour Office said so. “We go,” the office said.", "National Harbour Office"),
        ("de", "Minister Jan Maier kam. „Wir gehen“, sagte er.", "Jan Maier"),
        ("fr", "Mme Claire Petit est venue. « Nous partons », explique-t-elle.", "Claire Petit"),
        ("es", "La alcaldesa Ana Ruiz llegó tarde. “Nos vamos todos”, ha añadido.", "Ana Ruiz"),
        ("uk", "Міністр Іван Коваль приїхав. «Ми йдемо звідси», – додав він.", "Іван Коваль"),
    ],
)  # fmt: skip
def test_who_is_behind_a_pronoun_a_role_or_a_surname(language: str, text: str, speaker: str) -> None:
    assert said(text, language=language)[-1][0] == speaker


def test_what_goes_on_after_an_attribution_is_the_same_speakers() -> None:
    text = "“We go,” said Ana Ruiz. “We never wanted to stay here.”\nIt rained."

    assert [name for name, _ in said(text)] == ["Ana Ruiz", "Ana Ruiz"]


@pytest.mark.parametrize(
    "text",
    [
        "The film “The Long Road” opens in May.",
        "The so-called “green list” is long.",
        "A shop called “Sunrise” opened, Ana Ruiz said.",
        "He read “Moby Dick” on the train.",
        "The word “We” is theirs.",
    ],
)
def test_titles_and_words_in_marks_are_no_speech(text: str) -> None:
    assert said(text) == []


def test_headlines_and_captions_speak_too_with_names_from_the_text() -> None:
    page = Understood(
        title="Ruiz: ‘we will go home’",
        text="The baker, Ana Ruiz, spoke. She waited for long.",
        language="en",
        pictures=(Picture(caption="Ruiz said the town was “doing nothing at all”."),),
    )
    quotes = listened(page, knowledge()).quotes

    assert [(q.place, q.speaker, q.text) for q in quotes] == [
        ("title", "Ana Ruiz", "we will go home"),
        ("caption:0", "Ana Ruiz", "doing nothing at all"),
    ]


def test_a_place_is_where_the_words_stand() -> None:
    text = "It rained.\n“We go,” said Ana Ruiz.\nThe end."
    (quote,) = listened(Understood(text=text, language="en"), knowledge()).quotes

    assert text[quote.start : quote.end] == quote.text == "We go,"


def test_accents_told_by_combining_marks_are_read() -> None:
    import unicodedata

    text = unicodedata.normalize("NFD", "„Wir gehen“, erklärte Jörg Müller.")

    assert [unicodedata.normalize("NFC", name) for name, _ in said(text, language="de")] == ["Jörg Müller"]
