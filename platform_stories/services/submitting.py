"""Taking an experience in. One row, no task, no message, no time of day (P01, P02)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from platform_stories import limits, places, receipts
from platform_stories.draft import StoryDraft
from platform_stories.models import Story


def submit_story(draft: StoryDraft, *, now: datetime) -> str:
    """Store what was written, and return the receipt of 20 characters.

    The same draft sent again is the same experience and gives the same receipt.

    Raises:
        TooManyAtOnce: the portal is being flooded.
    """
    limits.take(limits.SUBMITS)
    limits.take(limits.STORED)
    code = _free_code(draft)
    story = Story(
        pk=UUID(draft.key),
        received_date=timezone.localdate(now),
        text=draft.text,
        themes=list(draft.themes),
        relation=draft.relation,
        age_band=draft.age_band,
        county=places.coarsened(draft.county),
        consent=draft.consent,
        selector=receipts.selector_of(code),
        verifier=receipts.hash_of(code),
    )
    try:
        with transaction.atomic():
            story.save(force_insert=True)
    except IntegrityError:
        if not Story.objects.filter(pk=story.pk).exists():
            raise
    return code


def _free_code(draft: StoryDraft) -> str:
    """The draft's receipt; where another experience has its first five characters, the one that comes after it."""
    code = draft.receipt
    while Story.objects.filter(selector=receipts.selector_of(code)).exclude(pk=draft.key).exists():
        code = receipts.code_after(code)
    return code
