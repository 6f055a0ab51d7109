"""The one message of the figures: a report is ready, with a link that asks for login. Never a number (P14)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pio.accounts.models import User
from pio.messaging import texts
from pio.messaging.enums import Channel
from pio.messaging.kinds import Drop, Message, MessageKind
from pio.messaging.kinds import register as register_kind
from pio.messaging.models import OutboxMessage
from stats.models import SavedReport
from stats.permissions import may_receive
from stats.services.reports import REPORT


def compose(row: OutboxMessage, now: datetime) -> Message | Drop:
    """The link, to a receiver who still may read the report."""
    report = SavedReport.objects.filter(pk=row.target).first()
    user = User.objects.filter(pk=UUID(row.person)).first()
    if report is None or user is None or not report.receivers.filter(pk=user.pk).exists():
        return Drop("changed")
    if not may_receive(user, report):
        return Drop("no_right")
    return _write(report.name, report.get_absolute_url(), to=user.email, language=user.language)


def _write(name: str, path: str, *, to: str, language: str) -> Message:
    text = texts.render("stats/messages/report_email.txt", {"name": name, "link": texts.absolute(path)}, language)
    return Message(channel=Channel.EMAIL, to=to, subject=text.subject, body=text.body, language=language)


def samples(language: str) -> list[Message]:
    """A made-up message for the page of message texts."""
    return [_write("Oslo kommune", "/intern/tall/rapporter/", to="eksempel", language=language)]


def register() -> None:
    """Tell the outbox about the kind."""
    register_kind(MessageKind(key=REPORT, compose=compose, label=_("Rapport med tall"), samples=samples))
