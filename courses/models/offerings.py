"""What is offered, and its evenings. Capacity and queue come from the waiting-list engine."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.enums import (
    RESERVED_SLUGS,
    Audience,
    OfferingStatus,
    Picture,
    Place,
)
from courses.querysets import EveningQuerySet, OfferingQuerySet
from pio.audit import history
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel
from pio.waitlist.models import WithPlaces


@history.track(
    fields=("title", "kind", "status", "capacity", "registration_opens_at", "registration_closes_at", "place")
)
class Offering(WithPlaces):
    """A course or an event, with one evening or many. English texts are optional; without one the Norwegian is shown.

    `capacity` empty means room for everybody; `takes_registrations` false means "just come".
    """

    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    kind = models.CharField(_("type"), max_length=40)
    audience = models.CharField(_("for hvem"), max_length=20, choices=Audience, default=Audience.RELATIVES)
    status = models.CharField(_("status"), max_length=10, choices=OfferingStatus, default=OfferingStatus.DRAFT)
    title = models.CharField(_("tittel"), max_length=120)
    title_en = models.CharField(_("tittel på engelsk"), max_length=120, blank=True)
    summary = models.CharField(_("kort om"), max_length=240)
    summary_en = models.CharField(_("kort om, på engelsk"), max_length=240, blank=True)
    description = models.TextField(_("beskrivelse"), max_length=6000, blank=True)
    description_en = models.TextField(_("beskrivelse på engelsk"), max_length=6000, blank=True)
    place = models.CharField(_("sted"), max_length=10, choices=Place, default=Place.CENTRE)
    place_text = models.CharField(_("hvor"), max_length=200, blank=True)
    video_link = EncryptedTextField(_("lenke"), label="courses.offering.video_link", null=True, blank=True)
    takes_registrations = models.BooleanField(_("påmelding"), default=True)
    largest_party = models.PositiveSmallIntegerField(_("flest i en påmelding"), default=2)
    registration_opens_at = models.DateTimeField(_("påmeldingen åpner"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("påmeldingsfrist"), null=True, blank=True)
    price_text = models.CharField(_("pris"), max_length=120, blank=True)
    partners = ArrayField(models.CharField(max_length=120), verbose_name=_("partnere"), default=list, blank=True)
    host_names = models.CharField(_("kursledere"), max_length=200, blank=True)
    hosts = models.ManyToManyField("accounts.User", blank=True, related_name="hosted_offerings")
    room = models.ForeignKey(
        "scheduling.Resource", models.SET_NULL, verbose_name=_("rom"), null=True, blank=True, related_name="+"
    )
    picture = models.CharField(_("bilde"), max_length=10, choices=Picture, default=Picture.BOOK)
    picture_text = models.CharField(_("hva bildet viser"), max_length=160, blank=True)
    cancelled_text = models.CharField(_("hvorfor det er avlyst"), max_length=300, blank=True)
    survey_sent_date = models.DateField(null=True, blank=True, editable=False)
    survey_reminded_date = models.DateField(null=True, blank=True, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = OfferingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title", "id"]
        constraints = (
            models.CheckConstraint(condition=~Q(slug__in=sorted(RESERVED_SLUGS)), name="courses_offering_slug_is_free"),
            models.CheckConstraint(condition=Q(status__in=OfferingStatus.values), name="courses_offering_known_status"),
            models.CheckConstraint(
                condition=Q(registration_opens_at__isnull=True)
                | Q(registration_closes_at__isnull=True)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                name="courses_offering_closes_after_opening",
            ),
        )

    class Privacy:
        erase = ("video_link",)
        keep = (
            "capacity", "last_queue_number", "slug", "kind", "audience", "status", "title", "title_en", "summary",
            "summary_en", "description", "description_en", "place", "place_text", "takes_registrations",
            "largest_party", "registration_opens_at", "registration_closes_at", "price_text", "partners", "host_names",
            "hosts", "room", "picture", "picture_text", "cancelled_text", "survey_sent_date", "survey_reminded_date",
            "sequence",
        )  # fmt: skip
        subject = ""

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("courses_detail", args=[self.slug])

    def text(self, name: str) -> str:
        """`title`, `summary` or `description` in the active language; Norwegian where English is missing."""
        english = getattr(self, f"{name}_en") if (get_language() or "nb").startswith("en") else ""
        return str(english or getattr(self, name))

    def text_language(self, name: str) -> str:
        """The language that `text` answers in, for the `lang` of that part of the page."""
        is_english = (get_language() or "nb").startswith("en") and bool(getattr(self, f"{name}_en"))
        return "en" if is_english else "nb"

    @property
    def is_on_video(self) -> bool:
        """Also or only on video."""
        return self.place in {Place.DIGITAL, Place.BOTH}


class Evening(BaseModel):
    """One meeting of an offering: most have one, a course has three, a drop-in has one a week.

    `head_count` is how many came where nobody registers, or walked in on top of those who had registered.
    """

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="evenings")
    starts_at = models.DateTimeField(_("starter"))
    ends_at = models.DateTimeField(_("slutter"))
    title = models.CharField(_("tema"), max_length=120, blank=True)
    title_en = models.CharField(_("tema på engelsk"), max_length=120, blank=True)
    description = models.CharField(_("om kvelden"), max_length=400, blank=True)
    place_text = models.CharField(_("et annet sted denne gangen"), max_length=200, blank=True)
    reservations = models.ManyToManyField("scheduling.Reservation", blank=True, related_name="+")
    head_count = models.PositiveSmallIntegerField(_("kom uten påmelding"), default=0)
    is_cancelled = models.BooleanField(_("avlyst"), default=False)
    marked_date = models.DateField(_("oppmøte ført"), null=True, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = EveningQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="courses_evening_is_a_span"),
        )
        indexes = (
            models.Index(fields=("starts_at",), name="courses_evening_by_time"),
            models.Index(fields=("offering", "starts_at"), name="courses_evening_of_offering"),
            models.Index(fields=("ends_at",), name="courses_evening_to_come", condition=Q(is_cancelled=False)),
        )

    class Privacy:
        erase = ()
        keep = (
            "offering", "starts_at", "ends_at", "title", "title_en", "description", "place_text", "reservations",
            "head_count", "is_cancelled", "marked_date", "sequence",
        )  # fmt: skip
        subject = ""

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d}"

    def text(self) -> Any:
        """The evening's theme in the active language."""
        is_english = (get_language() or "nb").startswith("en")
        return (self.title_en if is_english else "") or self.title
