"""The register of self-run groups: a contact person, a link, meetings in head counts, and the yearly "still going?"."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from groups.models import SelfRunGroup, SelfRunReport, SupportGroup
from groups.services.entries import token_hash
from pio.core.errors import Refusal
from pio.messaging import services as outbox
from pio.messaging.enums import Channel, MessageState
from pio.messaging.models import OutboxMessage
from pio.scheduling import services as scheduling

KIND = "self_run_group"
QUESTION = "confirm"
"""The part of the yearly question."""
ASKED_EVERY = timedelta(days=365)
REMINDED_AFTER = timedelta(days=21)


class NotYet(Refusal):
    """A meeting that has not been cannot be reported."""


@dataclass(frozen=True)
class Register:
    """What staff write down about a self-run group."""

    name: str
    audience: str
    since_year: int | None = None
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    room_wishes: str = ""
    has_support_agreement: bool = False


def register(data: Register, *, spun_off_from: SupportGroup | None = None, now: datetime) -> SelfRunGroup:
    """Put a group in the register and send the contact person their link."""
    token = secrets.token_urlsafe(32)
    made = SelfRunGroup(
        registered_date=localdate(now), confirmed_date=localdate(now), spun_off_from=spun_off_from, token=token,
        token_hash=token_hash(token),
        **{name: value or (None if name.startswith("contact_") else value) for name, value in vars(data).items()},
    )  # fmt: skip
    made.save(force_insert=True)
    _send_today(made, "link", now=now)
    return made


def change(group: SelfRunGroup, data: Register) -> None:
    """Correct what the register says."""
    for name, value in vars(data).items():
        setattr(group, name, value or None if name.startswith("contact_") else value)
    group.save(update_fields=list(vars(data)))


@transaction.atomic
def end(group: SelfRunGroup, *, now: datetime) -> None:
    """The group has stopped; it counts until today, and its rooms are free again."""
    coming = group.meetings.filter(is_cancelled=False, starts_at__gt=now, room_time__isnull=False)
    scheduling.release(list(coming.values_list("room_time__pk", flat=True)), now=now)
    group.meetings.filter(starts_at__gt=now).update(is_cancelled=True, room_time=None)
    SelfRunGroup.objects.filter(pk=group.pk, ended_date=None).update(ended_date=localdate(now))
    outbox.cancel_for(group.pk, now=now)


def confirm(group: SelfRunGroup, *, now: datetime) -> None:
    """The contact person says that the group is still going."""
    SelfRunGroup.objects.filter(pk=group.pk, ended_date=None).update(confirmed_date=localdate(now))


def ask_for_visit(group: SelfRunGroup) -> None:
    """The group would like a visit from the centre; the staff's start page says so."""
    SelfRunGroup.objects.filter(pk=group.pk).update(wants_visit=True)


def visited(group: SelfRunGroup) -> None:
    """The visit has been, or is not wanted any more."""
    SelfRunGroup.objects.filter(pk=group.pk).update(wants_visit=False)


@transaction.atomic
def report(group: SelfRunGroup, *, day: date, heads: int, new: int, wants_visit: bool, now: datetime) -> SelfRunReport:
    """One meeting in head counts; 0 heads = not held. The same day again corrects it. It also confirms the group.

    Raises:
        NotYet: a day to come.
    """
    if day > localdate(now):
        raise NotYet(_("Skriv inn møtet når det har vært."))
    values = {"was_held": heads > 0, "head_count": heads, "new_count": min(new, heads)}
    made, _is_new = SelfRunReport.objects.update_or_create(group=group, meeting_date=day, defaults=values)
    confirm(group, now=now)
    if wants_visit:
        ask_for_visit(group)
    return made


def ask(*, now: datetime) -> int:
    """Ask those who have not said for a year that they are still going, and remind once.

    Who cannot be reached is not asked; a question that did not leave is put again three weeks after the try.

    Returns:
        How many questions were put in the outbox.
    """
    today = localdate(now)
    tried = OutboxMessage.objects.filter(
        kind=KIND, target=OuterRef("pk"), part=QUESTION, send_after__gt=now - REMINDED_AFTER
    ).exclude(state=MessageState.SENT)
    going = SelfRunGroup.objects.filter(ended_date=None, token_hash__isnull=False).exclude(
        contact_email__isnull=True, contact_phone__isnull=True
    )
    silent = going.filter(~Exists(tried), confirmed_date__lte=today - ASKED_EVERY)
    due = [group for group in silent if _is_due(group, today)]
    for group in due:
        _send_today(group, QUESTION, now=now)
    return len(due)


def was_asked(row: OutboxMessage) -> None:
    """A question that was sent counts as asked from the day it left (`MessageKind.finished`)."""
    if row.part == QUESTION and row.sent_at is not None:
        SelfRunGroup.objects.filter(pk=row.target).update(asked_date=localdate(row.sent_at))


def _is_due(group: SelfRunGroup, today: date) -> bool:
    """Not asked since the last answer; or asked once, three weeks ago."""
    last = group.asked_since_answer
    if last is None:
        return True
    is_first = last < (group.confirmed_date or group.registered_date) + ASKED_EVERY + REMINDED_AFTER
    return is_first and last <= today - REMINDED_AFTER


def send(
    group: SelfRunGroup, part: str, *, send_after: datetime, not_after: datetime, now: datetime, offset: str = ""
) -> None:
    """Queue a message to the contact person, if there is a way to reach them."""
    if group.contact_email or group.contact_phone:
        outbox.enqueue(
            kind=KIND, target=group.pk, part=part, version=0, offset=offset,
            channel=Channel.EMAIL if group.contact_email else Channel.SMS, language=group.language,
            send_after=send_after, not_after=not_after, now=now,
        )  # fmt: skip


def _send_today(group: SelfRunGroup, part: str, *, now: datetime) -> None:
    send(group, part, send_after=now, not_after=now + timedelta(days=7), now=now, offset=f"{localdate(now):%Y%m%d}")
