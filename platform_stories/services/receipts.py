"""What the writer does with the receipt: read, answer back, change consent, withdraw (P03).

A receipt that is wrong, expired, unknown or withdrawn gets one and the same refusal after the same work.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pio.core import erasure_ledger
from pio.core.errors import Refusal
from pio.core.public import empty_page_cache, open_state, seal_state
from pio.drafts import services as drafts
from platform_stories import limits, receipts
from platform_stories.drafting import DRAFTS
from platform_stories.enums import QUOTABLE, TRANSITIONS, Consent, StoryStatus, Writer
from platform_stories.models import Story, StoryMessage
from platform_stories.services.publishing import empty_quote

PURPOSE = "stories.receipt"
OPEN_SECONDS = 30 * 60
MOST_MESSAGES = 200


class ReceiptNotFound(Refusal):
    """No experience answers to this receipt: wrong, too old, withdrawn or never given."""


class ThreadFull(Refusal):
    """There are so many messages that this is no conversation."""


def open_receipt(typed: str) -> Story:
    """The experience that the receipt belongs to; until it is proved, the same question and the same work for all.

    Raises:
        ReceiptNotFound: there is none.
        TooManyAtOnce: too many tries in all.
    """
    limits.take(limits.RECEIPTS)
    code = receipts.read(typed) or receipts.NO_CODE
    found = Story.objects.filter(selector=receipts.selector_of(code)).values_list("pk", "verifier").first()
    is_proved = receipts.proves(code, found[1] if found else None)
    story: Story | None = Story.objects.filter(pk=found[0], verifier=found[1]).first() if found and is_proved else None
    if story is None:  # or withdrawn this very moment
        raise _not_found()
    return story


def seal_pass(story: Story) -> str:
    """What the opened page's forms carry for half an hour, instead of the receipt itself."""
    return seal_state({"story": str(story.pk)}, PURPOSE)


def open_pass(sealed: str) -> Story:
    """The experience of an opened page. Raises StateInvalid, ReceiptNotFound."""
    state = open_state(sealed, PURPOSE, max_age=OPEN_SECONDS)
    story: Story | None = Story.objects.filter(pk=state["story"], verifier__isnull=False).first()
    if story is None:
        raise _not_found()
    return story


def add_message(story: Story, *, by: Writer, text: str, now: datetime) -> StoryMessage:
    """Write in the thread. Raises ReceiptNotFound when the experience is gone, ThreadFull."""
    with transaction.atomic():
        locked = _locked(story.pk)
        count = locked.messages.count()
        if count >= MOST_MESSAGES:
            raise ThreadFull(_("Her er det ikke plass til flere meldinger. Ring oss gjerne."))
        message = StoryMessage(
            story=locked, number=count + 1, written_by=by, written_date=timezone.localdate(now), text=text
        )
        message.save(force_insert=True)
    return message


def change_consent(story: Story, *, consent: str, now: datetime) -> Story:
    """Let us do more or less with the words; what is no longer allowed is taken down at once.

    Raises:
        ReceiptNotFound: the experience is gone.
    """
    with transaction.atomic():
        locked = _locked(story.pk)
        locked.consent = consent
        quote = getattr(locked, "quote", None)
        if quote is not None and consent not in QUOTABLE:
            empty_quote(quote)
            if StoryStatus.DECIDED in TRANSITIONS[StoryStatus(locked.status)]:
                locked.status = StoryStatus.DECIDED
                locked.decided_date = locked.decided_date or timezone.localdate(now)
        elif quote is not None:
            quote.may_go_social = consent == Consent.SOCIAL
            quote.save(update_fields=["may_go_social"])
        locked.save(update_fields=["consent", "status", "decided_date"])
        empty_page_cache()
    return locked


def withdraw(story: Story, *, now: datetime) -> None:
    """Take back everything that was told. Day, themes and "withdrawn" stay, for the figure.

    Raises:
        ReceiptNotFound: it is already gone.
    """
    with transaction.atomic():
        locked = _locked(story.pk)
        locked.status = StoryStatus.WITHDRAWN
        locked.text = locked.redacted = locked.selector = locked.verifier = None
        locked.relation = locked.age_band = locked.county = locked.consent = ""
        locked.decided_date = locked.decided_date or timezone.localdate(now)
        locked.save()
        locked.messages.all().delete()
        locked.recusals.all().delete()
        if (quote := getattr(locked, "quote", None)) is not None:
            empty_quote(quote)
        drafts.discard_of_page(DRAFTS, locked.get_absolute_url())
        erasure_ledger.record("story", locked.pk, now=now)
        empty_page_cache()


def withdraw_again(key: UUID, *, now: datetime) -> None:
    """Take back a story that a restored backup brought back (`ERASURE_REPLAYS`); nothing happens where it did not."""
    story = Story.objects.filter(pk=key, verifier__isnull=False).first()
    if story is not None:
        withdraw(story, now=now)


def _locked(key: UUID) -> Story:
    found: Story | None = Story.objects.select_for_update().filter(pk=key, verifier__isnull=False).first()
    if found is None:
        raise _not_found()
    return found


def _not_found() -> ReceiptNotFound:
    return ReceiptNotFound(
        _("Vi finner ingenting med denne kvitteringen. Se over tegnene. Kvitteringer slutter å virke etter 12 måneder.")
    )
