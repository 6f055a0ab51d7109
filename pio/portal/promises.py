"""What we can and cannot see: each sentence on /hva-vi-ser/ with the tests that hold it (privacy.md, P19).

A claim without a test that exists fails the suite, so nothing stands there because it sounds well.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Claim:
    """A sentence for the reader, the number of the promise, and the names of its tests."""

    number: str
    text: Promise
    tests: tuple[str, ...]


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "P04",
        _("Vi setter ingen informasjonskapsler hos deg som besøker de åpne sidene."),
        ("test_p04_no_public_page_sets_a_cookie_or_varies",),
    ),
    Claim(
        "P04",
        _("Vi leser ikke hvilket språk nettleseren din er satt til, og heller ingen informasjonskapsler den sender."),
        ("test_p04_cookies_and_language_never_reach_a_public_view",),
    ),
    Claim(
        "P05",
        _("Sidene henter ingenting fra andre nettsteder. Ingen andre får vite at du har vært her."),
        ("test_p05_a_tour_asks_one_host_and_breaks_no_policy",),
    ),
    Claim(
        "P06",
        _("Du kan bruke sidene uten JavaScript."),
        ("test_p06_the_way_out_and_the_menu_work_without_scripts",),
    ),
    Claim(
        "P13",
        _("«Forlat siden» bytter ut siden du er på, så tilbakeknappen ikke fører rett tilbake hit."),
        ("test_p13_quick_exit_leaves_no_way_back",),
    ),
    Claim(
        "P13",
        _("Sider som bare er dine, blir ikke lagret i nettleseren."),
        ("test_p13_pages_of_one_person_are_stored_nowhere",),
    ),
    Claim(
        "P15",
        _("Ingen andre nettsteder kan sende inn et skjema i ditt navn."),
        ("test_p15_posts_from_other_sites_are_refused",),
    ),
)

RETENTION: tuple[tuple[Promise, Promise], ...] = (
    (_("Notat fra en samtale på telefonen"), _("30 dager")),
    (_("Nummer vi skal ringe tilbake til"), _("til vi har ringt, senest 14 dager")),
    (_("Kontaktopplysninger og notater fra rådgivning"), _("12 måneder etter siste time")),
    (_("Kontaktopplysninger fra kurs og grupper"), _("6 måneder etter slutt")),
    (_("Saker hos personlig ombud"), _("36 måneder etter at saken er avsluttet")),
    (_("Erfaring som ikke blir publisert"), _("høyst 120 dager")),
    (_("Konto som ikke er i bruk"), _("24 måneder, med varsel etter 18")),
    (_("Sikkerhetskopier"), _("60 dager")),
)
"""The defaults of privacy.md, in words."""
