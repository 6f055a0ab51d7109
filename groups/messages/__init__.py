"""What the messages about a place in a group say. Discreet: no name of a group, no link that logs in (P14)."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from groups.messages import self_run
from groups.models import GroupEntry, GroupMeeting
from groups.services.queue import KIND
from pio.core import words
from pio.messaging import kinds, texts
from pio.messaging.enums import Channel
from pio.messaging.hours_to_avoid import next_contact
from pio.messaging.kinds import Drop, Message, MessageKind, Postpone
from pio.messaging.models import OutboxMessage

PARTS = (
    "waiting", "offered", "member", "offer_ran_out", "left", "link", "taken_back", "soon", "limit", "missed", "moved",
    "cancelled", "replanned",
)  # fmt: skip


def register() -> None:
    """Called when the app is ready."""
    kinds.register(MessageKind(key=KIND, compose=compose, label=_("Grupper: venteliste og plass"), samples=samples))
    self_run.register()


def compose(row: OutboxMessage, now: datetime) -> Message | Drop | Postpone:
    """The message about what became of an entry."""
    entry = GroupEntry.objects.filter(pk=row.target).first()
    if entry is None or not entry.token:
        return Drop("content_gone")
    if row.part != "link" and entry.version != row.target_version:
        return Drop("changed")
    is_mail = row.channel == Channel.EMAIL
    to = entry.email if is_mail else (entry.phone if entry.may_leave_message else None)
    if not to:
        return Drop("not_wanted")
    until = next_contact(now, channel=Channel(row.channel), avoid=entry.avoid_hours)
    if until is None or until > now:
        return Postpone(until) if until else Drop("hours_to_avoid")
    with translation.override(entry.language):
        link = texts.absolute(reverse("groups_entry", args=[entry.token]))
        end = words.at(entry.offer_expires_at) if entry.offer_expires_at else ""
        part, _colon, meeting_id = row.part.partition(":")
        when = _next(entry, now) if part == "replanned" else _when(meeting_id, row.offset)
    if (meeting_id or part == "replanned") and not when:
        return Drop("changed")
    values = {"link": link, "end": end, "when": when, "is_live": entry.is_live}
    return write(part, row.channel, values, to, entry.language)


def _when(meeting_id: str, sequence: str) -> str:
    """When the meeting is, unless it has been changed once more."""
    meeting = GroupMeeting.objects.filter(pk=meeting_id, sequence=int(sequence)).first() if meeting_id else None
    return words.day_and_span(meeting.starts_at, meeting.ends_at) if meeting else ""


def _next(entry: GroupEntry, now: datetime) -> str:
    """When the group meets next."""
    meeting = entry.group.meetings.upcoming(now=now).first()
    return words.day_and_span(meeting.starts_at, meeting.ends_at) if meeting else ""


def write(part: str, channel: str, values: dict[str, object], to: str, language: str) -> Message:
    """One message in `language`; an SMS is one SMS."""
    text = texts.render(f"groups/messages/{channel}.txt", {"part": part, **values}, language)
    body = texts.one_sms(text.body) if channel == Channel.SMS else text.body
    return Message(channel=Channel(channel), to=to, subject=text.subject, body=body, language=language)


def samples(language: str) -> list[Message]:
    """Made-up messages for the page of message texts."""
    with translation.override(language):
        end = words.at(timezone.now() + timedelta(days=2))
    link = texts.absolute("/grupper/interesse/eksempel/")
    values: dict[str, object] = {"link": link, "end": end, "when": end, "is_live": True}
    return [write(part, channel, values, "eksempel", language) for part in PARTS for channel in Channel.values]
