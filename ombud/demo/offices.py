"""Offices of the demo: real kinds of offices with made-up addresses."""

from ombud.models import Office

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


def build() -> list[Office]:
    """Eight offices. The rules that deadlines are computed from came with the migrations."""
    rows = [
        Office(slug=slug, name=name, service=service, municipality="0301", address=address)
        for slug, name, service, address in OFFICES
    ]
    return Office.objects.bulk_create(rows)
