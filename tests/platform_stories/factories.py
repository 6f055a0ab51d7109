"""Factories: an experience with a known receipt, a quote on the wall."""

import uuid
from datetime import date
from typing import Any

import factory

from platform_stories import receipts
from platform_stories.enums import QuoteStatus, StoryStatus
from platform_stories.models import Quote, Story
from tests.conftest import NOW

RECEIPT = "7KQ2M-XW4D9-0RTA8-ZB3FH"
TEXT = "Ingen hadde ringt. Jeg skulle ønske noen hadde hørt på meg."


class StoryFactory(factory.django.DjangoModelFactory):
    """Received today and not read."""

    class Meta:
        model = Story

    received_date = NOW.date()
    text = TEXT
    themes = ["confidentiality"]
    relation = "sister"
    consent = "website"
    selector = factory.Sequence(lambda number: f"{number:05d}")  # digits stand in receipts too
    verifier = "unusable"


def story_with_receipt(**attributes: Any) -> tuple[Story, str]:
    """An experience, and its receipt as people write it."""
    code = receipts.new_code()
    story = StoryFactory(selector=receipts.selector_of(code), verifier=receipts.hash_of(code), **attributes)
    return story, receipts.shown(code)


class QuoteFactory(factory.django.DjangoModelFactory):
    """On the wall since November."""

    class Meta:
        model = Quote

    story = factory.SubFactory(StoryFactory, status=StoryStatus.PUBLISHED, decided_date=date(2026, 10, 1))
    status = QuoteStatus.PUBLISHED
    text = "Jeg skulle ønske noen bare hadde hørt på meg."
    themes = ["confidentiality"]
    relation_group = "siblings"
    proposed_by = factory.LazyFunction(uuid.uuid4)
    approved_by = factory.LazyFunction(uuid.uuid4)
    publish_date = date(2026, 11, 10)
    published_month = date(2026, 11, 1)
