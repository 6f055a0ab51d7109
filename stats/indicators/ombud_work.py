"""Figures of the ombud's work: contacts, company to offices, deadlines, waiting, and how the system failed."""

from typing import Any

from django.db.models import Aggregate, Count, F, Func, IntegerField, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ombud.enums import ContactMode, Party
from ombud.models import Case, ContactEntry, Deadline, SystemFailure
from stats.counting import Flow, county_of
from stats.indicators.ombud import OF_A_CLIENT, OF_THE_CASE
from stats.registry import Chapter, indicator

BY_KIND = {"contact_mode": "mode", "contact_party": "party"} | OF_THE_CASE
OF_DEADLINE = {"deadline_of": "whose", "assignment_category": "assignment__category"} | OF_THE_CASE
OF_FAILURE: dict[str, Any] = {"failure_kind": "kind", "county": county_of("municipality")}


class Median(Aggregate):
    """The middle value that occurs (`percentile_disc`): half of the rows have no more."""

    function = "percentile_disc"
    template = "percentile_disc(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = IntegerField()


class Hours(Aggregate):
    """Minutes added up, as whole hours."""

    template = "round(sum(%(expressions)s) / 60.0)::integer"
    output_field = IntegerField()


def days_between(first: str, last: str) -> Any:
    """Whole days from one date column to another."""
    return Func(F(first), F(last), template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField())


@indicator(
    name=_("Kontakter"),
    unit=_("kontakter"),
    definition=_("Samtaler, møter og brev som ombud har hatt, etter type og etter hvem det var med."),
    chapter=Chapter.OMBUD,
    source="ombud.ContactEntry",
)
def ombud_contacts() -> Flow:
    """Every contact; amendments are not contacts."""
    return _contacts("all", BY_KIND)


@indicator(
    name=_("Kontakter med offentlige kontorer"),
    unit=_("kontakter"),
    definition=_("Samtaler, brev og møter som ombud har hatt med kontorer, etter fullmakt fra klienten."),
    chapter=Chapter.OMBUD,
    source="ombud.ContactEntry",
)
def ombud_office_contacts() -> Flow:
    """Contacts with an office; amendments are not contacts."""
    return _contacts("office", {"contact_mode": "mode"} | OF_THE_CASE)


def _contacts(which: str, dimensions: dict[str, Any]) -> Flow:
    measures = {"all": Count("*"), "office": Count("pk", filter=Q(party=Party.OFFICE))}
    return Flow(
        ContactEntry.objects.filter(amends=None), "occurred_at", measure=measures[which],
        together=tuple(measures.values()), dimensions=dimensions,
    )  # fmt: skip


@indicator(
    name=_("Timer i følge til kontorer"),
    unit=_("timer"),
    definition=_("Tiden ombud har vært med klienter i møter med NAV og andre kontorer, i hele timer."),
    chapter=Chapter.OMBUD,
    source="ombud.ContactEntry",
)
def ombud_company_hours() -> Flow:
    """Hours of company to offices."""
    rows = ContactEntry.objects.filter(mode=ContactMode.COMPANY, amends=None)
    return Flow(rows, "occurred_at", measure=Hours("minutes"), dimensions=OF_THE_CASE)


@indicator(
    name=_("Frister som ble holdt"),
    unit=_("frister"),
    definition=_("Frister som gikk ut i løpet av året, og som den som hadde fristen, holdt."),
    chapter=Chapter.OMBUD,
    source="ombud.Deadline",
)
def ombud_deadlines_kept() -> Flow:
    """Deadlines due in the period that were kept."""
    return _deadlines("kept")


@indicator(
    name=_("Frister som ikke ble holdt"),
    unit=_("frister"),
    definition=_("Frister som gikk ut i løpet av året uten å være holdt, også de som fortsatt er åpne."),
    chapter=Chapter.OMBUD,
    source="ombud.Deadline",
)
def ombud_deadlines_missed() -> Flow:
    """Deadlines due in the period that were not kept, or that are past and still open."""
    return _deadlines("missed")


def _deadlines(which: str) -> Flow:
    missed = Q(is_kept=False) | Q(closed_date=None, due_date__lt=timezone.localdate())
    measures = {"kept": Count("pk", filter=Q(is_kept=True)), "missed": Count("pk", filter=missed)}
    return Flow(
        Deadline.objects.all(), "due_date", measure=measures[which], together=tuple(measures.values()),
        dimensions=OF_DEADLINE,
    )  # fmt: skip


@indicator(
    name=_("Ventetid for nye klienter"),
    unit=_("dager"),
    definition=_("Fra noen spurte om ombud til saken ble åpnet: halvparten ventet ikke lenger enn dette (median)."),
    chapter=Chapter.OMBUD,
    source="ombud.Case",
)
def ombud_waiting_days() -> Flow:
    """The median wait of the cases opened in the period, days."""
    rows = Case.objects.filter(opened_date__isnull=False)
    return Flow(
        rows, "opened_date", measure=Median(days_between("opened_date", "enquired_date")),
        dimensions=OF_A_CLIENT,
    )  # fmt: skip


@indicator(
    name=_("Systemfeil"),
    unit=_("meldinger"),
    definition=_("Ganger et kontor har sviktet, meldt av ombud uten navn, etter hva som sviktet."),
    chapter=Chapter.OMBUD,
    source="ombud.SystemFailure",
)
def ombud_system_failures() -> Flow:
    """Failures reported in the period."""
    return Flow(
        SystemFailure.objects.all(), "month", dimensions=OF_FAILURE,
        no_weekday=_("Systemfeil meldes med måned, ikke dag, for at ingen skal kjennes igjen."),
    )  # fmt: skip


@indicator(
    name=_("Ventetid på kontorer over fristen"),
    unit=_("dager"),
    definition=_("Av systemfeilene: så mange dager over fristen kontorene var, i midten (median)."),
    chapter=Chapter.OMBUD,
    source="ombud.SystemFailure",
)
def ombud_days_over() -> Flow:
    """The median of the days over the deadline, of the failures reported in the period."""
    return Flow(
        SystemFailure.objects.exclude(days_over=None), "month", measure=Median("days_over"), dimensions=OF_FAILURE
    )
