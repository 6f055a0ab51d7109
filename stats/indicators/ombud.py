"""Figures of the personal ombud. Definitions: `annual_report_2025.json`."""

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from ombud.enums import Party
from ombud.models import Assignment, Case, ContactEntry, Deadline
from stats.registry import Chapter, Counts, Flow, Stock, indicator

OF_A_CLIENT = {"gender": "gender"}


@indicator(
    name=_("Klienter hos personlig ombud"),
    unit=_("klienter"),
    definition=_("Klienter og pårørende som et personlig ombud fulgte opp: saken var åpen minst en dag i året."),
    chapter=Chapter.OMBUD,
    source="ombud.Case",
    small_numbers=True,
)
def ombud_clients() -> Stock:
    """A case open on any day of the period."""
    return Stock(Case.objects.all(), "opened_date", "closed_date", Counts.OPEN_ANY_DAY, dimensions=OF_A_CLIENT)


@indicator(
    name=_("Nye klienter hos personlig ombud"),
    unit=_("klienter"),
    definition=_("Av klientene: de som fikk saken åpnet i løpet av året."),
    chapter=Chapter.OMBUD,
    source="ombud.Case",
    small_numbers=True,
)
def ombud_clients_new() -> Flow:
    """Cases opened in the period."""
    return Flow(Case.objects.filter(opened_date__isnull=False), "opened_date", dimensions=OF_A_CLIENT)


@indicator(
    name=_("Nye oppdrag"),
    unit=_("oppdrag"),
    definition=_("Oppdrag som klienter ga ombudet i løpet av året, etter område."),
    chapter=Chapter.OMBUD,
    source="ombud.Assignment",
)
def ombud_assignments() -> Flow:
    """Assignments opened in the period."""
    return Flow(Assignment.objects.all(), "opened_date", dimensions={"assignment_category": "category"})


@indicator(
    name=_("Avsluttede oppdrag"),
    unit=_("oppdrag"),
    definition=_("Oppdrag som ble ferdige eller avbrutt i løpet av året."),
    chapter=Chapter.OMBUD,
    source="ombud.Assignment",
)
def ombud_assignments_closed() -> Flow:
    """Assignments closed in the period."""
    return Flow(Assignment.objects.all(), "closed_date", dimensions={"assignment_category": "category"})


@indicator(
    name=_("Oppdrag der klienten nådde målet"),
    unit=_("oppdrag"),
    definition=_("Av de avsluttede oppdragene: de der målet ble nådd."),
    chapter=Chapter.OMBUD,
    source="ombud.Assignment",
)
def ombud_assignments_achieved() -> Flow:
    """Assignments closed in the period with the result achieved."""
    return Flow(
        Assignment.objects.filter(result="achieved"), "closed_date", dimensions={"assignment_category": "category"}
    )


@indicator(
    name=_("Kontakter med offentlige kontorer"),
    unit=_("kontakter"),
    definition=_("Samtaler, brev og møter som ombud har hatt med kontorer, etter fullmakt fra klienten."),
    chapter=Chapter.OMBUD,
    source="ombud.ContactEntry",
)
def ombud_office_contacts() -> Flow:
    """Contacts with an office; amendments are not contacts."""
    return Flow(ContactEntry.objects.filter(party=Party.OFFICE, amends=None), "occurred_at")


@indicator(
    name=_("Minutter i følge til kontorer"),
    unit=_("minutter"),
    definition=_("Tiden ombud har vært med klienter i møter med NAV og andre kontorer."),
    chapter=Chapter.OMBUD,
    source="ombud.ContactEntry",
)
def ombud_company_minutes() -> Flow:
    """Minutes of company to offices."""
    return Flow(ContactEntry.objects.filter(mode="company", amends=None), "occurred_at", measure=Sum("minutes"))


@indicator(
    name=_("Frister som ble holdt"),
    unit=_("frister"),
    definition=_("Frister som gikk ut i løpet av året, og som den som hadde fristen, holdt."),
    chapter=Chapter.OMBUD,
    source="ombud.Deadline",
)
def ombud_deadlines_kept() -> Flow:
    """Deadlines due in the period that were kept."""
    return Flow(Deadline.objects.filter(is_kept=True), "due_date")
