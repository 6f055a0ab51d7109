"""Choice lists (`relation`, `topic`, …): what forms offer, how a code reads, and how a text becomes a code.

Rows store codes. Reading a code always works, also for an answer that is no longer offered; validity dates only choose
what forms offer. Every list also takes `unknown` and `not_asked`, where a form asks for them.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _

from pio.core import reference

UNKNOWN, NOT_ASKED = "unknown", "not_asked"
EXTRA: Mapping[str, Mapping[str, str]] = {
    UNKNOWN: {"label_nb": "Ukjent", "label_en": "Unknown"},
    NOT_ASKED: {"label_nb": "Ikke spurt", "label_en": "Not asked"},
}
EXTRA_TEXTS = {text.casefold(): code for code, row in EXTRA.items() for text in (code, *row.values())}
NOT_CHOSEN = _("Ikke valgt")


class UnknownChoiceListError(LookupError):
    """There is no list of that name: a mistake in the code."""


@dataclass(frozen=True)
class Option:
    """One answer as it is offered; `group` is the code of its group, empty when the list has none."""

    code: str
    label: str
    group: str


def _rows(list_name: str) -> dict[str, Mapping[str, Any]]:
    """The rows of a list by code, in the list's order. Raises UnknownChoiceListError."""
    try:
        return reference.snapshot().lists[list_name]
    except KeyError:
        raise UnknownChoiceListError(list_name) from None


def _label_column(language: str | None) -> str:
    return "label_en" if (language or get_language() or "nb").startswith("en") else "label_nb"


def options(
    list_name: str, language: str | None = None, on: dt.date | None = None, *, extra: Sequence[str] = ()
) -> list[Option]:
    """The answers offered on a day (default today), in the list's order.

    Args:
        extra: `unknown` and/or `not_asked`, appended when the list lacks them.

    Raises:
        UnknownChoiceListError: no such list.
    """
    day, column = on or timezone.localdate(), _label_column(language)
    rows = [row for row in _rows(list_name).values() if reference.valid(row, day)]
    offered = [Option(row["code"], row[column], row["group"]) for row in rows]
    present = {each.code for each in offered}
    return offered + [Option(code, EXTRA[code][column], "") for code in extra if code not in present]


def label(list_name: str, code: str, language: str | None = None) -> str:
    """How a stored code reads; an empty code reads as nothing, one the list has never had as itself."""
    found = _rows(list_name).get(code) or EXTRA.get(code)
    return str(found[_label_column(language)]) if found else code


def codes(list_name: str, *, extra: bool = False, on: dt.date | None = None) -> list[str]:
    """Every code the list has ever had, or those offered on a day; with `unknown` and `not_asked` when asked."""
    rows = [row for row in _rows(list_name).values() if on is None or reference.valid(row, on)]
    found = [str(row["code"]) for row in rows]
    return found + [code for code in EXTRA if extra and code not in found]


def find(list_name: str, text: str) -> str | None:
    """The code for a code or a label in any language and case, expired ones included; None when there is none."""
    _rows(list_name)
    wanted = reference.folded(text)
    return reference.snapshot().codes_by_text[list_name].get(wanted) or EXTRA_TEXTS.get(wanted)


def group_label(list_name: str, group: str, language: str | None = None) -> str:
    """How a group reads; its labels stand in the list `<list>_group` (`topic_group`, `relation_group`, …)."""
    return label(f"{list_name}_group", group, language) if group else ""


def group_of(list_name: str, code: str) -> str:
    """The group of a code; empty when it has none."""
    return str(_rows(list_name).get(code, {}).get("group", ""))


def form_choices(
    list_name: str,
    blank: str | None = NOT_CHOSEN,
    *,
    extra: Sequence[str] = (),
    grouped: bool = False,
    on: dt.date | None = None,
) -> list[tuple[str, Any]]:
    """Choices for a form field, in the active language; give the field a callable, so that it is asked each time.

    Args:
        blank: label of the empty answer (translated); None leaves it out.
        extra: `unknown` and/or `not_asked`.
        grouped: under the labels of their groups (`<optgroup>`, or headings in a pick list).
    """
    from django.utils.translation import gettext

    offered = options(list_name, on=on, extra=extra)
    first: list[tuple[str, Any]] = [] if blank is None else [("", gettext(blank))]
    if not grouped:
        return first + [(each.code, each.label) for each in offered]
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in offered:
        groups.setdefault(each.group, []).append((each.code, each.label))
    return first + [
        pair
        for group, members in groups.items()
        for pair in ([(group_label(list_name, group), members)] if group else members)
    ]
