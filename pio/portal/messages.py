"""What this part sends: the code that joins a guest's booking to an account. It says neither who we are nor of what."""

from datetime import datetime
from typing import cast

from django.utils.translation import gettext_lazy as _

from pio.messaging import hours_to_avoid, kinds, texts
from pio.messaging.enums import Channel
from pio.messaging.models import OutboxMessage
from pio.portal.joining_codes import KIND, content_of, grouped
from pio.portal.models import JoinCode


def compose(row: OutboxMessage, now: datetime) -> kinds.Message | kinds.Drop:
    """The code of a row that still stands; nothing in hours to avoid, since it would come too late after them."""
    found = JoinCode.objects.filter(pk=row.target).first()
    content = content_of(found) if found else {}
    channel = Channel(row.channel)
    to = str(content.get("email" if channel == Channel.EMAIL else "phone", ""))
    if not to:
        return kinds.Drop("content_gone")
    avoid = cast("list[str]", content["avoid_hours"])
    if hours_to_avoid.next_contact(now, channel=channel, avoid=avoid) != now:
        return kinds.Drop("hours_to_avoid")
    return write(channel, str(content["code"]), to=to, language=row.language)


def write(channel: Channel, code: str, *, to: str, language: str) -> kinds.Message:
    """One message in `language`."""
    text = texts.render(f"portal/messages/join_code_{channel}.txt", {"code": grouped(code)}, language)
    body = texts.one_sms(text.body) if channel == Channel.SMS else text.body
    return kinds.Message(channel, to, text.subject, body, language)


def samples(language: str) -> list[kinds.Message]:
    """Both texts with a made-up code."""
    return [write(channel, "7QK2M9XP", to="eksempel", language=language) for channel in Channel]


kinds.register(kinds.MessageKind(KIND, compose, _("Kode for å knytte en avtale til kontoen"), samples))
