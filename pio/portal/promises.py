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
        "P01",
        _("Deler du en erfaring, lagrer vi verken IP-adressen, maskinen, nettleseren eller språket ditt."),
        (
            "test_p01_nobody_who_shares_is_found_in_any_store",
            "test_p01_a_view_of_the_experiences_can_know_nothing_about_who",
        ),
    ),
    Claim(
        "P01",
        _("Er du logget inn mens du deler en erfaring, ser vi det ikke, og ingenting i kontoen din endres."),
        ("test_p01_a_signed_in_relative_who_shares_changes_no_row_but_the_storys",),
    ),
    Claim(
        "P01",
        _("Går noe galt når du sender inn en erfaring, blir ingenting av den liggende igjen."),
        ("test_p01_failures_leave_nothing", "test_p01_a_database_that_is_away_leaves_nothing"),
    ),
    Claim(
        "P02",
        _("Vi lagrer hvilken dato en erfaring kom, aldri klokkeslettet."),
        (
            "test_p02_five_past_midnight_and_ten_to_midnight_are_the_same_row",
            "test_p02_no_column_of_ours_knows_a_time_of_day",
        ),
    ),
    Claim(
        "P03",
        _("Med kvitteringen kan du trekke en erfaring. Da slettes tekst, meldinger og sitat med en gang."),
        (
            "test_p03_withdrawing_leaves_day_themes_and_nothing_else",
            "test_p03_what_an_editor_has_begun_to_answer_goes_with_the_experience",
            "test_p03_a_page_that_stands_open_keeps_nothing_after_the_withdrawal",
        ),
    ),
    Claim(
        "P03",
        _("Neste natt skriver vi databasens filer på nytt, så det ikke ligger igjen rester av det du har trukket."),
        (
            "test_p03_after_the_night_no_file_of_the_database_holds_what_was_withdrawn",
            "test_p03_no_sample_of_the_words_is_kept_by_the_planner",
        ),
    ),
    Claim(
        "P03",
        _("Vi lagrer ikke kvitteringen. Ingen kan gjette seg fram til en ved å se på svaret eller ventetiden."),
        (
            "test_p03_the_receipt_stands_in_no_address_and_is_kept_nowhere",
            "test_p03_wrong_unknown_expired_and_withdrawn_receipts_get_the_same_answer",
            "test_p03_a_wrong_receipt_costs_the_time_of_a_right_one",
            "test_p03_the_time_of_the_answer_does_not_tell_what_was_wrong",
        ),
    ),
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
        (
            "test_p06_the_way_out_and_the_menu_work_without_scripts",
            "test_p06_an_experience_is_shared_and_withdrawn_without_scripts",
        ),
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
    Claim(
        "P07",
        _("Det du forteller om situasjonen din, ligger kryptert hos oss."),
        ("test_p07_nothing_of_the_text_stands_in_the_database", "test_p07_a_value_of_another_row_is_refused"),
    ),
    Claim(
        "P08",
        _("Det vi sier at vi sletter, blir slettet på dagen. Et program gjør det hver natt."),
        ("test_p08_the_nightly_task_forgets", "test_p08_months_are_kept_to_the_day"),
    ),
    Claim(
        "P09",
        _("Når noen her leser et rådgivningsnotat, blir det skrevet ned hvem og hvorfor. Ingen kan endre listen."),
        (
            "test_p09_each_reading_is_one_row_and_the_client_sees_who",
            "test_p09_the_database_refuses_to_change_or_delete_an_entry",
        ),
    ),
    Claim(
        "P10",
        _("Kommer dere flere sammen, blir et notat om den ene aldri vist til den andre."),
        ("test_p10_note_on_one_participant_is_never_shown_to_another",),
    ),
    Claim(
        "P11",
        _("De som jobber her, må vise at det er dem på to måter for å logge inn."),
        ("test_p11_password_alone_reaches_only_the_account", "test_p11_mail_code_does_not_pass_the_factor"),
    ),
    Claim(
        "P12",
        _("Innloggingen røper ikke om noen har en konto hos oss."),
        ("test_p12_known_and_unknown_get_the_same_answer",),
    ),
    Claim(
        "P17",
        _(
            "Sikkerhetskopiene er kryptert, og vi har dem i 60 dager. "
            "Legger vi tilbake en kopi, sletter vi på nytt det som er slettet siden."
        ),
        (
            "test_p17_nothing_readable_stands_in_a_backup_and_a_stranger_opens_none",
            "test_p17_a_restored_backup_is_whole_and_has_forgotten_what_was_erased_since",
        ),
    ),
    Claim(
        "P14",
        _("Meldinger fra oss nevner verken sykdom, tema eller hva vi driver med."),
        ("test_p14_no_message_names_a_theme_an_illness_or_what_the_centre_does",),
    ),
    Claim(
        "P19",
        _("Hver setning her har en test som kjøres. Vi slår av vern med vilje for å se at testene merker det."),
        (
            "test_p19_a_claim_rests_on_one_test_that_runs_and_looks",
            "test_p19_a_guard_that_is_gone_turns_a_test_red",
        ),
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
