"""From an editor's proposal to the wall and off it: two different persons, a random delay, a month and no day."""

import secrets
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pio.accounts.models import User
from pio.core import choices
from pio.core.errors import Refusal
from pio.core.public import empty_page_cache
from platform_stories.enums import QUOTABLE, Consent, QuoteStatus, StoryStatus
from platform_stories.models import Quote, Story

LEAST_DELAY, MOST_DELAY = 7, 21  # days


class NotAllowedToQuote(Refusal):
    """The writer has not let us quote, or what we quoted was taken down before."""


class SameEditor(Refusal):
    """Who proposed a quote cannot be the one who approves it."""


class QuoteChanged(Refusal):
    """The quote is no longer where the page said it was."""


def propose_quote(story: Story, *, text: str, themes: list[str], with_relation: bool, by: User, now: datetime) -> Quote:
    """Propose sentences for the wall; a proposal that waits is replaced.

    Raises:
        NotAllowedToQuote: without consent, after withdrawal, or after a quote was taken down.
    """
    with transaction.atomic():
        locked = Story.objects.select_for_update().get(pk=story.pk)
        quote = Quote.objects.filter(story=locked).first()
        if locked.consent not in QUOTABLE or locked.status == StoryStatus.WITHDRAWN:
            raise NotAllowedToQuote(_("Den som skrev, har ikke sagt ja til å bli sitert."))
        if quote is not None and quote.status != QuoteStatus.PROPOSED:
            raise NotAllowedToQuote(_("Det finnes alt et sitat fra denne teksten, eller det er tatt ned."))
        quote = quote or Quote(story=locked)
        quote.draft, quote.themes = text, themes
        quote.relation_group = choices.group_of("relation", locked.relation) if with_relation else ""
        quote.may_go_social = locked.consent == Consent.SOCIAL
        quote.proposed_by, quote.approved_by = by.pk, None
        quote.save()
        locked.status = StoryStatus.QUOTED
        locked.decided_date = locked.decided_date or timezone.localdate(now)
        locked.save(update_fields=["status", "decided_date"])
    return quote


def approve_quote(quote: Quote, *, by: User, now: datetime, mark: str = "") -> Quote:
    """Say yes as the second editor; the quote comes on the wall on a random day, 7 to 21 days from now.

    Args:
        mark: `Quote.mark` of what the editor has read; `quote`'s own when it is left out.

    Raises:
        SameEditor: the first one tried.
        QuoteChanged: it no longer waits, or it says something else than what was read.
    """
    with transaction.atomic():
        locked = _locked(quote.pk, QuoteStatus.PROPOSED)
        if locked.proposed_by == by.pk:
            raise SameEditor(_("Du har foreslått dette sitatet. En annen redaktør må godkjenne det."))
        if locked.mark != (mark or quote.mark):
            raise _changed()
        delay = LEAST_DELAY + secrets.randbelow(MOST_DELAY - LEAST_DELAY + 1)
        locked.approved_by, locked.status = by.pk, QuoteStatus.SCHEDULED
        locked.publish_date = timezone.localdate(now) + timedelta(days=delay)
        locked.save(update_fields=["approved_by", "status", "publish_date"])
    return locked


def send_back(quote: Quote, *, by: User, now: datetime) -> None:
    """Drop a quote that is not published; the experience stays read. Raises QuoteChanged."""
    with transaction.atomic():
        locked = _locked(quote.pk, QuoteStatus.PROPOSED, QuoteStatus.SCHEDULED)
        Story.objects.filter(pk=locked.story_id).update(status=StoryStatus.DECIDED)
        locked.delete()


def publish_due(*, now: datetime) -> int:
    """Put on the wall what was approved and whose day has come. Returns how many."""
    today = timezone.localdate(now)
    with transaction.atomic():
        keys = list(Quote.objects.due(today).values_list("story_id", flat=True))
        list(Story.objects.select_for_update().filter(pk__in=keys).order_by("pk"))  # experiences before quotes
        due = list(Quote.objects.select_for_update().due(today).filter(story__in=keys))
        for quote in due:
            quote.text, quote.draft = quote.draft or "", None
            quote.status, quote.published_month = QuoteStatus.PUBLISHED, _month_of(today)
            quote.save(update_fields=["text", "draft", "status", "published_month"])
        Story.objects.filter(quote__in=due).update(status=StoryStatus.PUBLISHED)
        empty_page_cache()
    return len(due)


def take_down(quote: Quote, *, by: User, now: datetime) -> None:
    """Take a published quote off the wall; its address answers 410. Raises QuoteChanged."""
    with transaction.atomic():
        locked = _locked(quote.pk, QuoteStatus.PUBLISHED)
        empty_quote(locked)
        Story.objects.filter(pk=locked.story_id).update(status=StoryStatus.DECIDED)
        empty_page_cache()


def mark_telling(quote: Quote, *, is_telling: bool, by: User, now: datetime) -> None:
    """Mark a published quote as one that says much, or take the mark off. Raises QuoteChanged."""
    with transaction.atomic():
        locked = _locked(quote.pk, QuoteStatus.PUBLISHED)
        locked.is_telling = is_telling
        locked.save(update_fields=["is_telling"])
        empty_page_cache()


def empty_quote(quote: Quote) -> None:
    """Leave nothing but the address of a quote. For use inside a transaction that has locked its experience."""
    quote.status, quote.text, quote.draft = QuoteStatus.REMOVED, "", None
    quote.relation_group, quote.is_telling, quote.may_go_social = "", False, False
    quote.save(update_fields=["status", "text", "draft", "relation_group", "is_telling", "may_go_social"])


def _locked(key: UUID, *allowed: QuoteStatus) -> Quote:
    Story.objects.select_for_update(of=("self",)).filter(quote=key).first()  # the order of all: experience, then quote
    found: Quote | None = Quote.objects.select_for_update().filter(pk=key, status__in=allowed).first()
    if found is None:
        raise _changed()
    return found


def _changed() -> QuoteChanged:
    return QuoteChanged(_("Sitatet er endret siden du åpnet siden. Se hvordan det står nå."))


def _month_of(day: date) -> date:
    return day.replace(day=1)
