"""Full names: two or more capitalised words in a row, one of them in the list of names (`data/names.csv`).

A single first name is not a finding: it points at nobody outside the conversation. Names that are also everyday words
(Liv, Dag, Berg, Strand) need a partner that is not.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pio.core.reference import DATA

Span = tuple[int, int]
WORD = re.compile(r"[^\W\d_](?:[\w'’]|-(?=\w)){0,40}\.?")
GAP = re.compile(r"[ \u00a0]|, ?")
LONGEST = 5  # words in one name
PARTICLES = frozenset({"van", "von", "de", "der", "den", "da", "dos", "al", "el", "bin", "ben", "abu"})
SURNAME_LIKE = re.compile(
    r".{2,}(?:sen|son|stad|rud|heim|vik|dal|dahl|berg|land|seth?|nes|haug|moen|bakken|lund|strøm|stuen|hagen|sæter|seter"
    r"|eng|ås|mo|vold|bø|ski|ska|ić|vic|ova|oğlu|zadeh|nejad|pour|far|mann|enko|yan)",
    re.IGNORECASE,
)
NEVER = frozenset({
    "nav", "dps", "bup", "lpp", "pio", "oslo", "bergen", "trondheim", "stavanger", "tromsø", "norge", "akershus",
    "viken", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag", "januar", "februar", "mars",
    "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember", "jeg", "du", "han",
    "hun", "vi", "de", "det", "den", "og", "men", "så", "da", "nå", "ja", "nei", "hei", "takk", "mor", "far",
    "søster", "bror", "sønn", "datter", "kommune", "sykehus", "universitetssykehus", "legevakt", "fastlege",
    "helse", "senter", "senteret", "ombud", "kurs",
})  # fmt: skip


@dataclass(frozen=True)
class Names:
    """The lists, in lower case; `words` are those of both that are everyday words too."""

    given: frozenset[str]
    surnames: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True)
class Word:
    """A word of the text with its place."""

    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """In lower case, as in the list."""
        return self.text.rstrip(".").replace("’", "'").casefold()

    @property
    def end_of_name(self) -> int:
        """Where it ends as part of a name: a full stop belongs to an initial only."""
        return self.end - (self.text.endswith(".") and len(self.text) > 2)

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


@cache
def listed() -> Names:
    """The names of the file."""
    with (DATA / "names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    of = {
        kind: frozenset(row["name"].casefold() for row in rows if row["kind"] == kind) for kind in ("given", "surname")
    }
    return Names(of["given"], of["surname"], frozenset(row["name"].casefold() for row in rows if row["also_a_word"]))


def is_given(key: str) -> bool:
    """A first name of the list; of a double name (Anne-Lise) one part is enough."""
    names = listed().given
    return key in names or any(part in names for part in key.split("-") if len(part) > 1)


def is_surname(key: str) -> bool:
    """A surname of the list, also with the s of possession, or of a double name one part."""
    names = listed().surnames
    return any(part in names or part.removesuffix("s").rstrip("'") in names for part in (key, *key.split("-")))


def full_names(text: str) -> Iterator[Span]:
    """The spans of full names; see the module's rule."""
    run: list[Word] = []
    for match in WORD.finditer(text):
        word = Word(match.group(), match.start(), match.end())
        joined = run and GAP.fullmatch(text, run[-1].end, word.start) and len(run) < LONGEST * 2
        if run and not joined:
            yield from _names_in(text, run)
            run = []
        run.append(word)
        if word.text.endswith("."):
            yield from _names_in(text, run)
            run = []
    yield from _names_in(text, run)


def _names_in(text: str, run: list[Word]) -> Iterator[Span]:
    position = 0
    while position < len(run) - 1:
        length = _name_at(text, run, position)
        if length:
            yield run[position].start, run[position + length - 1].end_of_name
        position += length or 1


def _name_at(text: str, run: list[Word], at: int) -> int:
    """How many words from `at` on are one name; 0 when none begins there."""
    first, second = run[at], run[at + 1]
    if "," in text[first.end : second.start]:
        return 2 if _turned_round(text, run, at) else 0
    if not first.capital:
        return 2 if _small_letters(first, second) else 0
    if not is_given(first.key) and _turned_round(text, run, at + 1):  # "Husk Nordmann, Kari"
        return 0
    length = _capitals(text, run, at)
    return length if length > 1 and _is_name([word.key for word in run[at : at + length]]) else 0


def _turned_round(text: str, run: list[Word], at: int) -> bool:
    """`Nordmann, Kari`: a surname that is no everyday word, a comma, a first name."""
    if at + 1 >= len(run) or "," not in text[run[at].end : run[at + 1].start]:
        return False
    last, first = run[at], run[at + 1]
    names = last.capital and first.capital and is_surname(last.key) and is_given(first.key)
    return names and last.key not in listed().words


def _small_letters(first: Word, second: Word) -> bool:
    """`kari nordmann`: both in the lists, and not both everyday words."""
    both = first.key in listed().given and second.key in listed().surnames
    return both and not {first.key, second.key} <= listed().words and second.key not in listed().words


def _capitals(text: str, run: list[Word], at: int) -> int:
    """How many capitalised words follow one another, particles inside counted."""
    length = 0
    for number, word in enumerate(run[at : at + LONGEST]):
        after_comma = number > 0 and "," in text[run[at + number - 1].end : word.start]
        if after_comma or word.key in NEVER:
            break
        if word.capital:
            length = number + 1
        elif word.key not in PARTICLES:
            break
    return length


def _is_name(keys: list[str]) -> bool:
    words = listed().words
    first, last = keys[0], keys[-1]
    if is_given(first):
        certain = first not in words or (is_surname(last) and last not in words)
        return certain or bool(SURNAME_LIKE.fullmatch(last)) or is_surname(last)
    later_start = any(is_given(key) for key in keys[1:-1])  # "Ring Kari Nordmann": the name begins at Kari
    return not later_start and any(is_surname(key) and key not in words for key in keys[1:])
