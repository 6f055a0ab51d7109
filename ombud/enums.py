"""Choices of the ombud's work, with the allowed steps between statuses beside them.

What is counted from the published lists (categories, who asked, gender) are codes of `choices.csv`, not here.
"""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseStatus(models.TextChoices):
    """Where a case stands. An enquiry and one who waits are not yet clients; `opened_date` comes with first talks."""

    ENQUIRY = "enquiry", _("Henvendelse")
    WAITING = "waiting", _("Venter på plass")
    FIRST_TALKS = "first_talks", _("Første samtaler")
    ACTIVE = "active", _("I gang")
    PAUSED = "paused", _("Pause")
    CLOSED = "closed", _("Avsluttet")


CASE_TRANSITIONS: Mapping[str, frozenset[str]] = {
    CaseStatus.ENQUIRY: frozenset({CaseStatus.WAITING, CaseStatus.FIRST_TALKS, CaseStatus.CLOSED}),
    CaseStatus.WAITING: frozenset({CaseStatus.FIRST_TALKS, CaseStatus.CLOSED}),
    CaseStatus.FIRST_TALKS: frozenset({CaseStatus.ACTIVE, CaseStatus.PAUSED, CaseStatus.CLOSED}),
    CaseStatus.ACTIVE: frozenset({CaseStatus.PAUSED, CaseStatus.CLOSED}),
    CaseStatus.PAUSED: frozenset({CaseStatus.ACTIVE, CaseStatus.CLOSED}),
    CaseStatus.CLOSED: frozenset(),
}
IN_QUEUE = (CaseStatus.ENQUIRY.value, CaseStatus.WAITING.value)
OPEN_STATUSES = (CaseStatus.FIRST_TALKS.value, CaseStatus.ACTIVE.value, CaseStatus.PAUSED.value)


class CloseReason(models.TextChoices):
    """Why a case was closed."""

    GOALS_MET = "goals_met", _("Målene er nådd")
    CLIENT_ENDED = "client_ended", _("Klienten ville avslutte")
    MOVED = "moved", _("Flyttet")
    NO_CONTACT = "no_contact", _("Mistet kontakten")
    DECEASED = "deceased", _("Død")
    OUTSIDE = "outside", _("Utenfor tilbudet")


class AssignmentStatus(models.TextChoices):
    """Where an assignment stands."""

    WISHED = "wished", _("Ønsket")
    UNDER_WAY = "under_way", _("Under arbeid")
    WAITING = "waiting", _("Venter på noen")
    DONE = "done", _("Ferdig")
    GIVEN_UP = "given_up", _("Avbrutt")


ENDED = (AssignmentStatus.DONE.value, AssignmentStatus.GIVEN_UP.value)
_ANY = frozenset(AssignmentStatus)
ASSIGNMENT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    AssignmentStatus.WISHED: _ANY,
    AssignmentStatus.UNDER_WAY: _ANY,
    AssignmentStatus.WAITING: _ANY,
    AssignmentStatus.DONE: frozenset(),
    AssignmentStatus.GIVEN_UP: frozenset(),
}
"""One that lives goes on to whatever it is now, also back. What has ended has ended."""


class WaitsFor(models.TextChoices):
    """For whom an assignment waits."""

    OFFICE = "office", _("Et kontor")
    CLIENT = "client", _("Klienten")
    PERSON = "person", _("En pårørende")
    OTHER = "other", _("En annen")


WAIT_NAMES: Mapping[str, str] = {
    WaitsFor.OFFICE: "waiting_on",
    WaitsFor.PERSON: "waiting_person",
    WaitsFor.OTHER: "waiting_words",
}
"""The field that says who it is, for those of whom there are many; there is one client."""


class Side(models.TextChoices):
    """Who opened or closed something: the client always may."""

    CLIENT = "client", _("Klienten")
    OMBUD = "ombud", _("Ombudet")


class Result(models.TextChoices):
    """What came of an assignment."""

    ACHIEVED = "achieved", _("Nådd")
    PARTLY = "partly", _("Delvis nådd")
    NOT = "not", _("Ikke nådd")
    UNKNOWN = "unknown", _("Vet ikke")


class MandateScope(models.TextChoices):
    """What the ombud may do at an office on the client's behalf."""

    SPEAK = "speak", _("Snakke og skrive")
    READ = "read", _("Se i saken")
    APPLY = "apply", _("Søke")
    APPEAL = "appeal", _("Klage")
    RECEIVE = "receive", _("Motta post")


class WithdrawnHow(models.TextChoices):
    """How the client withdrew a mandate or a consent."""

    CLIENT = "client", _("på sin egen side")
    ORAL = "oral", _("muntlig")
    PHONE = "phone", _("på telefon")
    WRITTEN = "written", _("skriftlig")


class Party(models.TextChoices):
    """With whom a contact was."""

    CLIENT = "client", _("Klienten")
    OFFICE = "office", _("Et kontor")
    RELATIVE = "relative", _("En pårørende")


class ContactMode(models.TextChoices):
    """How the contact happened."""

    MEETING = "meeting", _("Møte")
    HOME_VISIT = "home_visit", _("Hjemmebesøk")
    COMPANY = "company", _("Følge")
    PHONE = "phone", _("Telefon")
    VIDEO = "video", _("Video")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-post")
    LETTER = "letter", _("Brev")
    DIGITAL_POST = "digital_post", _("Digital post")


class ContactException(models.TextChoices):
    """Why a contact was right without mandate or consent; each needs a reason in words."""

    ACUTE_DANGER = "acute_danger", _("Akutt fare for liv eller helse")
    REQUIRED_BY_LAW = "required_by_law", _("Loven krever det")
    CLIENT_PRESENT = "client_present", _("Klienten var med på høyttaler")


class DeadlineUnit(models.TextChoices):
    """In what a rule counts."""

    DAYS = "days", _("dager")
    WORKING_DAYS = "working_days", _("virkedager")
    WEEKS = "weeks", _("uker")
    MONTHS = "months", _("måneder")


class DeadlineOf(models.TextChoices):
    """Who must act before the deadline."""

    US = "us", _("Vi")
    OFFICE = "office", _("Kontoret")


class FailureKind(models.TextChoices):
    """Ways in which the system fails; counted for the board."""

    LONG_WAIT = "long_wait", _("Lang ventetid")
    NO_REPLY = "no_reply", _("Manglende svar")
    NO_REASONS = "no_reasons", _("Avslag uten begrunnelse")
    NO_OFFER = "no_offer", _("Ingen tilbud")
    DIGITAL = "digital", _("Digitalt utestengt")
    DEMEANING = "demeaning", _("Krenkende møte")
    CONFLICTING = "conflicting", _("Motstridende vedtak")


class DocumentKind(models.TextChoices):
    """What a document is."""

    LETTER = "letter", _("Brev fra oss")
    DECISION = "decision", _("Vedtak")
    MANDATE = "mandate", _("Signert fullmakt")
    PROOF = "proof", _("Kvittering")
    OTHER = "other", _("Annet")


class HandOverChoice(models.TextChoices):
    """What the client lets the next ombud see of the log."""

    ALL = "all", _("Alt")
    THREE_MONTHS = "three_months", _("De siste tre månedene")
    SUMMARY = "summary", _("Bare overleveringen")
