"""The ombud's rows: cases and clients, offices, mandates and consents, the contact log, deadlines, documents."""

from ombud.models.assignments import Assignment
from ombud.models.cases import Block, Case, Client, HandOver, NetworkPerson
from ombud.models.contacts import ContactEntry, Remark
from ombud.models.deadlines import Deadline, DeadlineRule
from ombud.models.documents import Document
from ombud.models.offices import Consent, Mandate, Office
from ombud.models.service import CalendarFeed, IntakeStop, SystemFailure

__all__ = [
    "Assignment", "Block", "CalendarFeed", "Case", "Client", "Consent", "ContactEntry", "Deadline", "DeadlineRule",
    "Document", "HandOver", "IntakeStop", "Mandate", "NetworkPerson", "Office", "Remark", "SystemFailure",
]  # fmt: skip
