"""Editing the choice lists: a new answer, other words for one, and from when to when forms offer it.

Rules: a code is made once, from the English words, and never changes; no answer is ever deleted, so what was counted
with it keeps its name in earlier figures; two answers of a list never share their words; a list that the portal's own
rules are built on (`FIXED`) can have its words changed, and nothing else; an answer that those rules choose by
themselves (`NEEDED`) cannot end, nor can the last that is offered. Every change is written down with who and when.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from pio.core import reference
from pio.core.choices import EXTRA_TEXTS
from pio.core.errors import Refusal
from pio.core.models import Choice, ChoiceChange, ChoiceList
from pio.core.public import empty_page_cache

FIXED = frozenset(
    {
        "advice_channel", "age_band", "attendance", "caller_role", "case_source", "gender", "group_kind", "severity",
        "story_consent",
    }
)  # fmt: skip
NEEDED: Mapping[str, frozenset[str]] = {
    "channel": frozenset({"phone"}),
    "relation": frozenset({"self", "professional"}),
}
RESERVED = frozenset({"unknown", "not_asked", "new", "ny", "mer", "more"})
CODE_LENGTH = 40
WORDS = ("label_nb", "label_en")
COLUMNS = (*WORDS, "valid_from", "valid_to")


class ListIsFixed(Refusal):
    """The portal's rules are built on the answers of this list."""


class WordsTaken(Refusal):
    """Another answer of the list reads so; `column` is `label_nb` or `label_en`."""

    def __init__(self, message: str, column: str) -> None:
        super().__init__(message)
        self.column = column


class AnswerNeeded(Refusal):
    """The answer cannot end: a rule of the portal chooses it, or it is the last one offered."""


@dataclass(frozen=True)
class Wording:
    """What may be edited of an answer. Both days are included; None is open."""

    label_nb: str
    label_en: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


def is_fixed(list_name: str) -> bool:
    """Whether only the words of the list may be changed."""
    return list_name in FIXED or list_name.endswith("_group")


@transaction.atomic
def add(list_name: str, wording: Wording, *, group: str = "", by: UUID, now: dt.datetime) -> Choice:
    """Add an answer at the end of its group (or of the list); its code is made from the English words.

    Raises:
        ListIsFixed, WordsTaken
    """
    rows = _locked(list_name)
    if is_fixed(list_name):
        raise ListIsFixed(_("Reglene i portalen bygger på svarene i denne lista, så du kan bare endre ordene."))
    _refuse_same_words(rows, wording, columns=WORDS)
    beside = [row for row in rows if row.group == group] or rows
    row = Choice(
        list_id=list_name,
        code=_new_code(wording.label_en, {row.code for row in rows}),
        group=group,
        sort=max((row.sort for row in beside), default=0) + 1,
        **asdict(wording),
    )
    row.save(force_insert=True)
    _written_down(row, {column: [None, _plain(getattr(row, column))] for column in COLUMNS}, by=by, now=now)
    return row


@transaction.atomic
def change(list_name: str, code: str, wording: Wording, *, by: UUID, now: dt.datetime) -> Choice:
    """Change words and days of an answer; its code stays. Nothing is written when nothing differs.

    Raises:
        Choice.DoesNotExist: the list has no such answer.
        ListIsFixed: other days in a list that is fixed.
        WordsTaken, AnswerNeeded
    """
    rows = _locked(list_name)
    row = next((each for each in rows if each.code == code), None)
    if row is None:
        raise Choice.DoesNotExist(code)
    changed = {
        column: [_plain(getattr(row, column)), _plain(getattr(wording, column))]
        for column in COLUMNS
        if getattr(row, column) != getattr(wording, column)
    }
    if not changed:
        return row
    _refuse_same_words(rows, wording, columns=sorted(set(changed) & set(WORDS)), besides=code)
    if {"valid_from", "valid_to"} & set(changed):
        _refuse_other_days(rows, row, wording, today=timezone.localdate(now))
    for column in COLUMNS:
        setattr(row, column, getattr(wording, column))
    row.save(update_fields=COLUMNS)
    _written_down(row, changed, by=by, now=now)
    return row


def _locked(list_name: str) -> list[Choice]:
    """The answers of a list whose row is locked: two who edit one list come one after the other."""
    ChoiceList.objects.select_for_update().get(code=list_name)
    return list(Choice.objects.filter(list__code=list_name).order_by("sort", "code"))


def _refuse_same_words(rows: list[Choice], wording: Wording, *, columns: Sequence[str], besides: str = "") -> None:
    taken = {reference.folded(getattr(row, name)) for row in rows if row.code != besides for name in WORDS}
    for column in columns:
        text = reference.folded(getattr(wording, column))
        if text in taken or EXTRA_TEXTS.get(text, besides) != besides:
            raise WordsTaken(_("Et annet svar i lista heter det samme. Velg andre ord."), column)


def _refuse_other_days(rows: list[Choice], row: Choice, wording: Wording, *, today: dt.date) -> None:
    if is_fixed(row.list_id):
        raise ListIsFixed(_("Reglene i portalen bygger på svarene i denne lista, så du kan bare endre ordene."))
    is_open = wording.valid_to is None and (wording.valid_from is None or wording.valid_from <= today)
    if is_open:
        return
    if row.code in NEEDED.get(row.list_id, frozenset()):
        raise AnswerNeeded(_("Portalen velger dette svaret selv i noen skjemaer, så det kan ikke avsluttes."))
    if not any(each.code != row.code and each.valid_to is None and _is_offered(each, today) for each in rows):
        raise AnswerNeeded(_("Dette er det siste svaret i lista. Legg til et annet først."))


def _is_offered(row: Choice, day: dt.date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or day <= row.valid_to)


def _new_code(label: str, taken: set[str]) -> str:
    """A code of small letters, digits and underscores that the list has never had."""
    plain = re.sub(r"[^a-z0-9]+", "_", slugify(label)).strip("_")[:CODE_LENGTH].strip("_") or "answer"
    number, code = 1, plain
    while code in taken or code in RESERVED:
        number += 1
        code = f"{plain}_{number}"
    return code


def _plain(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, dt.date) else value


def _written_down(row: Choice, changed: dict[str, Any], *, by: UUID, now: dt.datetime) -> None:
    ChoiceChange.objects.create(list_id=row.list_id, code=row.code, changed=changed, made_by=by, made_at=now)
    transaction.on_commit(reference.forget_everywhere)
    empty_page_cache()


@dataclass(frozen=True)
class ListLine:
    """A list as the overview shows it: how many answers forms offer today, and how many have ended or not begun."""

    row: ChoiceList
    offered: int
    others: int
    is_fixed: bool


def overview(*, today: dt.date) -> list[ListLine]:
    """Every list with its numbers, those whose answers may be edited first; one query."""
    is_offered = (Q(choices__valid_from__isnull=True) | Q(choices__valid_from__lte=today)) & (
        Q(choices__valid_to__isnull=True) | Q(choices__valid_to__gte=today)
    )
    rows = ChoiceList.objects.annotate(
        offered=models.Count("choices", filter=is_offered), total=models.Count("choices")
    ).order_by("label_nb")
    lines = [ListLine(row, row.offered, row.total - row.offered, is_fixed(row.code)) for row in rows if row.total]
    return sorted(lines, key=lambda line: line.is_fixed)
