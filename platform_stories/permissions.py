"""Fetch and authorise at once. What an editor has passed on, and what was withdrawn, is 404 for them."""

from uuid import UUID

from django.http import Http404

from pio.accounts.models import User
from platform_stories.enums import QuoteStatus, StoryStatus
from platform_stories.models import Quote, Recusal, Story
from platform_stories.services.moderation import hash_of


class QuoteGone(Exception):
    """The quote was on the wall once and is not any more: its address answers 410."""


def is_passed_on(story: Story, user: User) -> bool:
    """Whether this editor has passed this experience on."""
    return Recusal.objects.filter(story=story, editor_hash=hash_of(story.pk, user.pk)).exists()


def access_story(user: User, pk: UUID) -> Story:
    """An experience that this editor may read. Raises Http404."""
    story: Story | None = (
        Story.objects.select_related("quote").filter(pk=pk).exclude(status=StoryStatus.WITHDRAWN).first()
    )
    if story is None or is_passed_on(story, user):
        raise Http404
    return story


def access_quote(user: User, pk: UUID) -> Quote:
    """A quote that this editor may see; one that is gone is 404. Raises Http404."""
    quote: Quote | None = (
        Quote.objects.select_related("story").filter(pk=pk).exclude(status=QuoteStatus.REMOVED).first()
    )
    if quote is None or is_passed_on(quote.story, user):
        raise Http404
    return quote


def access_public_quote(pk: UUID) -> Quote:
    """A quote on the wall. Raises QuoteGone when it was taken down, Http404 when it never was there."""
    quote: Quote | None = Quote.objects.filter(pk=pk, status__in=[QuoteStatus.PUBLISHED, QuoteStatus.REMOVED]).first()
    if quote is None:
        raise Http404
    if quote.status == QuoteStatus.REMOVED:
        raise QuoteGone
    return quote
