"""A text in pieces, those that may identify somebody marked; for pages that point them out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pio.core.personal_data import Finding

KIND_LABELS: dict[str, Promise] = {
    "national_id": _("Ser ut som et fødselsnummer"),
    "account": _("Ser ut som et kontonummer"),
    "email": _("Ser ut som en e-postadresse"),
    "phone": _("Ser ut som et telefonnummer"),
    "address": _("Ser ut som en adresse"),
    "name": _("Ser ut som et navn"),
}
REPLACEMENTS: dict[str, Promise] = {
    "national_id": _("[fødselsnummer]"),
    "account": _("[kontonummer]"),
    "email": _("[e-postadresse]"),
    "phone": _("[telefonnummer]"),
    "address": _("[adresse]"),
    "name": _("[navn]"),
}


@dataclass(frozen=True)
class Part:
    """A piece of the text; `label` says what it looks like, and is empty for what nobody needs to look at."""

    text: str
    label: Promise | str = ""


def parts(text: str, findings: Iterable[Finding]) -> list[Part]:
    """The whole text, in order."""
    out, position = [], 0
    for each in findings:
        out += [Part(text[position : each.start]), Part(each.text, KIND_LABELS[each.kind])]
        position = each.end
    return [part for part in (*out, Part(text[position:])) if part.text]


def replaced(text: str, findings: Iterable[Finding]) -> str:
    """The text with a word in brackets for each finding, so that it still reads as a sentence."""
    out, position = "", 0
    for each in findings:
        out += f"{text[position : each.start]}{REPLACEMENTS[each.kind]}"
        position = each.end
    return out + text[position:]


def named(findings: Iterable[Finding]) -> list[Part]:
    """The findings alone, each with what it looks like."""
    return [Part(each.text, KIND_LABELS[each.kind]) for each in findings]
