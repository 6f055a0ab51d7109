"""What the contact person of a self-run group gets: the link for reports, and the yearly "are you still going?"."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from groups.models import SelfRunGroup
from groups.services.self_run import KIND
from pio.messaging import kinds, texts
from pio.messaging.enums import Channel
from pio.messaging.kinds import Drop, Message, MessageKind
from pio.messaging.models import OutboxMessage

PARTS = ("link", "confirm")


def register() -> None:
    """Called when the app is ready."""
    kinds.register(MessageKind(key=KIND, compose=compose, label=_("Selvstyrte grupper: lenke"), samples=samples))


def compose(row: OutboxMessage, now: datetime) -> Message | Drop:
    """The message to the contact person; dropped when the group has ended or has answered."""
    group = SelfRunGroup.objects.filter(pk=row.target, ended_date=None).first()
    if group is None or not group.token:
        return Drop("content_gone")
    if row.part == "confirm" and group.asked_date and group.confirmed_date and group.confirmed_date > group.asked_date:
        return Drop("changed")
    to = group.contact_email if row.channel == Channel.EMAIL else group.contact_phone
    if not to:
        return Drop("not_wanted")
    with translation.override(group.language):
        link = texts.absolute(reverse("groups_self_run_link", args=[group.token]))
    return write(row.part, row.channel, link, to, group.language)


def write(part: str, channel: str, link: str, to: str, language: str) -> Message:
    """One message in `language`; an SMS is one SMS."""
    text = texts.render(f"groups/messages/self_run_{channel}.txt", {"part": part, "link": link}, language)
    body = texts.one_sms(text.body) if channel == Channel.SMS else text.body
    return Message(channel=Channel(channel), to=to, subject=text.subject, body=body, language=language)


def samples(language: str) -> list[Message]:
    """Made-up messages for the page of message texts."""
    link = texts.absolute("/grupper/selvstyrt/eksempel/")
    return [write(part, channel, link, "eksempel", language) for part in PARTS for channel in Channel.values]
