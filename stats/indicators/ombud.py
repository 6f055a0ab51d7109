"""Figures of the personal ombud: clients and assignments. Definitions: `annual_report_2025.json`."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from ombud.models import Assignment, Case
from stats.counting import Counts, Flow, Stock, county_of
from stats.registry import Chapter, indicator

OF_A_CLIENT: dict[str, Any] = {"gender": "gender", "county": county_of("municipality")}
OF_THE_CASE: dict[str, Any] = {"gender": "case__gender", "county": county_of("case__municipality")}
OF_ASSIGNMENT = {"assignment_category": "category"} | OF_THE_CASE
BY_RESULT = {"assignment_category": "category", "assignment_result": "result"} | OF_THE_CASE


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
    return Flow(Assignment.objects.all(), "opened_date", dimensions=OF_ASSIGNMENT)


@indicator(
    name=_("Avsluttede oppdrag"),
    unit=_("oppdrag"),
    definition=_("Oppdrag som ble ferdige eller avbrutt i løpet av året, etter område og resultat."),
    chapter=Chapter.OMBUD,
    source="ombud.Assignment",
)
def ombud_assignments_closed() -> Flow:
    """Assignments closed in the period."""
    return _closed("all", BY_RESULT)


@indicator(
    name=_("Oppdrag der klienten nådde målet"),
    unit=_("oppdrag"),
    definition=_("Av de avsluttede oppdragene: de der målet ble nådd."),
    chapter=Chapter.OMBUD,
    source="ombud.Assignment",
)
def ombud_assignments_achieved() -> Flow:
    """Assignments closed in the period with the result achieved."""
    return _closed("achieved", OF_ASSIGNMENT)


def _closed(which: str, dimensions: dict[str, Any]) -> Flow:
    measures = {"all": Count("*"), "achieved": Count("pk", filter=Q(result="achieved"))}
    return Flow(
        Assignment.objects.all(), "closed_date", measure=measures[which], together=tuple(measures.values()),
        dimensions=dimensions,
    )  # fmt: skip
