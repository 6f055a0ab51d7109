"""A guest's earlier booking joins an account after a code that goes to the contact of that very booking.

Rules: households share mailboxes, so no address of an account ever proves anything. Asking answers the same whether a
booking was found or not. The code has eight signs, works for 15 minutes and five tries, and for the account that
asked. Hours to avoid are obeyed: in them no code is sent.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pio.accounts import limits
from pio.accounts.models import User
from pio.core.errors import Refusal
from pio.messaging import services as outbox
from pio.messaging.enums import Channel
from pio.portal import parts
from pio.portal.models import JoinCode

KIND = "join_code"
WORKS_FOR = timedelta(minutes=15)
TRIES = 5
ASKED = (5, 3600.0)
"""How often an account may ask, and in how many seconds."""
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8


class AskedTooOften(Refusal):
    """The account has asked for too many codes in the last hour."""


class WrongCode(Refusal):
    """No such code, too old, or tried too often."""


def ask(text: str, *, by: User, now: datetime) -> None:
    """Send a code to the contact of the booking that `text` (a link or a reference) names, if there is one.

    Raises:
        AskedTooOften
    """
    if not limits.is_free("join", str(by.pk), ASKED):
        raise AskedTooOften(_("Du har bedt om mange koder. Vent en time og prøv igjen."))
    limits.note("join", str(by.pk), ASKED)
    found = parts.joinable(text, now=now)
    content: dict[str, object] = {}
    if found is not None:
        part, booking = found
        content = {
            "code": "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH)), "part": part,
            "target": str(booking.target), "email": booking.email, "phone": "" if booking.email else booking.phone,
            "avoid_hours": list(booking.avoid_hours), "language": booking.language,
        }  # fmt: skip
    with transaction.atomic():
        JoinCode.objects.filter(user=by).delete()
        row = JoinCode.objects.create(user=by, content=content, made_at=now)
        if content.get("email") or content.get("phone"):
            _enqueue(row, channel=Channel.EMAIL if content["email"] else Channel.SMS, now=now)


def _enqueue(row: JoinCode, *, channel: Channel, now: datetime) -> None:
    language = str(content_of(row)["language"])
    outbox.enqueue(
        kind=KIND, target=row.pk, version=1, channel=channel, language=language, send_after=now,
        not_after=now + WORKS_FOR, now=now,
    )  # fmt: skip


def confirm(code: str, *, by: User, now: datetime) -> None:
    """Join the booking to the account when the code is right; it works once.

    Raises:
        WrongCode
    """
    typed = "".join(code.upper().split()).replace("-", "")
    with transaction.atomic():
        row = JoinCode.objects.select_for_update().filter(user=by).first()
        content = content_of(row) if row and row.made_at + WORKS_FOR > now and row.tries < TRIES else {}
        is_right = hmac.compare_digest(str(content.get("code", "")).encode(), typed.encode()) and bool(content)
        if row and is_right:
            parts.join(str(content["part"]), UUID(str(content["target"])), by=by, now=now)
            row.delete()
        elif row:
            row.tries += 1
            row.save(update_fields=["tries"])
    if not is_right:
        raise WrongCode(_("Koden stemmer ikke, eller den er for gammel. Sjekk den, eller be om en ny."))


def content_of(row: JoinCode) -> dict[str, object]:
    """What is sealed in the row."""
    return cast("dict[str, object]", row.content or {})


def grouped(code: str) -> str:
    """A code as it is written: four signs, a hyphen, four signs."""
    return f"{code[:4]}-{code[4:]}"
