"""What the pages show, put together: the desk, a case's permits, the manager's overview."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.enums import MandateScope, Side, WithdrawnHow
from ombud.models import Case, Consent, ContactEntry, Deadline, Mandate, Office
from pio.accounts.models import User
from pio.core import choices, words
from pio.scheduling.working_days import working_days_between

SOON = timedelta(days=14)
PAGE = 50
LOG_PAGE = 30  # notes are read, rows are looked through


@dataclass(frozen=True)
class Due:
    """One deadline as a row: what, for whom, at which office, how long is left in words."""

    deadline: Deadline
    name: str
    left: str
    is_late: bool
    is_near: bool


@dataclass(frozen=True)
class Desk:
    """One ombud's page."""

    now: list[Due]
    soon: list[Due]
    cases: list[Case]
    expiring: list[Mandate | Consent]
    reviews: list[Case]


def desk(user: User, *, now: datetime, search: str = "") -> Desk:
    """What is due for this ombud, and the caseload; `search` keeps the clients whose name or number has the text."""
    today = timezone.localdate(now)
    cases = list(Case.objects.worked_by(user, today=today).open().select_related("client", "ombud").with_load())
    by_pk = {case.pk: case for case in cases}
    deadlines = list(
        Deadline.objects.live().filter(case__in=by_pk, due_date__lte=today + SOON).select_related("rule", "office")
    )
    rows = [due(each, by_pk[each.case_id], today=today) for each in deadlines]
    mandates = Mandate.objects.expiring(today=today).filter(case__in=by_pk).select_related("office")
    consents = Consent.objects.expiring(today=today).filter(case__in=by_pk).select_related("person")
    shown = [case for case in cases if _has(case, search)]
    permits: list[Mandate | Consent] = [*mandates, *consents]
    for permit in permits:
        permit.case = by_pk[permit.case_id]
    return Desk(
        now=[row for row in rows if row.deadline.due_date <= today],
        soon=[row for row in rows if row.deadline.due_date > today],
        cases=sorted(shown, key=lambda case: name_of(case).casefold()),
        expiring=sorted(permits, key=lambda permit: permit.valid_to or today),
        reviews=[case for case in cases if case.review_date is not None and case.review_date <= today],
    )


def _has(case: Case, search: str) -> bool:
    wanted = search.strip().casefold()
    return not wanted or wanted in name_of(case).casefold() or wanted in case.reference


def name_of(case: Case) -> str:
    """What we call the client; the case number once the name is forgotten."""
    return case.client.name or case.reference


def due(deadline: Deadline, case: Case, *, today: date) -> Due:
    """A deadline as a row."""
    left, deadline.case = working_days_between(today, deadline.due_date), case
    return Due(
        deadline, name_of(case), words_left(deadline.due_date, today=today), deadline.due_date < today, left <= 3
    )


def words_left(day: date, *, today: date) -> str:
    """How long is left, in working days: `om 3 arbeidsdager`, `i dag`, `forfalt for 2 dager siden`."""
    if day == today:
        return _("i dag")
    if day < today:
        days = (today - day).days
        return _("forfalt i går") if days == 1 else _("forfalt for %(days)s dager siden") % {"days": days}
    left = working_days_between(today, day)
    return _("om 1 arbeidsdag") if left <= 1 else _("om %(days)s arbeidsdager") % {"days": left}


@dataclass(frozen=True)
class PermitRow:
    """A mandate or a consent as it stands: holds, ended, withdrawn; and what a missing one blocks."""

    permit: Mandate | Consent
    title: str
    text: str
    status: str
    tone: str


def permit_rows(permits: Iterable[Mandate | Consent], *, now: datetime, reader: str = Side.OMBUD) -> list[PermitRow]:
    """Mandates or consents with their state in words, for the ombud or the client."""
    return [_permit_row(each, timezone.localdate(now), now, reader) for each in permits]


