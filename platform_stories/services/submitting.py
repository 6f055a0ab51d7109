"""Taking an experience in. One row, no task, no message, no time of day (P01, P02)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from platform_stories import limits, places, receipts
from platform_stories.draft import StoryDraft
from platform_stories.models import Story

MOST_TRIES = 5
"""How often another experience may take the first five characters between the look and the writing."""


def submit_story(draft: StoryDraft, *, now: datetime) -> str:
    """Store what was written, and return the receipt of 20 characters.

    The same draft sent again is the same experience and gives the same receipt.

    Raises:
        TooManyAtOnce: the portal is being flooded.
    """
    limits.take(limits.SUBMITS)
    limits.take(limits.STORED)
    return _store(draft, now=now, tries=MOST_TRIES)


def _store(draft: StoryDraft, *, now: datetime, tries: int) -> str:
    code = _free_code(draft)
    try:
        with transaction.atomic():
            _story(draft, code, now).save(force_insert=True)
    except IntegrityError:  # this very moment somebody stored the same draft, or took its first five characters
        if Story.objects.filter(pk=draft.key).exists():
            return _free_code(draft)
        if tries == 1:
            raise
        return _store(draft, now=now, tries=tries - 1)
    return code


def _story(draft: StoryDraft, code: str, now: datetime) -> Story:
    return Story(
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


def _free_code(draft: StoryDraft) -> str:
    """The draft's receipt; where another experience has its first five characters, the one that comes after it."""
    code = draft.receipt
    while Story.objects.filter(selector=receipts.selector_of(code)).exclude(pk=draft.key).exists():
        code = receipts.code_after(code)
    return code
