"""A break-glass is announced (P09): a message to those who work on the record, and to the other managers.

It says that a record was opened, and where to read who and why after logging in; neither which record, nor whom it is
about, nor the reason. The rows stand in the outbox in the transaction that opens the record, so no opening goes
unannounced. Named in `BREAK_GLASS_ANNOUNCE`; whose record it is, in `BREAK_GLASS_TELLS`.
"""

from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pio.accounts.enums import Role
from pio.accounts.models import User
from pio.audit.announce import to_the_log
from pio.audit.models import BreakGlass
from pio.messaging import kinds, services, texts
from pio.messaging.enums import Channel
from pio.messaging.kinds import Drop, Message, MessageKind
from pio.messaging.models import OutboxMessage

KIND = "break_glass"


def break_glass(opened: BreakGlass) -> None:
    """Tell everybody concerned but the one who opened; when there is nobody else, that one, so that a trace is sent."""
    transaction.on_commit(lambda: to_the_log(opened))
    for person in _concerned(opened) or [User.objects.get(pk=opened.user_id)]:
        services.enqueue(
            kind=KIND, target=opened.pk, version=1, channel=Channel.EMAIL, person=str(person.pk),
            language=person.language, send_after=opened.opened_at, now=opened.opened_at,
        )  # fmt: skip


def _concerned(opened: BreakGlass) -> list[User]:
    fields = settings.BREAK_GLASS_TELLS.get(opened.subject_type, ())
    own: list[object] = []
    if fields:
        record = apps.get_model(opened.subject_type)._base_manager.filter(pk=opened.subject)
        own = list(record.values_list(*(f"{name}_id" for name in fields)).get())
    people = User.objects.active().filter(pk__in=[each for each in own if each])
    others = User.objects.active().with_role(Role.MANAGER)
    return list((people | others).exclude(pk=opened.user_id).order_by("pk"))


def compose(row: OutboxMessage, _now: datetime) -> Message | Drop:
    """The announcement, to an account that still works."""
    person = User.objects.active().filter(pk=row.person).first()
    opened = BreakGlass.objects.filter(pk=row.target).exists()
    if person is None or not opened:
        return Drop("content_gone")
    return write(to=person.email, language=person.language)


def write(*, to: str, language: str) -> Message:
    """The one text there is."""
    values = {"link": texts.absolute(reverse("start"))}
    text = texts.render("messaging/messages/break_glass_email.txt", values, language)
    return Message(Channel.EMAIL, to, text.subject, text.body, language)


def samples(language: str) -> list[Message]:
    """The text with a made-up address."""
    return [write(to="eksempel", language=language)]


kinds.register(MessageKind(KIND, compose, _("Nødåpning"), samples))
