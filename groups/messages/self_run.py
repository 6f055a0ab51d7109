"""What the contact person of a self-run group gets: links for all and for one meeting, and "are you still going?"."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from groups.models import SelfRunGroup, SelfRunMeeting
from groups.services import rooms
from groups.services.self_run import KIND, QUESTION, was_asked
from pio.messaging import kinds, texts
from pio.messaging.enums import Channel
from pio.messaging.kinds import Drop, Message, MessageKind
from pio.messaging.models import OutboxMessage

PARTS = ("link", QUESTION, "report")


def register() -> None:
    """Called when the app is ready."""
    label = _("Selvstyrte grupper: lenke")
    kinds.register(MessageKind(key=KIND, compose=compose, label=label, samples=samples, finished=was_asked))


def compose(row: OutboxMessage, now: datetime) -> Message | Drop:
    """The message to the contact person; dropped when the group has ended or has answered."""
    group = SelfRunGroup.objects.filter(pk=row.target, ended_date=None).first()
    if group is None or not group.token:
        return Drop("content_gone")
    if row.part == QUESTION and group.confirmed_date and group.confirmed_date >= localdate(row.send_after):
        return Drop("changed")
    to = group.contact_email if row.channel == Channel.EMAIL else group.contact_phone
    if not to:
        return Drop("not_wanted")
    part, _colon, meeting_id = row.part.partition(":")
    meeting = _to_report(group, meeting_id) if meeting_id else None
    if meeting_id and meeting is None:
        return Drop("changed")
    with translation.override(group.language):
        where = reverse("groups_self_run_meeting", args=[rooms.signed(meeting)]) if meeting else reverse(
            "groups_self_run_link", args=[group.token]
        )  # fmt: skip
    return write(part, row.channel, texts.absolute(where), to, group.language)


def _to_report(group: SelfRunGroup, pk: str) -> SelfRunMeeting | None:
    """The meeting to be reported, unless it was cancelled or has been."""
    meeting = SelfRunMeeting.objects.filter(group=group, pk=pk, is_cancelled=False).first()
    reported = meeting and group.reports.filter(meeting_date=localdate(meeting.starts_at)).exists()
    return None if reported else meeting


def write(part: str, channel: str, link: str, to: str, language: str) -> Message:
    """One message in `language`; an SMS is one SMS."""
    text = texts.render(f"groups/messages/self_run_{channel}.txt", {"part": part, "link": link}, language)
    body = texts.one_sms(text.body) if channel == Channel.SMS else text.body
    return Message(channel=Channel(channel), to=to, subject=text.subject, body=body, language=language)


def samples(language: str) -> list[Message]:
    """Made-up messages for the page of message texts."""
    link = texts.absolute("/grupper/selvstyrt/eksempel/")
    return [write(part, channel, link, "eksempel", language) for part in PARTS for channel in Channel.values]
