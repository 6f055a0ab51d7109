"""Offices and deadline rules of the demo. The offices are real kinds of offices with made-up addresses."""

from datetime import date

from ombud.enums import DeadlineOf, DeadlineUnit
from ombud.models import DeadlineRule, Office

OFFICES = (
    ("nav-gamle-oslo", "NAV Gamle Oslo", "nav", "Oppdiktet gate 1, 0190 Oslo"),
    ("nav-grunerlokka", "NAV Grünerløkka", "nav", "Oppdiktet gate 2, 0560 Oslo"),
    ("nav-sagene", "NAV Sagene", "nav", "Oppdiktet gate 3, 0460 Oslo"),
    ("boligkontoret", "Boligkontoret", "housing_office", "Oppdiktet gate 4, 0180 Oslo"),
    ("fastlegen-torshov", "Fastlegekontoret Torshov", "gp", "Oppdiktet gate 5, 0476 Oslo"),
    ("dps-nord", "DPS Nord", "dps", "Oppdiktet gate 6, 0880 Oslo"),
    ("gjeldsradgivningen", "Gjeldsrådgivningen", "debt_advice", "Oppdiktet gate 7, 0170 Oslo"),
    ("statsforvalteren", "Statsforvalteren", "county_governor", "Oppdiktet gate 8, 0032 Oslo"),
)
SINCE, REVIEW = date(2017, 1, 1), date(2027, 1, 31)
RULES = (
    ("nav_appeal", "Klage på vedtak fra NAV", "Complaint to NAV", 6, DeadlineUnit.WEEKS, DeadlineOf.US,
     "Folketrygdloven § 21-12, seks uker fra vedtaket er mottatt", True),
    ("default_appeal", "Klage på vedtak", "Complaint about a decision", 3, DeadlineUnit.WEEKS, DeadlineOf.US,
     "Forvaltningsloven § 29, tre uker fra vedtaket er mottatt", True),
    ("health_appeal", "Klage etter pasient- og brukerrettighetsloven", "Complaint under the Patients' Rights Act", 4,
     DeadlineUnit.WEEKS, DeadlineOf.US, "Pasient- og brukerrettighetsloven § 7-5, må kontrolleres", False),
    ("prelim_reply", "Foreløpig svar", "Preliminary answer", 1, DeadlineUnit.MONTHS, DeadlineOf.OFFICE,
     "Forvaltningsloven § 11 a, en måned", True),
    ("access_reply", "Svar på innsyn", "Answer to a request for access", 5, DeadlineUnit.WORKING_DAYS,
     DeadlineOf.OFFICE, "God praksis, må kontrolleres", False),
    ("documents", "Dokumenter vi er bedt om", "Documents asked for", 2, DeadlineUnit.WEEKS, DeadlineOf.US,
     "Fristen i brevet, ellers to uker, må kontrolleres", False),
)  # fmt: skip


def build() -> list[Office]:
    """Eight offices and the rules that deadlines are computed from."""
    for code, name, name_en, amount, unit, whose, source, certain in RULES:
        DeadlineRule.objects.create(
            code=code, name=name, name_en=name_en, amount=amount, unit=unit, whose=whose, source=source,
            is_certain=certain, valid_from=SINCE, review_date=REVIEW,
        )  # fmt: skip
    rows = [
        Office(slug=slug, name=name, service=service, municipality="0301", address=address)
        for slug, name, service, address in OFFICES
    ]
    return Office.objects.bulk_create(rows)
