"""Account mails (login code, confirmation, password reset), sealed until they are sent.

Login writes them through the function named in settings, `ACCOUNT_MAIL_FUNCTION`. Their content cannot be composed
again later, so it is kept as an encrypted row, which is deleted in the transaction in which the mail is marked as done.
The texts name neither the visitor's address nor the browser.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pio.accounts.mail import AccountMail
from pio.messaging import kinds, services
from pio.messaging.enums import Channel
from pio.messaging.kinds import Drop, Message, MessageKind
from pio.messaging.models import OutboxMessage, SealedMail

KIND = "account_mail"
NOT_AFTER = timedelta(minutes=30)  # a login code that comes later is of no use


def send_account_mail(mail: AccountMail) -> None:
    """Put an account mail in the outbox; a worker is woken at commit."""
    now = timezone.now()
    content = {"to": mail.to, "subject": mail.subject, "body": mail.body, "language": mail.language}
    with transaction.atomic():
        sealed = SealedMail.objects.create(content=content, created_at=now)
        services.enqueue(
            kind=KIND,
            target=sealed.pk,
            version=1,
            channel=Channel.EMAIL,
            part=mail.kind,
            language=mail.language,
            send_after=now,
            not_after=now + NOT_AFTER,
            now=now,
        )


def compose(row: OutboxMessage, _now: datetime) -> Message | Drop:
    """The sealed mail, opened."""
    sealed = SealedMail.objects.filter(pk=row.target).first()
    if sealed is None:
        return Drop("content_gone")
    content = cast("dict[str, str]", sealed.content)
    return Message(Channel.EMAIL, content["to"], content["subject"], content["body"], content["language"])


def wipe(row: OutboxMessage) -> None:
    """Delete the content once the row is done with. A row that waits for a person keeps nothing to re-send either."""
    SealedMail.objects.filter(pk=row.target).delete()


kinds.register(MessageKind(key=KIND, compose=compose, label=_("Innlogging og konto"), finished=wipe))
