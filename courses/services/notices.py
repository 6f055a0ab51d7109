"""Which messages a registration causes; what they say is composed when they are sent (`courses/messages`)."""

from datetime import datetime, timedelta

from courses.models import Evening, Registration
from pio.messaging import services as outbox
from pio.messaging.enums import Channel
from pio.messaging.lateness import SHORT_UNTIL

REMINDED_BEFORE = timedelta(hours=24)
REMINDED_UNTIL = SHORT_UNTIL
"""A reminder that is late still goes, as a short SMS from three hours before (`pio.messaging.lateness`)."""


def confirmed(registration: Registration, *, now: datetime) -> None:
    """The place is theirs: a confirmation with the evenings as a calendar file, and a reminder before each."""
    _send(registration, "confirmed", now=now)
    for evening in registration.offering.evenings.upcoming(now=now):
        remind(registration, evening, now=now)


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


def remind(registration: Registration, evening: Evening, *, now: datetime) -> None:
    """One reminder a day before the evening, unless that day has begun already."""
    send_after = evening.starts_at - REMINDED_BEFORE
    if send_after <= now:
        return
    outbox.enqueue(
        kind="course_reminder", target=registration.pk, part=str(evening.pk), version=evening.sequence, offset="24h",
        channel=channel_of(registration), language=registration.language, send_after=send_after,
        not_after=evening.starts_at - REMINDED_UNTIL, now=now,
    )  # fmt: skip


def offering_changed(registration: Registration, what: str, *, version: int, now: datetime) -> None:
    """The centre cancelled or moved something; `what` is `cancelled`, `evening:<id>` or `moved:<id>`."""
    outbox.enqueue(
        kind="course_change", target=registration.pk, part=what, version=version, channel=channel_of(registration),
        language=registration.language, send_after=now, now=now,
    )  # fmt: skip


def channel_of(registration: Registration) -> Channel:
    """E-mail where there is one, else SMS."""
    return Channel.EMAIL if registration.email else Channel.SMS


def _send(
    registration: Registration, part: str, *, now: datetime, not_after: datetime | None = None, offset: str = ""
) -> None:
    outbox.enqueue(
        kind="course_registration", target=registration.pk, part=part, version=registration.version, offset=offset,
        channel=channel_of(registration), language=registration.language, send_after=now, not_after=not_after, now=now,
    )  # fmt: skip
