"""Courses and events: for whom, where, and how far an offering has come. Kinds stand in the list `offering_kind`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfferingStatus(models.TextChoices):
    """A draft is seen by staff only; a cancelled one stays readable, so that nobody comes in vain."""

    DRAFT = "draft", _("Kladd")
    PUBLISHED = "published", _("Publisert")
    CANCELLED = "cancelled", _("Avlyst")


TRANSITIONS: dict[OfferingStatus, frozenset[OfferingStatus]] = {
    OfferingStatus.DRAFT: frozenset({OfferingStatus.PUBLISHED}),
    OfferingStatus.PUBLISHED: frozenset({OfferingStatus.CANCELLED, OfferingStatus.DRAFT}),
    OfferingStatus.CANCELLED: frozenset(),
}


class Audience(models.TextChoices):
    """Whom an offering is for."""

    RELATIVES = "relatives", _("Pårørende")
    MEMBERS = "members", _("Medlemmer")
    PROFESSIONALS = "professionals", _("Fagfolk")
    YOUNG = "young", _("Unge")


class Place(models.TextChoices):
    """Where an offering happens."""

    CENTRE = "centre", _("På senteret")
    DIGITAL = "digital", _("Digitalt")
    BOTH = "both", _("På senteret og digitalt")
    ELSEWHERE = "elsewhere", _("Et annet sted")


class Picture(models.TextChoices):
    """Our own drawings; nothing is uploaded (P15)."""

    BOOK = "kurs", _("Bok")
    GROUP = "gruppe", _("Mennesker sammen")
    WRITING = "skriv", _("Ark og penn")
    PHONE = "telefon", _("Telefon")
    TWO = "to", _("To som snakker")


class RegistrationSource(models.TextChoices):
    """How a registration was made."""

    ONLINE = "online", _("På nett")
    STAFF = "staff", _("Av oss")


class QuestionKind(models.TextChoices):
    """How a survey question is answered."""

    SCALE = "scale", _("Tall fra 1 til 6")
    CHOICE = "choice", _("Velg ett svar")
    TEXT = "text", _("Fritekst")


class Receivers(models.TextChoices):
    """Who gets a message from us."""

    ALL = "all", _("Alle som har plass")
    PRESENT = "present", _("De som kom sist")
    WAITING = "waiting", _("De som venter")


COURSE_KINDS = frozenset({"course"})
WRITING_KINDS = frozenset({"writing_group", "writing_hour"})
"""Kinds with figures of their own; presences at all other kinds are event attendances (`annual_report_2025.json`)."""

PRESENT = frozenset({"present", "online", "trial"})
"""Codes of `attendance` that count as a presence."""

RESERVED_SLUGS = frozenset({"pamelding", "evaluering", "kalender"})
LOWEST_SHOWN_ANSWERS = 5
HIGHEST_SCORE = 6
