"""The editors' acts on one experience: redact, decide, answer, pass on."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pio.accounts.models import User
from pio.core.blind_index import blind_index
from pio.core.errors import Refusal
from platform_stories.enums import TRANSITIONS, StoryStatus, Writer
from platform_stories.models import Recusal, Story, StoryMessage
from platform_stories.services.receipts import add_message

RECUSAL = "stories.recusal"


class StoryGone(Refusal):
    """The writer has taken the experience back, or its text is deleted."""


def save_redaction(story: Story, *, text: str, themes: list[str], by: User, now: datetime) -> Story:
    """Keep the text without what gives people away, and the themes. Raises StoryGone."""
    with transaction.atomic():
        locked = _locked(story.pk)
        locked.redacted, locked.themes = text, themes
        locked.save(update_fields=["redacted", "themes"])
    return locked


def decide(story: Story, *, by: User, now: datetime) -> Story:
    """Finish the reading without a quote; the original goes 30 days later. Raises StoryGone."""
    with transaction.atomic():
        locked = _locked(story.pk)
        if StoryStatus.DECIDED not in TRANSITIONS[StoryStatus(locked.status)]:
            return locked
        locked.status, locked.decided_date = StoryStatus.DECIDED, timezone.localdate(now)
        locked.save(update_fields=["status", "decided_date"])
    return locked


def answer_writer(story: Story, *, text: str, by: User, now: datetime) -> StoryMessage:
    """Write to whoever has the receipt. No name of ours is kept with it. Raises ReceiptNotFound, ThreadFull."""
    return add_message(story, by=Writer.CENTRE, text=text, now=now)


def pass_on(story: Story, *, by: User, now: datetime) -> None:
    """Never show this experience to this editor again; the others do not see that anybody passed it on."""
    Recusal.objects.get_or_create(story=story, editor_hash=hash_of(story.pk, by.pk))


def hash_of(story: UUID, editor: UUID) -> bytes:
    """The keyed hash that stands for one editor at one experience, and says nothing about any other."""
    return blind_index(f"{story}:{editor}", RECUSAL)


def _locked(key: UUID) -> Story:
    found: Story | None = Story.objects.select_for_update().filter(pk=key).exclude(status=StoryStatus.WITHDRAWN).first()
    if found is None:
        raise StoryGone(_("Den som skrev, har trukket teksten. Den er slettet."))
    return found
