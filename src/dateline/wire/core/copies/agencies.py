"""The agencies that a text credits, in newspapers’ forms: “KYIV (Reuters) –”, “© dpa”, “Джерело: Укрінформ”."""

import re
from dataclasses import dataclass
from functools import cache

# Agency → how texts write it. Short names count as they are written, with these capitals.
AGENCIES: dict[str, tuple[str, ...]] = {
    "AA": ("AA", "Anadolu", "Anadolu Agency", "Anadolu Ajansı", "الأناضول"),
    "AAP": ("AAP", "Australian Associated Press"),
    "AFP": ("AFP", "Agence France-Presse", "Agence France Presse", "АФП", "فرانس برس", "أ ف ب", "法新社", "AFP通信"),
    "AGI": ("AGI", "Agenzia Italia"),
    "ANI": ("ANI",),
    "ANP": ("ANP",),
    "ANSA": ("ANSA",),
    "AP": ("AP", "Associated Press", "The Associated Press", "АП", "أسوشيتد برس", "美联社", "AP通信"),
    "APA": ("APA",),
    "Belga": ("Belga", "BELGA"),
    "Bernama": ("Bernama", "BERNAMA"),
    "Bloomberg": ("Bloomberg", "Bloomberg News", "Блумберг"),
    "ČTK": ("ČTK", "CTK"),
    "dpa": ("dpa", "DPA", "Deutsche Presse-Agentur", "dpa-infocom", "dpa-AFX", "дпа"),
    "EFE": ("EFE", "Agencia EFE"),
    "epd": ("epd", "Evangelischer Pressedienst"),
    "Europa Press": ("Europa Press", "EUROPA PRESS"),
    "IANS": ("IANS",),
    "Interfax": ("Interfax", "Интерфакс", "Інтерфакс"),
    "Interfax-Ukraine": ("Interfax-Ukraine", "Інтерфакс-Україна", "Интерфакс-Украина"),
    "Jiji": ("Jiji Press", "時事通信", "時事"),
    "KNA": ("KNA",),
    "Kyodo": ("Kyodo", "Kyodo News", "共同通信", "共同"),
    "Lusa": ("Lusa", "LUSA"),
    "MTI": ("MTI",),
    "NTB": ("NTB",),
    "PA Media": ("PA Media", "PA", "Press Association"),
    "PAP": ("PAP", "Polska Agencja Prasowa"),
    "PTI": ("PTI", "Press Trust of India"),
    "Reuters": (
        "Reuters",
        "REUTERS",
        "Thomson Reuters",
        "Рейтер",
        "Рейтерс",
        "Ройтерз",
        "رويترز",
        "路透社",
        "路透",
        "ロイター",
    ),
    "RIA Novosti": ("RIA Novosti", "РИА Новости"),
    "Ritzau": ("Ritzau", "/ritzau/"),
    "SDA": ("SDA", "Keystone-SDA", "sda"),
    "SID": ("SID", "Sport-Informations-Dienst"),
    "STT": ("STT",),
    "TASS": ("TASS", "ТАСС"),
    "TT": ("TT",),
    "Ukrinform": ("Ukrinform", "Укрінформ", "Укринформ"),
    "UNIAN": ("UNIAN", "УНІАН", "УНИАН"),
    "UPI": ("UPI", "United Press International"),
    "Xinhua": ("Xinhua", "新华社", "新華社", "Синьхуа", "شينخوا"),
    "Yonhap": ("Yonhap", "연합뉴스"),
}
_SAID_BEFORE = (
    "©|\\(c\\)|copyright|by|from|source|sources|via|with|additional reporting by|von|quelle|quellen|mit|"
    "mit material von|par|avec|source|de|por|con|fuente|agencia|di|fonte|da|od|źródło|zdroj|bron|kilde|källa|від|"
    "за матеріалами|джерело|за даними|источник|по материалам|المصدر|وكالة|来源|來源|出典"
)
_AT_EITHER_END = 700  # letters: what is named in the middle is quoted, not credited


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyCredit:
    """The agency by the name in this file, and the letters ``start:end`` of the text that name it."""

    agency: str
    start: int
    end: int


def agency_credits(text: str) -> tuple[AgencyCredit, ...]:
    """Each agency that a text credits, once, where it first does; an agency that is merely quoted is none."""
    found: dict[str, AgencyCredit] = {}
    for start, end in _ends(text):
        for form in _forms():
            for match in form.finditer(text, start, end):
                _note(found, match)
    return tuple(sorted(found.values(), key=lambda credit: credit.start))


def _note(found: dict[str, AgencyCredit], match: re.Match[str]) -> None:
    for name in _name().finditer(match.group("names")):
        agency = _agencies()[name.group()]
        start = match.start("names") + name.start()
        if agency not in found or start < found[agency].start:
            found[agency] = AgencyCredit(agency=agency, start=start, end=start + len(name.group()))


def _ends(text: str) -> list[tuple[int, int]]:
    if len(text) <= 2 * _AT_EITHER_END:
        return [(0, len(text))]
    return [(0, _AT_EITHER_END), (len(text) - _AT_EITHER_END, len(text))]


@cache
def _agencies() -> dict[str, str]:
    return {name: agency for agency, names in AGENCIES.items() for name in names}


@cache
def _name() -> re.Pattern[str]:
    return re.compile(f"(?<!\\w)(?:{_any_name()})(?!\\w)|(?:{_any_name(unspaced=True)})")


def _any_name(*, unspaced: bool = False) -> str:
    names = sorted(_agencies(), key=len, reverse=True)
    return "|".join(re.escape(name) for name in names if (max(name) >= "\u3000") is unspaced)


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    one = f"(?:{_any_name()}|{_any_name(unspaced=True)})"
    row = f"{one}(?:\\s?[/,&+–-]\\s?[\\w. -]{{1,24}}){{0,3}}"
    before = f"(?i:{_SAID_BEFORE})"
    return (
        re.compile(f"[(（\\[【](?P<names>(?:[\\w. ]{{1,24}}[/,–-]\\s?)?{row})[)）\\]】]"),
        re.compile(f"^[^\\S\\n]*(?:[–—-]\\s?|{before}:?\\s?)?(?P<names>{row})\\.?[^\\S\\n]*$", re.MULTILINE),
        re.compile(f'(?:^|[.!?|»”"]\\s|\\n)\\s*{before}\\s?[:：]?\\s?(?P<names>{row})(?=[\\s.,;|]|$)', re.MULTILINE),
        re.compile(f"^[^\\n.]{{0,60}}[,.]?\\s[/–—-]\\s?(?P<names>{row})\\s?[/–—-]"),
        re.compile(
            f"^[^\\n.!?]{{0,60}}\\s(?i:with|mit|avec|con|com|et|und|and|та|и)\\s(?P<names>{row})$", re.MULTILINE
        ),
        re.compile(f"^(?i:by|von|par|por|di|da)\\s[^\\n]{{2,50}}[,/|]\\s?(?P<names>{row})$", re.MULTILINE),
        re.compile(f"^[【(（]?(?P<names>{_any_name(unspaced=True)})"),
    )
