"""What members will read, shown to the leader before it is sent, and how many it goes to."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groups.models import GroupEntry, SupportGroup
from groups.services.queue import QUEUE
from pio.core import words
from pio.messaging import texts
from pio.messaging.enums import Channel
from pio.waitlist.clock import offer_end


@dataclass(frozen=True)
class Preview:
    """The e-mail as it will be, with a word where each gets their own link. An SMS says the same in fewer words."""

    count: int
    subject: str
    body: str


def of_group(group: SupportGroup, part: str, *, when: str) -> Preview:
    """A message about meetings (`moved`, `cancelled`, `replanned`) to everybody who has a place; one query."""
    return _preview(part, when, QUEUE.entries(group.pk).confirmed().exclude(token_hash=None).count())


def of_entry(entry: GroupEntry, part: str, *, now: datetime | None = None) -> Preview:
    """A message to one person; an offer that is made `now` says until when it holds."""
    return _preview(part, "", int(entry.token_hash is not None), end=words.at(offer_end(now)) if now else "")


def _preview(part: str, when: str, count: int, *, end: str = "") -> Preview:
    values = {"part": part, "when": when, "end": end, "link": _("(egen lenke)"), "is_live": True}
    text = texts.render(f"groups/messages/{Channel.EMAIL}.txt", values, get_language() or "nb")
    return Preview(count, text.subject, text.body)
