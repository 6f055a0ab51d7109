"""What editors see: the queue in random order, what is kept of an experience and until when, quotes on their way."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, JSONField, OuterRef, Q, Value
from django.db.models.functions import JSONObject
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pio.accounts.models import User
from pio.core import personal_data, retention
from pio.core.privacy import declaration
from platform_stories import highlights
from platform_stories.dangers import speaks_of_danger
from platform_stories.enums import QuoteStatus, StoryStatus, Writer
from platform_stories.models import Quote, Recusal, Story, StoryMessage
from platform_stories.services.moderation import hash_of

START = 110  # characters of a text that a row shows
UNREAD_DAYS = 90
MOST_LOOKED_AT, MOST_SHOWN = 400, 60


@dataclass(frozen=True)
class QueueRow:
    """One unread experience, by its first words; personal data in them are replaced."""

    story: Story
    start: str
    is_urgent: bool
    weeks_left: int


@dataclass(frozen=True)
class ReplyRow:
    """An answer from somebody with a receipt that nobody has answered yet."""

    story_id: UUID
    start: str
    is_urgent: bool


@dataclass(frozen=True)
class Kept:
    """Something that is kept of an experience: what, until which day, and why."""

    what: Promise
    until: date
    days_left: int
    why: str | Promise


def queue(user: User, *, today: date) -> list[QueueRow]:
    """What this editor may read, in random order, what speaks of danger first; two queries.

    The order is drawn anew each time, so that it says nothing about when a text came (P02). After a flood only some are
    looked at and shown, drawn by chance as well.
    """
    hidden = _passed_on(user)
    found = [story for story in Story.objects.unread().order_by("?")[:MOST_LOOKED_AT] if story.pk not in hidden]
    secrets.SystemRandom().shuffle(found)
    urgent = [(story, speaks_of_danger(story.text or "")) for story in found]
    shown = sorted(urgent, key=lambda pair: not pair[1])[:MOST_SHOWN]
    return [_row(story, is_urgent=is_urgent, today=today) for story, is_urgent in shown]


def replies(user: User) -> list[ReplyRow]:
    """Threads in which the writer has the last word, in random order, without what I passed on; two queries."""
    hidden = _passed_on(user)
    later = StoryMessage.objects.filter(story=OuterRef("story"), number__gt=OuterRef("number"))
    last = StoryMessage.objects.filter(~Exists(later), written_by=Writer.RELATIVE).order_by("?")
    found = [message for message in last[:MOST_LOOKED_AT] if message.story_id not in hidden]
    return [ReplyRow(message.story_id, _start(message.text), speaks_of_danger(message.text)) for message in found]


def quotes(user: User, status: QuoteStatus) -> list[Quote]:
    """Quotes of a status without those of experiences this editor has passed on; two queries."""
    hidden = _passed_on(user)
    found = Quote.objects.filter(status=status).select_related("story").order_by("-published_month", "id")
    return [quote for quote in found if quote.story_id not in hidden]


def counts(user: User) -> dict[str, int]:
    """How many wait to be read, and how many for a second editor, without what this editor passed on; one query.

    Who passed what on is a keyed hash, so the database counts all and hands out the recusals among them.
    """
    unread = Q(status=StoryStatus.RECEIVED)
    waiting = Q(quote__status=QuoteStatus.PROPOSED) & ~Q(quote__proposed_by=user.pk)
    recusal = JSONObject(story="pk", editor="recusals__editor_hash", unread=F("unread"), waiting=F("waiting"))
    found = Story.objects.filter(unread | waiting).annotate(
        unread=ExpressionWrapper(unread, BooleanField()), waiting=ExpressionWrapper(waiting, BooleanField())
    ).aggregate(
        of_unread=Count("pk", distinct=True, filter=Q(unread=True)),
        of_waiting=Count("pk", distinct=True, filter=Q(waiting=True)),
        recusals=JSONBAgg(recusal, filter=Q(recusals__isnull=False), default=Value([], JSONField())),
    )  # fmt: skip
    mine = [each for each in found["recusals"] if each["editor"] == rf"\x{hash_of(UUID(each['story']), user.pk).hex()}"]
    return {kind: found[f"of_{kind}"] - sum(bool(each[kind]) for each in mine) for kind in ("unread", "waiting")}


def kept(story: Story, *, today: date) -> list[Kept]:
    """What is kept of an experience, counted down; what is already gone is left out."""
    is_quoted = story.status in {StoryStatus.PUBLISHED, StoryStatus.QUOTED}
    days = {
        rule.name: (retention.period_of(rule), rule.why) for rule in declaration(Story).retention
    }  # fmt: skip
    found = []
    if story.text is not None:
        name = "stories.original" if story.decided_date else "stories.undecided"
        since = story.decided_date or story.received_date
        found.append((_("Originalen"), since, *days[name]))
    if story.redacted is not None and story.decided_date and not is_quoted:
        found.append((_("Den sladdede teksten"), story.decided_date, *days["stories.redacted"]))
    if story.verifier is not None and not is_quoted:
        found.append((_("Kvitteringen og meldingene"), story.received_date, *days["stories.receipt"]))
    return [_kept(what, since, period, why, today) for what, since, period, why in found]


def _kept(what: Promise, since: date, period: retention.Period, why: str | Promise, today: date) -> Kept:
    until = since + timedelta(days=period.days if period.days is not None else round((period.months or 0) * 30.44))
    return Kept(what, until, max(0, (until - today).days), why)


def _passed_on(user: User) -> set[UUID]:
    rows = Recusal.objects.values_list("story_id", "editor_hash")
    return {story for story, editor_hash in rows if bytes(editor_hash) == hash_of(story, user.pk)}


def _row(story: Story, *, is_urgent: bool, today: date) -> QueueRow:
    left = (story.received_date + timedelta(days=UNREAD_DAYS) - today).days // 7  # weeks: a day would tell the day
    return QueueRow(story, _start(story.text or ""), is_urgent, max(0, left))


def _start(text: str) -> str:
    """The first words, personal data in them replaced."""
    shown = highlights.replaced(text, personal_data.scan(text))
    start = shown if len(shown) <= START else f"{shown[:START].rsplit(' ', 1)[0]} …"
    return " ".join(start.split())
