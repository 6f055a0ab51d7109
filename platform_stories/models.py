"""Experiences, what is quoted from them, and the thread that a receipt opens.

Nothing here knows a person or a time of day (P01, P02): days only, random keys, no history tables, and no key to
anything outside this part. What was told in confidence is sealed; a quote is readable once it is published.
"""

import hashlib
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel
from pio.core.privacy import Retention
from platform_stories.enums import QuoteStatus, StoryStatus, Writer
from platform_stories.querysets import QuoteQuerySet, StoryQuerySet

MOST_CHARACTERS = 8000
MOST_OF_A_QUOTE = 600
SEARCH_CONFIG = "norwegian"
NOT_QUOTED = ~Q(status__in=[StoryStatus.PUBLISHED, StoryStatus.QUOTED])


class Story(BaseModel):
    """What somebody wrote to us. `selector` and `verifier` are the receipt's; the receipt itself is kept nowhere."""

    received_date = models.DateField()
    text = EncryptedTextField(label="platform_stories.story.text", null=True, blank=True, max_length=MOST_CHARACTERS)
    redacted = EncryptedTextField(
        label="platform_stories.story.redacted", null=True, blank=True, max_length=MOST_CHARACTERS
    )
    themes = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    relation = models.CharField(max_length=60, blank=True)
    age_band = models.CharField(max_length=60, blank=True)
    county = models.CharField(max_length=10, blank=True)
    consent = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=20, choices=StoryStatus, default=StoryStatus.RECEIVED)
    decided_date = models.DateField(null=True, blank=True)
    selector = models.CharField(max_length=5, null=True, blank=True, unique=True)
    verifier = models.CharField(max_length=160, null=True, blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stories"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(selector__isnull=True, verifier__isnull=True)
                | Q(selector__isnull=False, verifier__isnull=False),
                name="stories_receipt_whole_or_none",
            ),
            models.CheckConstraint(
                condition=~Q(status=StoryStatus.WITHDRAWN)
                | Q(
                    text__isnull=True, redacted__isnull=True, verifier__isnull=True,
                    relation="", age_band="", county="", consent="",
                ),
                name="stories_withdrawn_is_empty",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["status", "received_date"], name="stories_by_status")]

    class Privacy:
        erase = ("text", "redacted", "selector", "verifier", "relation", "age_band", "county")
        keep = ("received_date", "themes", "consent", "status", "decided_date")
        retention = (
            Retention(
                "stories.undecided", since="received_date", days=90, where=Q(status=StoryStatus.RECEIVED),
                by="platform_stories.services.forgetting.close_unread",
                why=_("En erfaring venter høyst 90 dager på å bli lest ferdig."),
            ),
            Retention(
                "stories.original", since="decided_date", days=30, fields=("text",),
                why=_("Originalen slettes 30 dager etter at vi har bestemt oss."),
            ),
            Retention(
                "stories.redacted", since="decided_date", months=24, where=NOT_QUOTED,
                fields=("redacted", "relation", "age_band", "county"),
                why=_("Den sladdede teksten brukes i arbeidet for å endre systemet."),
            ),
            Retention(
                "stories.receipt", since="received_date", months=12, fields=("selector", "verifier"), where=NOT_QUOTED,
                why=_("Kvitteringen virker i 12 måneder, eller så lenge et sitat er publisert."),
            ),
        )  # fmt: skip
        subject = ""

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """The editors' page."""
        return reverse("stories_read", args=[self.pk])


class StoryMessage(BaseModel):
    """One message in the thread between the writer and the centre. `number` orders those of one day."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="messages")
    number = models.PositiveSmallIntegerField()
    written_by = models.CharField(max_length=10, choices=Writer)
    written_date = models.DateField()
    text = EncryptedTextField(label="platform_stories.message.text")

    class Meta:
        ordering: ClassVar = ["story", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["story", "number"], name="stories_message_number_once")
        ]

    class Privacy:
        erase = ("text",)
        keep = ("story", "number", "written_by", "written_date")
        retention = Retention(
            "stories.thread", since="story__received_date", months=12, action="delete",
            where=~Q(story__status__in=[StoryStatus.PUBLISHED, StoryStatus.QUOTED]),
            why=_("Meldingene følger kvitteringen."),
        )  # fmt: skip
        held_with = ("story",)
        subject = ""

    def __str__(self) -> str:
        return f"{self.story_id} {self.number}"


class Recusal(BaseModel):
    """An editor who passed an experience on because they know somebody in it.

    `editor_hash` is keyed and bound to the experience, so nobody can read from it who it was; it only lets the portal
    keep that one experience away from that one editor.
    """

    story = models.ForeignKey(Story, models.CASCADE, related_name="recusals")
    editor_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["story", "editor_hash"], name="stories_recusal_once")]

    class Privacy:
        erase = ()
        keep = ("story", "editor_hash")
        retention = Retention(
            "stories.recusal", since="story__decided_date", days=30, action="delete",
            why=_("Trengs ikke når originalen er slettet."),
        )  # fmt: skip
        held_with = ("story",)
        subject = ""

    def __str__(self) -> str:
        return str(self.story_id)


class Quote(BaseModel):
    """Some sentences of an experience, on their way to the wall or on it. Its key is not that of the experience.

    `draft` is sealed until two different editors have said yes and its day has come; then it stands in `text`.
    A removed quote stays as an empty row, so that its address answers 410.
    """

    story = models.OneToOneField(Story, models.CASCADE, related_name="quote")
    status = models.CharField(max_length=20, choices=QuoteStatus, default=QuoteStatus.PROPOSED)
    draft = EncryptedTextField(label="platform_stories.quote.draft", null=True, blank=True)
    text = models.TextField(max_length=MOST_OF_A_QUOTE, blank=True)
    themes = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    relation_group = models.CharField(max_length=40, blank=True)
    may_go_social = models.BooleanField(default=False)
    is_telling = models.BooleanField(default=False)
    proposed_by = models.UUIDField(null=True, blank=True)
    approved_by = models.UUIDField(null=True, blank=True)
    publish_date = models.DateField(null=True, blank=True)
    published_month = models.DateField(null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("text", config=SEARCH_CONFIG), output_field=SearchVectorField(), db_persist=True
    )

    objects = QuoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="stories_two_different_editors",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[QuoteStatus.SCHEDULED, QuoteStatus.PUBLISHED])
                | Q(approved_by__isnull=False, proposed_by__isnull=False, publish_date__isnull=False),
                name="stories_published_by_two",
            ),
            models.CheckConstraint(
                condition=Q(published_month__isnull=True) | Q(published_month__day=1), name="stories_month_only"
            ),
            models.CheckConstraint(
                condition=Q(status=QuoteStatus.PUBLISHED) | Q(text=""), name="stories_text_when_published"
            ),
        ]
        indexes: ClassVar = [GinIndex(fields=["search"], name="stories_quote_search")]

    class Privacy:
        erase = ("draft", "text")
        keep = (
            "story", "status", "themes", "relation_group", "may_go_social", "is_telling", "proposed_by", "approved_by",
            "publish_date", "published_month", "search",
        )  # fmt: skip
        held_with = ("story",)
        subject = ""

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """The permalink, in the active language."""
        return reverse("stories_quote", args=[self.pk])

    @property
    def words(self) -> str:
        """What it says: the published text, or the sealed draft before that."""
        return self.text or self.draft or ""

    @property
    def mark(self) -> str:
        """A mark of all that an editor says yes to; another text, theme or signature has another mark."""
        said = "\0".join((self.words, self.relation_group, *self.themes))
        return hashlib.sha256(said.encode()).hexdigest()[:32]
