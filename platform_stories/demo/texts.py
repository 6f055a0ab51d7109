"""Invented experiences. `voices.txt`: themes, relation and the words that may be quoted; `waiting.txt`: unread ones."""

from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Voice(NamedTuple):
    """One invented experience."""

    themes: tuple[str, ...]
    relation: str
    quote: str


def voices() -> list[Voice]:
    """What may be quoted."""
    lines = (HERE / "voices.txt").read_text(encoding="utf-8").splitlines()
    return [
        Voice(tuple(themes.split(",")), relation, quote) for themes, relation, quote in (x.split("|") for x in lines)
    ]


def waiting() -> list[tuple[str, str]]:
    """Relation and text of what nobody has read yet, with names and numbers in it, all of them made up."""
    blocks = (HERE / "waiting.txt").read_text(encoding="utf-8").split("---\n")
    return [(relation.strip(), text.strip()) for relation, text in (each.split("\n", 1) for each in blocks)]


ANSWER = (
    "Takk for at du skrev til oss. Vi har lest det du delte, begge to. Du er ikke alene om dette. "
    "Vil du snakke med noen, kan du ringe oss uten å si hva du heter."
)
REPLY = "Takk for svaret. Det var godt at noen leste det."
