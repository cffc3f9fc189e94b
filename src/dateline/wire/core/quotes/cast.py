"""Who is named in a text: names as at first mention, roles told of them, and whom a short name or a role means."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.wire.core.tongues.tongue import Tongue, fold, listed
from dateline.wire.core.tongues.words import Word

_PARTICLES = listed(
    "de da do dos das del della di du la le van von der den ter ten zu zum bin ibn al el bint abu af av ben of"
)
_LONGEST_NAME = 8
_OPEN = -1
_NONE = ("\0",)
_AGENTS = {
    "de": ("er", "erin", "loge", "login", "ist", "istin", "mann", "frau", "eur", "ant", "ent", "arzt"),
    "fr": ("iste", "eur", "euse", "trice", "ant", "ante", "ien", "ienne", "logue", "crate", "aire"),
    "es": ("ista", "dor", "dora", "tor", "tora", "ero", "era", "ólogo", "óloga", "ario", "aria"),
    "it": ("ista", "tore", "trice", "iere", "ologo", "ologa"),
    "pt": ("ista", "dor", "dora", "tor", "tora", "eiro", "eira", "ólogo", "óloga"),
    "pl": ("nik", "niczka", "ista", "istka", "log", "arz", "arka", "wca", "tor", "torka"),
    "uk": ("ник", "ниця", "ист", "истка", "лог", "тор", "ець", "иця", "вець"),
    "ru": ("ник", "ница", "ист", "истка", "лог", "тор", "тель", "ница"),
    "nl": ("ster", "ist", "loog", "aar", "man", "vrouw", "arts"),
    "sv": ("aren", "ören", "isten", "mannen", "kvinnan", "logen", "ledaren"),
    "no": ("eren", "øren", "isten", "mannen", "kvinnen", "logen", "lederen"),
    "da": ("eren", "øren", "isten", "manden", "kvinden", "logen", "lederen"),
}  # fmt: skip
_WOMEN = listed(
    """ms mrs miss mme mlle madame frau sra doña señora signora dott.ssa dona senhora mevrouw mevr pani fru lady
    dame пані госпожа présidente directrice ministra presidenta direttrice sindaca actrice chanteuse queen
    princess königin"""
)
_MEN = listed("mr m monsieur herr herrn sr don señor signor senhor meneer pan sir lord пан господин king prince könig")
_MENS_NAMES = listed(
    "joshua luca ezra mustafa joschka andrea nikita mykola никита микола ілля илья лука фома kuba sasha саша dana"
)
JOINING = listed(
    """mientras aunque tandis alors puisque mentre enquanto embora terwijl hoewel medan mens podczas natomiast поки
    пока while that and or but if as when while because dass ob wie weil aber denn und oder als wenn que qu' mais quand
    si et ou pero cuando y e che ma quando dat maar en of omdat att men och at og som že że ale i gdy що але і
    та коли что но и когда если"""
)
_ADJECTIVES = ("-based", "-led", "-backed", "-born", "-style", "-held", "-run", "-owned", "-made")
_OF_THE = listed("della dell' del dei delle degli de des du do da dos das für")
_HEAD_FIRST = listed("fr es it pt pl uk ru")
_PLACED = listed("in en à em na w v у в i im a nel nella près near")


@dataclass(frozen=True, slots=True)
class Run:
    """Capitals in a row: items ``first`` to ``last`` (not included); ``titled`` where a title stood before the name."""

    first: int
    last: int
    words: tuple[str, ...]
    titled: bool = False
    owner: bool = False

    @property
    def text(self) -> str:
        """The name as one string."""
        return " ".join(self.words)


@dataclass(slots=True)
class Member:
    """Somebody in the text: the full name and the folded words of every role told of them."""

    name: str
    likely: int  # how much the name itself is a person's: 1 for, -1 open, -9 against
    roles: Counter[str] = field(default_factory=Counter)
    evidence: int = 0  # of a person: what stands beside the name, over all mentions
    gender: str = ""

    @property
    def person(self) -> bool:
        """Whether it is probably somebody, and no body, place or thing."""
        return self.likely > 0 or (self.likely == _OPEN and self.evidence > 1)

    @property
    def acts(self) -> bool:
        """Whether it is surely somebody, who may be meant by "he"."""
        return self.person and self.evidence > 0


class Cast:
    """The people and bodies of one page. Filled by ``learn`` with every sentence first, then asked."""

    def __init__(self, tongue: Tongue, lower: frozenset[str]) -> None:
        self.tongue = tongue
        self.lower = lower
        self._by_word: dict[str, list[Member]] = {}
        self._by_name: dict[str, Member] = {}
        self._short: dict[str, Member] = {}
        self._roles_known: dict[str, bool] = {}

    def runs(self, items: Sequence[Word], start: int = 0, *, end: int | None = None) -> list[Run]:
        """The names between those items."""
        end = len(items) if end is None else end
        found: list[Run] = []
        last = start
        for at in [n for n in range(start, end) if items[n].text[0].isupper()]:
            if at < last or not self._is_name(items, at):
                continue
            last = self._end_of_run(items, at, end)
            run = self._run(items, at, last)
            if run:
                found.append(run)
        return found

    def learn(self, items: Sequence[Word]) -> None:
        """Takes in the names of a sentence with the roles before and after them."""
        for run in self.runs(items):
            if len(run.words) < 2:
                self._learn_again(items, run)
                continue
            known = self._by_name.get(fold(run.text)) or self.find(run.text, exact=True)
            if known is None:
                known = Member(run.text, self._likely(items, run))
                self._by_name[fold(run.text)] = known
                for word in _parts_of(run.text):
                    self._by_word.setdefault(word, []).append(known)
            if len(known.roles) < 40:
                known.roles.update(self._roles(items, run))
            known.evidence += self._evidence(items, run)
            known.gender = known.gender or self._gender(items, run)
            self._learn_short(items, run, known)

    def _learn_again(self, items: Sequence[Word], run: Run) -> None:
        """A bare surname speaks for a person; with a title it tells whether it is a woman's."""
        for one in self._by_word.get(fold(run.text), [])[:3]:
            if _parts_of(one.name)[-1] == fold(run.text) or fold(one.name).split()[-1] == fold(run.text):
                one.evidence += self._evidence(items, run) + 1
                one.gender = one.gender or self._gender(items, run)
                return

    def find(self, name: str, *, exact: bool = False) -> Member | None:
        """Whom the name means: the same one, its short form, a part of it; None for nobody known."""
        low = fold(name)
        if found := self._by_name.get(low) or self._short.get(low):
            return found
        if exact:
            return None
        words = [word for word in low.split() if word not in _PARTICLES]
        if not words:
            return None
        for member in self._by_word.get(words[-1], []):
            held = _parts_of(member.name)
            if all(word in held for word in words) and (member.person or len(words) > 1):
                return member
        return self._by_stem(words[-1]) if len(words) == 1 or "inflected" in self.tongue.flags else None

    def with_role(self, role: str, recent: str = "") -> Member | None:
        """Of whom that role was told: the recent speaker, else who has it most; or a body named by it."""
        people = [member for member in self._by_name.values() if role in member.roles and member.person]
        if people:
            return next((one for one in people if one.name == recent), max(people, key=lambda one: one.roles[role]))
        bodies = [member for member in self._by_word.get(role, []) if not member.person]
        return bodies[0] if bodies else None

    def role_in(self, words: str) -> str:
        """The role that a description tells, or "": the last word of it that is one, or that ends in one."""
        parts = [part for whole in words.split() for part in fold(whole).split("-")]
        head = 0 if self.tongue.code in _HEAD_FIRST else -1
        if parts and parts[head] in self.tongue.lists["organisations"]:
            return ""
        for word in reversed(parts):
            if self._is_role(word):
                return next(
                    (role for role in (word, *self._parts([word])) if role in self.tongue.lists["person_roles"]), word
                )
            if (
                word.endswith(_AGENTS.get(self.tongue.code, _NONE))
                and len(word) > 5
                and word not in self.tongue.lists["organisations"]
            ):
                return word
        return ""

    def _by_stem(self, word: str) -> Member | None:
        """Somebody whose surname differs in its ending only: languages that inflect names."""
        if "inflected" not in self.tongue.flags or len(word) < 4:
            return None
        stem = word[: max(4, len(word) - 3)]
        for low, members in self._by_word.items():
            if low.startswith(stem) and abs(len(low) - len(word)) <= 3 and members[0].person:
                return members[0]
        return None

    def _is_name(self, items: Sequence[Word], at: int) -> bool:
        item = items[at]
        if item.quote >= 0 or not item.text[0].isupper():
            return False
        tongue = self.tongue
        if tongue.has("weekdays", item.low) or item.low in tongue.months or item.low in tongue.scales:
            return False
        if item.low in tongue.numbers or item.low in tongue.phrases["sources"] or item.low.endswith(_ADJECTIVES):
            return False
        begins = at == 0 or not (items[at - 1].is_word or items[at - 1].low in {",", "-", "("})
        if begins and (
            tongue.is_small(item.low)
            or item.low in tongue.lists["ones"]
            or item.low in tongue.lists["cues"]
            or item.low in self.lower
        ):
            return item.low in self._by_word and not tongue.is_small(item.low)
        return not (tongue.is_small(item.low) and len(item.low) < 5 and not item.text.isupper())

    def _end_of_run(self, items: Sequence[Word], at: int, end: int) -> int:
        last = at + 1
        while last < end and last - at < _LONGEST_NAME * 2:
            if items[last - 1].text.endswith(("'s", "’s", "s’", "s'")):
                break
            if (
                self._is_name(items, last)
                or items[last].text == "&"
                or (
                    items[last].low == "."
                    and len(items[last - 1].text) <= 3
                    and last + 1 < end
                    and items[last + 1].is_capital
                )
                or (self._is_particle(items, last, at) and self._goes_on(items, last + 1, end))
            ):
                last += 1
            else:
                break
        return last

    def _is_particle(self, items: Sequence[Word], at: int, first: int) -> bool:
        low = items[at].low
        if low == "von" and at - first > 1:  # "Ursula von der Leyen", but "Simone Vintz von der Stiftung"
            return False
        if self.tongue.code == "de" and low in {"der", "den", "la", "le"}:  # "die Gruppe der Welt" is no name
            return items[at - 1].low == "von"
        return low in _PARTICLES and items[at].text[0].islower()

    def _goes_on(self, items: Sequence[Word], at: int, end: int) -> bool:
        if at < end and items[at].low in _PARTICLES:
            at += 1
        return at < end and self._is_name(items, at)

    def _run(self, items: Sequence[Word], first: int, last: int) -> Run | None:
        """The name in a row of capitals: without the titles and roles before it."""
        titled = False
        at = first
        if self.tongue.code == "de" and last - first >= 3 and len(items[first].low) > 7:
            named = first > 0 and self.tongue.has("articles", items[first - 1].low)
            if named or items[first].low.endswith(_AGENTS["de"]):  # "der Drogenbeauftragte Jan Maier"
                at, titled = first + 1, items[first].low.endswith(_AGENTS["de"])
        for n in range(at, last):
            low = items[n].low.removesuffix("'s")
            if (
                (low in self.tongue.lists["titles"] or self._is_role(low))
                and n + 1 < last
                and items[n + 1].low not in _PARTICLES
            ):
                at, titled = n + 1, True
                if at < last and items[at].low == ".":
                    at += 1
        at, last = self._known_part(items, at, last)
        at += self._is_of_an_office(items, at, last)
        if last - at > 1 and self._is_role(items[at].low) and items[at + 1].low in _PARTICLES:
            return None  # "Kapitän von Real"
        words = [items[n].text for n in range(at, last) if items[n].low not in {".", "&"} or items[n].text == "&"]
        if not words:
            return None
        apart = last < len(items) and items[last].text in {"'", "’"} and items[last].start == items[last - 1].end
        owner = words[-1].endswith(("'s", "’s", "s’", "s'")) or apart
        words[-1] = words[-1].removesuffix("'s").removesuffix("’s").rstrip("’'")
        return Run(at, last, tuple(words[:_LONGEST_NAME]), titled, owner)

    def _is_of_an_office(self, items: Sequence[Word], first: int, last: int) -> bool:
        """Whether a row of capitals begins with what its role is of: "ministro della Difesa Ana Ruiz"."""
        if last - first < 3 or first == 0 or items[first + 1].text.isupper():
            return False
        before = [item.low for item in items[max(0, first - 4) : first]]
        if not any(self._is_role(low) for low in before):
            return False
        word = items[first]
        if word.text.isupper() and len(word.text) > 1:
            return True
        if "inflected" in self.tongue.flags:
            return self._is_role(before[-1]) and word.low.endswith(("и", "ї", "ы", "ii", "ski", "y"))
        return before[-1] in _OF_THE

    def _known_part(self, items: Sequence[Word], first: int, last: int) -> tuple[int, int]:
        """Of a row of capitals the part that is somebody known: nouns are capitals too."""
        if last - first < 2 or self.tongue.code != "de":
            return first, last
        for n in range(first, last - 1):
            known = self._surname(items[n].low)
            if known and items[n + 1].low not in _parts_of(known.name) and items[n + 1].low not in _PARTICLES:
                return first, n + 1
        return first, last

    def _surname(self, low: str) -> Member | None:
        return next(
            (one for one in self._by_word.get(low, ()) if one.person and fold(one.name).split()[-1] == low), None
        )

    def _is_role(self, low: str) -> bool:
        known = self._roles_known.get(low)
        if known is None:
            known = self._roles_known[low] = low in self.tongue.lists["person_roles"] or self._ends_in_role(low)
        return known

    def _ends_in_role(self, low: str) -> bool:
        roles = self.tongue.lists["person_roles"]
        compounds = self.tongue.code in {"de", "nl", "sv", "no", "da"}
        return compounds and any(low[n:] in roles for n in range(3, min(len(low) - 3, 30)))

    def _likely(self, items: Sequence[Word], run: Run) -> int:
        if run.titled:
            return 1
        words = [fold(word) for word in run.words]
        if any(word in self.tongue.lists["organisations"] for word in words) or "&" in words or "of" in words:
            return -9
        if any(word.isupper() and len(word) > 2 for word in run.words) or len(words) > 5:
            return -9
        at = run.first - 1
        if at >= 0 and self.tongue.code in {"en", "de", "nl", "fr", "es", "it", "pt"}:
            return _OPEN if self.tongue.has("articles", items[at].low) else 1
        return 1

    def _gender(self, items: Sequence[Word], run: Run) -> str:
        """ "f" or "m" where a title or role before the name, or in some languages the first name, tells."""
        before = [items[n].low for n in range(max(0, run.first - 2), run.first)]
        for low in before[-1:] if before[-1:] != ["."] else before[:1]:
            if low in _WOMEN or (self.tongue.code == "de" and low.endswith("in") and self._is_role(low)):
                return "f"
            if low in _MEN:
                return "m"
        if len(run.words) > 1 and run.words[0][-1:] in {"a", "а", "я"} and fold(run.words[0]) not in _MENS_NAMES:
            return "f"
        return "m" if self.tongue.code in {"pl", "uk", "ru"} and len(run.words) > 1 else ""

    def is_oblique(self, items: Sequence[Word], first: int) -> bool:
        """Whether the name that begins there hangs on a preposition, and so does nothing itself."""
        at = first
        while at > 0 and first - at < 8:
            item = items[at - 1]
            if item.quote >= 0 or not item.is_word:
                return False
            if self.tongue.has("articles", item.low) or not self.tongue.has("stops", item.low):
                at -= 1
                continue
            return self.is_preposition(item)
        return False

    def is_preposition(self, item: Word) -> bool:
        """Whether the word joins what follows to what it is not the subject of."""
        tongue = self.tongue
        return tongue.has("stops", item.low) and not tongue.has("skip", item.low) and item.low not in JOINING

    def _evidence(self, items: Sequence[Word], run: Run) -> int:
        """What speaks for a person: a title, a role, a verb of saying, an age; against one: "in" before the name."""
        tongue = self.tongue
        near = [items[n].low for n in (run.last, run.last + 1, run.first - 1, run.first - 2) if 0 <= n < len(items)]
        speaks = any(low in tongue.lists["cues"] for low in near) and not self.is_oblique(items, run.first)
        points = 2 * run.titled + 2 * speaks + bool(self._roles(items, run))
        if run.last + 2 < len(items) and items[run.last].low in {",", "("} and items[run.last + 1].text.isdigit():
            points += 2
        at = run.first - 1
        while at > 0 and tongue.has("articles", items[at].low):
            at -= 1
        return points + (run.first == 0) - 2 * (at >= 0 and items[at].low in _PLACED)

    def _roles(self, items: Sequence[Word], run: Run) -> set[str]:
        """The folded words of roles right before the name and in the apposition after it."""
        before = items[max(0, run.first - 12) : run.first]
        last = len(before) - 1 if before and before[-1].low == "," else len(before)
        cut = next((n for n in range(last - 1, -1, -1) if not before[n].is_word), -1)
        words = [item.low for item in before[cut + 1 :]]
        if run.last < len(items) and items[run.last].low in {",", "("}:
            for item in items[run.last + 1 : run.last + 8]:
                if not item.is_word:
                    break
                words.append(item.low)
        return {part for word in words for part in (word, *word.split("-")) if self._is_role(part)} | self._parts(words)

    def _parts(self, words: list[str]) -> set[str]:
        """The roles inside compounds: a Regierungssprecher is a Sprecher."""
        roles = self.tongue.lists["person_roles"]
        return {word[n:] for word in words if len(word) > 8 for n in range(3, len(word) - 3) if word[n:] in roles}

    def _learn_short(self, items: Sequence[Word], run: Run, member: Member) -> None:
        """A short form in brackets behind the name: "the Civil Aviation Authority of Nepal (CAAN)"."""
        if run.last + 2 < len(items) and items[run.last].low == "(" and items[run.last + 2].low == ")":
            short = items[run.last + 1]
            if short.text.isupper() and 2 <= len(short.text) <= 10:
                self._short.setdefault(short.low, member)


def _parts_of(name: str) -> list[str]:
    """The folded words of a name, and the parts of its double ones."""
    words = fold(name).split()
    return words + [part for word in words if "-" in word for part in word.split("-") if len(part) > 2]
