"""What the messages about a place in a group say. Discreet: no name of a group, no link that logs in (P14)."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from groups.models import GroupEntry
from groups.services.queue import KIND
from pio.core import words
from pio.messaging import kinds, texts
from pio.messaging.enums import Channel
from pio.messaging.kinds import Drop, Message, MessageKind
from pio.messaging.models import OutboxMessage

PARTS = ("waiting", "offered", "member", "offer_ran_out", "left", "link")


def register() -> None:
    """Called when the app is ready."""
    kinds.register(MessageKind(key=KIND, compose=compose, label=_("Grupper: venteliste og plass"), samples=samples))


def compose(row: OutboxMessage, now: datetime) -> Message | Drop:
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
    with translation.override(entry.language):
        link = texts.absolute(reverse("groups_entry", args=[entry.token]))
        end = words.at(entry.offer_expires_at) if entry.offer_expires_at else ""
    return write(row.part, row.channel, {"link": link, "end": end, "is_live": entry.is_live}, to, entry.language)


def write(part: str, channel: str, values: dict[str, object], to: str, language: str) -> Message:
    """One message in `language`; an SMS is one SMS."""
    text = texts.render(f"groups/messages/{channel}.txt", {"part": part, **values}, language)
    body = texts.one_sms(text.body) if channel == Channel.SMS else text.body
    return Message(channel=Channel(channel), to=to, subject=text.subject, body=body, language=language)


def samples(language: str) -> list[Message]:
    """Made-up messages for the page of message texts."""
    with translation.override(language):
        end = words.at(timezone.now() + timedelta(days=2))
    values: dict[str, object] = {"link": texts.absolute("/grupper/interesse/eksempel/"), "end": end, "is_live": True}
    return [write(part, channel, values, "eksempel", language) for part in PARTS for channel in Channel.values]
