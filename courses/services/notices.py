"""Which messages a registration causes; what they say is composed when they are sent (`courses/messages`)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from courses.models import Evening, Registration
from pio.messaging import services as outbox
from pio.messaging.enums import Channel
from pio.messaging.lateness import SHORT_UNTIL
from pio.messaging.services import Outgoing

REMINDED_BEFORE = timedelta(hours=24)
REMINDED_UNTIL = SHORT_UNTIL
"""A reminder that is late still goes, as a short SMS from three hours before (`pio.messaging.lateness`)."""


def confirmed(registration: Registration, *, now: datetime) -> None:
    """The place is theirs: a confirmation with the evenings as a calendar file, and a reminder before each."""
    evenings = [evening for evening in registration.offering.evenings.all() if not evening.is_cancelled]
    reminders = [_reminder(registration, evening) for evening in evenings if _is_ahead(evening, now)]
    outbox.enqueue_all([_about(registration, "confirmed", now=now), *reminders], now=now)


def waiting(registration: Registration, *, now: datetime) -> None:
    """They stand in the queue."""
    _send(registration, "waiting", now=now)


def offered(registration: Registration, *, now: datetime) -> None:
    """A place is held for them until the offer runs out."""
    _send(registration, "offered", now=now, not_after=registration.offer_expires_at)


def offer_ran_out(registration: Registration, *, now: datetime) -> None:
    """The offer was not answered."""
    _send(registration, "offer_ran_out", now=now)


def left(registration: Registration, *, now: datetime) -> None:
    """They gave up the place, or it was taken back; evenings leave their calendar."""
    outbox.cancel_for(registration.pk, now=now)
    _send(registration, "left", now=now)


def link_again(registration: Registration, *, now: datetime) -> None:
    """Somebody signed up once more with the same contact: the first link is sent again, once an hour at most."""
    _send(registration, "link", now=now, offset=f"{now:%Y%m%d%H}")


def remind(registrations: Iterable[Registration], evenings: Iterable[Evening], *, now: datetime) -> None:
    """One reminder a day before each evening, unless that day has begun already."""
    ahead = [evening for evening in evenings if _is_ahead(evening, now)]
    outbox.enqueue_all([_reminder(each, evening) for each in registrations for evening in ahead], now=now)


def offering_changed(registrations: Iterable[Registration], what: str, *, version: int, now: datetime) -> None:
    """The centre cancelled or moved something; `what` is `cancelled`, `evening:<id>` or `moved:<id>`."""
    outbox.enqueue_all(
        [
            Outgoing(
                kind="course_change", target=each.pk, part=what, version=version, channel=channel_of(each),
                language=each.language, send_after=now,
            )
            for each in registrations
        ], now=now,
    )  # fmt: skip


def channel_of(registration: Registration) -> Channel:
    """E-mail where there is one, else SMS."""
    return Channel.EMAIL if registration.email else Channel.SMS


def _is_ahead(evening: Evening, now: datetime) -> bool:
    return evening.starts_at - REMINDED_BEFORE > now


def _reminder(registration: Registration, evening: Evening) -> Outgoing:
    return Outgoing(
        kind="course_reminder", target=registration.pk, part=str(evening.pk), version=evening.sequence, offset="24h",
        channel=channel_of(registration), language=registration.language,
        send_after=evening.starts_at - REMINDED_BEFORE, not_after=evening.starts_at - REMINDED_UNTIL,
    )  # fmt: skip


def _about(
    registration: Registration, part: str, *, now: datetime, not_after: datetime | None = None, offset: str = ""
) -> Outgoing:
    return Outgoing(
        kind="course_registration", target=registration.pk, part=part, version=registration.version, offset=offset,
        channel=channel_of(registration), language=registration.language, send_after=now, not_after=not_after,
    )  # fmt: skip


def _send(
    registration: Registration, part: str, *, now: datetime, not_after: datetime | None = None, offset: str = ""
) -> None:
    outbox.enqueue_all([_about(registration, part, now=now, not_after=not_after, offset=offset)], now=now)
