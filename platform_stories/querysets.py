"""Chainable reads of experiences and quotes."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.search import SearchQuery
from django.db import models

from platform_stories.enums import QuoteStatus, StoryStatus

SEARCH_CONFIG = "norwegian"
"""Always named: PostgreSQL's default is the server's, and another language would cut the words elsewhere."""


class StoryQuerySet(models.QuerySet[Any]):
    """Experiences."""

    def unread(self) -> Self:
        """Not decided on."""
        return self.filter(status=StoryStatus.RECEIVED)


class QuoteQuerySet(models.QuerySet[Any]):
    """Quotes."""

    def published(self) -> Self:
        """On the wall, the newest month first, in no order that tells within it (the key is random)."""
        return self.filter(status=QuoteStatus.PUBLISHED).order_by("-published_month", "id")

    def waiting(self) -> Self:
        """Proposed by one editor, waiting for another."""
        return self.filter(status=QuoteStatus.PROPOSED)

    def due(self, today: date) -> Self:
        """Approved, and their day has come."""
        return self.filter(status=QuoteStatus.SCHEDULED, publish_date__lte=today)

    def about(self, theme: str) -> Self:
        """Of one theme; of all when it is empty."""
        return self.filter(themes__contains=[theme]) if theme else self

    def matching(self, words: str) -> Self:
        """Those in which the words are found, in Norwegian; all when there are none."""
        if not words.strip():
            return self
        return self.filter(search=SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch"))
