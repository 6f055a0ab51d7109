"""Everyday words for the answers of long lists ("aap", "venteliste", "tvangsinnlagt"), for type-ahead and search.

The words stand in `data/synonyms.csv`; they are no personal data and may be sent to the page whole.
"""

import csv
from collections.abc import Mapping
from functools import cache

from pio.core import choices
from pio.core.reference import DATA

LISTS = ("topic", "diagnosis_area", "service")


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    with (DATA / "synonyms.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["list"], row["code"], row["word"]) for row in csv.DictReader(file))


@cache
def words(list_name: str) -> Mapping[str, list[str]]:
    """The everyday words of each code of a list; no entry for a code without any."""
    found: dict[str, list[str]] = {}
    for of, code, word in _rows():
        if of == list_name:
            found.setdefault(code, []).append(word)
    return found


def search(list_name: str, text: str, limit: int = 8) -> list[choices.Option]:
    """The offered answers that a typed beginning may mean, the likeliest first.

    A label that begins so comes before a label with a word that begins so, then everyday words, then the middle of a
    label; within each, the list's own order.
    """
    typed = " ".join(text.split()).casefold()
    if not typed:
        return []
    by_code = words(list_name)
    ranked = [
        (rank, number, option)
        for number, option in enumerate(choices.options(list_name))
        if (rank := _rank(typed, option.label.casefold(), by_code.get(option.code, []))) is not None
    ]
    return [option for _, _, option in sorted(ranked, key=lambda each: each[:2])][:limit]


def _rank(typed: str, label: str, synonyms: list[str]) -> int | None:
    if label.startswith(typed):
        return 0
    if any(word.startswith(typed) for word in label.split()):
        return 1
    if any(word.startswith(typed) for word in synonyms):
        return 2
    return 3 if typed in label else None