def _permit_row(permit: Mandate | Consent, today: date, now: datetime, reader: str) -> PermitRow:
    if isinstance(permit, Mandate):
        title, text = permit.office.name, ", ".join(_scope_labels(permit))
    else:
        title, text = choices.label("relation", permit.person.relation), _what(permit)
    if permit.withdrawn_at is not None and permit.withdrawn_at <= now:
        blocked = _("Ombudet kan ikke ta kontakt.") if reader == Side.CLIENT else _("Du kan ikke ha kontakt.")
        how = str(dict(WithdrawnHow.choices).get(permit.withdrawn_how, permit.withdrawn_how))
        day = _("Trukket %(day)s, %(how)s.") % {"day": words.day_and_month(permit.withdrawn_at), "how": how}
        return PermitRow(permit, title, f"{day} {blocked}", _("Trukket"), "")
    if permit.valid_to is not None and permit.valid_to < today:
        day = _("Gikk ut %(day)s.") % {"day": words.day_and_month(permit.valid_to)}
        blocked = (
            _("Ombudet kan ikke ta kontakt.") if reader == Side.CLIENT
            else _("Du kan ikke ha kontakt før den er fornyet.")
        )  # fmt: skip
        return PermitRow(permit, title, f"{day} {blocked}", _("Gått ut"), "now")
    if permit.valid_from > today:
        return PermitRow(
            permit, title, text, _("Fra %(day)s") % {"day": words.day_and_month(permit.valid_from)}, "wait"
        )
    return PermitRow(permit, title, text, _("Gjelder"), "good")


def _what(consent: Consent) -> str:
    return " · ".join(part for part in (consent.purpose, consent.words) if part)


def _scope_labels(mandate: Mandate) -> list[str]:
    return [str(MandateScope(code).label) for code in mandate.scope]


def entries_of(case: Case) -> Any:
    """The entries that the ombud may see: all, or from the day the client chose at the last hand-over."""
    rows = ContactEntry.objects.filter(case=case, amends=None)
    return rows if case.history_from is None else rows.filter(occurred_at__gte=_midnight(case.history_from))


def log_of(case: Case) -> Any:
    """As `entries_of`, with what a line of the log shows."""
    return entries_of(case).select_related("office", "person", "mandate", "author").prefetch_related(
        "assignments", "amendments__author", "remarks"
    )  # fmt: skip


@dataclass(frozen=True)
class LogPage:
    """A page of the log, the latest first; `older` is the key of the next page, empty on the last."""

    entries: list[ContactEntry]
    older: str


def log_page(case: Case, *, before: ContactEntry | None) -> LogPage:
    """The entries of a page, those before `before` (the last one of the page before); pages go by key."""
    rows = log_of(case)
    if before is not None:
        rows = rows.filter(occurred_at__lte=before.occurred_at).filter(
            Q(occurred_at__lt=before.occurred_at) | Q(pk__gt=before.pk)
        )
    found = list(rows[: LOG_PAGE + 1])
    return LogPage(found[:LOG_PAGE], str(found[LOG_PAGE - 1].pk) if len(found) > LOG_PAGE else "")


def documents_of(case: Case) -> Any:
    """The documents that the ombud may see, without their content: all, or from the day the client chose."""
    return case.documents.shown_in(case).defer("content")


def shown_since(rows: Any, case: Case) -> Any:
    """Assignments or deadlines without those that ended before the day the client chose at the last hand-over."""
    return rows if case.history_from is None else rows.exclude(closed_date__lt=case.history_from)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), words.OSLO)


def parties(case: Case, *, now: datetime) -> list[Any]:
    """With whom a contact can be: the client, those allowed, and those who need an exception."""
    mandates = {each.office_id for each in case.mandates.valid_at(now)}
    consents = {each.person_id for each in case.consents.valid_at(now)}
    offices = list(Office.objects.filter(is_active=True))
    people = list(case.network.all())
    with_ok = [(f"office:{each.slug}", each.name) for each in offices if each.pk in mandates]
    with_ok += [(f"person:{each.pk}", person_label(each)) for each in people if each.pk in consents]
    without = [(f"person:{each.pk}", person_label(each)) for each in people if each.pk not in consents]
    without += [(f"office:{each.slug}", each.name) for each in offices if each.pk not in mandates]
    found: list[Any] = [("client", _("Klienten"))]
    if with_ok:
        found.append((_("Klienten har sagt ja"), with_ok))
    if without:
        found.append((_("Ikke tillatt uten unntak"), without))
    return found


def person_label(person: Any) -> str:
    """`Søster (Siv)`."""
    label = choices.label("relation", person.relation)
    return f"{label} ({person.name})" if person.name else label
