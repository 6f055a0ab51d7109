"""What the next ombud will see of a case, before it is handed over."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from ombud.enums import HandOverChoice
from ombud.models import Case, ContactEntry, Document
from ombud.services.hand_overs import shown_from


@dataclass(frozen=True)
class Preview:
    """One case: what the client chose, how much of the log and of the documents goes along, how much stays hidden."""

    case: Case
    choice: str
    since: date | None
    entries: int
    entries_hidden: int
    documents: int
    documents_hidden: int


def previews(chosen: Mapping[Case, str], *, today: date) -> list[Preview]:
    """The chosen cases by number; two queries whatever their count."""
    since = {case.pk: shown_from(choice, case.history_from, today=today) for case, choice in chosen.items()}
    entries = ContactEntry.objects.filter(case__in=since, amends=None).order_by().values_list("case", "occurred_at")
    documents = Document.objects.filter(case__in=since).order_by().values_list("case", "added_on")
    log = Counter((pk, _is_shown(timezone.localdate(at), since[pk])) for pk, at in entries)
    files = Counter((pk, _is_shown(day, since[pk])) for pk, day in documents)
    ordered = sorted(chosen.items(), key=lambda pair: pair[0].reference)
    return [_preview(case, choice, since[case.pk], log, files) for case, choice in ordered]


def _is_shown(day: date, since: date | None) -> bool:
    return since is None or day >= since


def _preview(case: Case, choice: str, since: date | None, log: Counter[Any], files: Counter[Any]) -> Preview:
    pk = case.pk
    return Preview(
        case, str(HandOverChoice(choice).label), since, log[pk, True], log[pk, False], files[pk, True], files[pk, False]
    )
