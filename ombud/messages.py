"""Messages to the staff about deadlines: which case number, never which client, never what it is about (P14)."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from ombud.models import Deadline
from pio.core import words
from pio.messaging import texts
from pio.messaging.enums import Channel
from pio.messaging.kinds import Drop, Message, MessageKind
from pio.messaging.kinds import register as register_kind
from pio.messaging.models import OutboxMessage

DEADLINE = "ombud_deadline"


def compose(row: OutboxMessage, now: datetime) -> Message | Drop:
    """The reminder of a deadline, to the case's ombud as they are now."""
    deadline = Deadline.objects.live().select_related("case__ombud").filter(pk=row.target).first()
    if deadline is None or deadline.sequence != row.target_version or not deadline.case.is_live:
        return Drop("changed")
    ombud = deadline.case.ombud
    if ombud is None or not ombud.is_active:
        return Drop("nobody")
    with translation.override(ombud.language):
        when = words.day(deadline.due_date)
    return _write(deadline.case.reference, when, to=ombud.email, language=ombud.language)


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
