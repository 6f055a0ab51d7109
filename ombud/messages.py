"""Messages to the staff about deadlines: which case number, never which client, never what it is about (P14)."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from ombud.models import Case, Deadline
from pio.accounts.models import User
from pio.core import words
from pio.messaging import texts
from pio.messaging.enums import Channel
from pio.messaging.kinds import Drop, Message, MessageKind
from pio.messaging.kinds import register as register_kind
from pio.messaging.models import OutboxMessage

DEADLINE = "ombud_deadline"
OMBUD, DEPUTY = "reminder", "deputy"
"""To whom: the parts of the message's key."""


def compose(row: OutboxMessage, now: datetime) -> Message | Drop:
    """The reminder of a deadline, to the case's ombud or deputy as they are now."""
    rows = Deadline.objects.live().select_related("case__ombud", "case__deputy")
    deadline = rows.filter(pk=row.target).first()
    if deadline is None or deadline.sequence != row.target_version or not deadline.case.is_live:
        return Drop("changed")
    person = _deputy(deadline.case, now) if row.part == DEPUTY else deadline.case.ombud
    if person is None or not person.is_active:
        return Drop("nobody")
    with translation.override(person.language):
        when = words.day(deadline.due_date)
    return _write(deadline.case.reference, when, to=person.email, language=person.language)


def _deputy(case: Case, now: datetime) -> User | None:
    """The deputy, until their day."""
    stands_in = case.deputy_until is not None and case.deputy_until >= timezone.localdate(now)
    return case.deputy if stands_in else None


def _write(reference: str, when: str, *, to: str, language: str) -> Message:
    context = {"reference": reference, "when": when, "link": texts.absolute(reverse("ombud_caseload"))}
    text = texts.render("ombud/messages/deadline_email.txt", context, language)
    return Message(channel=Channel.EMAIL, to=to, subject=text.subject, body=text.body, language=language)


def samples(language: str) -> list[Message]:
    """A made-up reminder for the page of message texts."""
    with translation.override(language):
        when = words.day(timezone.now() + timedelta(days=3))
    return [_write("2026-041", when, to="eksempel", language=language)]


def register() -> None:
    """Tell the outbox about the one kind of message that ombuds get."""
    register_kind(MessageKind(key=DEADLINE, compose=compose, label=_("Frist for et ombud"), samples=samples))
