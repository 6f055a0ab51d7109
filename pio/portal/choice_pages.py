"""What the pages of the choice lists show: the answers of a list with their days, and who has changed what."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pio.accounts.models import User
from pio.core import choice_lists, choices
from pio.core.errors import or_404
from pio.core.models import Choice, ChoiceChange, ChoiceList

SHOWN = 50  # of the history
WORDS = {
    "label_nb": _("Norsk"),
    "label_en": _("Engelsk"),
    "valid_from": _("Fra og med"),
    "valid_to": _("Til og med"),
}


@dataclass(frozen=True)
class Answer:
    """One answer as the list shows it. `state` is `offered`, `ended` or `coming`."""

    row: Choice
    group: str
    state: str


@dataclass(frozen=True)
class Change:
    """One column that somebody changed; `before` is None when the answer was new."""

    label: str | Promise
    before: str | dt.date | None
    after: str | dt.date | None


@dataclass(frozen=True)
class Entry:
    """One line of the history: whose account (its name is empty when it is gone), when, which answer, what."""

    at: dt.datetime
    who: str
    answer: str
    is_new: bool
    changes: list[Change]


@dataclass(frozen=True)
class ListPage:
    """A list with everything its page shows."""

    row: ChoiceList
    label: str
    is_fixed: bool
    answers: list[Answer]
    history: list[Entry]


def label_of(row: ChoiceList) -> str:
    """What a list is called in the active language."""
    return row.label_en if get_language() == "en" else row.label_nb


def access_list(code: str) -> ChoiceList:
    """A list by its code; holders of `setup.choices` see every list. Raises Http404 when there is none."""
    row = ChoiceList.objects.filter(code=code).first()
    return or_404(row)


def access_answer(list_name: str, code: str) -> Choice:
    """An answer by list and code. Raises Http404 when there is none."""
    row = Choice.objects.select_related("list").filter(list__code=list_name, code=code).first()
    return or_404(row)


def list_page(row: ChoiceList, *, today: dt.date) -> ListPage:
    """The page of one list; three queries whatever its length."""
    rows = list(Choice.objects.filter(list__code=row.code).order_by("sort", "code"))
    answers = [Answer(each, choices.group_label(row.code, each.group), _state(each, today)) for each in rows]
    return ListPage(row, label_of(row), choice_lists.is_fixed(row.code), answers, _history(row, rows))


def groups_of(list_name: str) -> list[tuple[str, str]]:
    """The groups a new answer may stand in, in the order of the list; empty when the list has none."""
    found = (
        Choice.objects.filter(list__code=list_name).exclude(group="").order_by("sort").values_list("group", flat=True)
    )
    return [(group, choices.group_label(list_name, group)) for group in dict.fromkeys(found)]


def _state(row: Choice, today: dt.date) -> str:
    if row.valid_to is not None and row.valid_to < today:
        return "ended"
    return "coming" if row.valid_from is not None and row.valid_from > today else "offered"


def _history(row: ChoiceList, answers: list[Choice]) -> list[Entry]:
    entries = list(ChoiceChange.objects.filter(list__code=row.code).order_by("-made_at", "pk")[:SHOWN])
    people = User.objects.in_bulk({entry.made_by for entry in entries})
    is_english = get_language() == "en"
    names = {each.code: each.label_en if is_english else each.label_nb for each in answers}
    return [
        Entry(
            entry.made_at,
            str(people.get(entry.made_by) or ""),
            names.get(entry.code, entry.code),
            entry.changed.get("label_nb", [""])[0] is None,
            _changes(entry.changed),
        )
        for entry in entries
    ]


def _changes(changed: dict[str, list[str | None]]) -> list[Change]:
    shown = [column for column in WORDS if changed.get(column, [None, None]) != [None, None]]
    return [
        Change(WORDS[column], _value(column, changed[column][0]), _value(column, changed[column][1]))
        for column in shown
    ]


def _value(column: str, text: str | None) -> str | dt.date | None:
    return dt.date.fromisoformat(text) if text and column.startswith("valid") else text
