"""The rules that the service begins with, in production too; those not certain are marked for the manager to verify."""

from datetime import date

from django.db import migrations

SINCE, REVIEW = date(2017, 1, 1), date(2027, 1, 31)
RULES = (
    ("nav_appeal", "Klage på vedtak fra NAV", "Complaint to NAV", 6, "weeks", "us",
     "Folketrygdloven § 21-12, seks uker fra vedtaket er mottatt", True),
    ("default_appeal", "Klage på vedtak", "Complaint about a decision", 3, "weeks", "us",
     "Forvaltningsloven § 29, tre uker fra vedtaket er mottatt", True),
    ("health_appeal", "Klage etter pasient- og brukerrettighetsloven", "Complaint under the Patients' Rights Act", 4,
     "weeks", "us", "Pasient- og brukerrettighetsloven § 7-5, må kontrolleres", False),
    ("prelim_reply", "Foreløpig svar", "Preliminary answer", 1, "months", "office",
     "Forvaltningsloven § 11 a, en måned", True),
    ("access_reply", "Svar på innsyn", "Answer to a request for access", 5, "working_days", "office",
     "God praksis, må kontrolleres", False),
    ("documents", "Dokumenter vi er bedt om", "Documents asked for", 2, "weeks", "us",
     "Fristen i brevet, ellers to uker, må kontrolleres", False),
)  # fmt: skip


def add(apps, schema_editor):
    """Add those that are not there: a demo has made its own."""
    rule = apps.get_model("ombud", "DeadlineRule")
    for code, name, name_en, amount, unit, whose, source, certain in RULES:
        rule.objects.get_or_create(
            code=code, valid_from=SINCE,
            defaults={
                "name": name, "name_en": name_en, "amount": amount, "unit": unit, "whose": whose, "source": source,
                "is_certain": certain, "review_date": REVIEW,
            },
        )  # fmt: skip


class Migration(migrations.Migration):
    """Rows only; taking it back leaves them, since deadlines may stand on them."""

    dependencies = [("ombud", "0002_what_the_client_decides")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
