"""What each rule of forgetting takes away, in a few words, and the areas of work in which the page shows them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

AREAS: dict[str, str | Promise] = {
    "helpline": _("Pårørendelinjen"),
    "advising": _("Rådgivning"),
    "groups": _("Grupper"),
    "courses": _("Kurs og arrangementer"),
    "ombud": _("Personlig ombud"),
    "stories": _("Erfaringer"),
    "messaging": _("Meldinger"),
    "drafts": _("Utkast"),
    "scheduling": _("Tider og rom"),
    "accounts": _("Kontoer"),
    "audit": _("Innsyn og logg"),
    "history": _("Hvem som har endret hva"),
}
OTHERS = _("Annet")
WHAT: dict[str, str | Promise] = {
    "helpline.note": _("Notat fra en samtale"),
    "helpline.author": _("Hvem som førte samtalen"),
    "helpline.follow_up": _("Nummer vi skal ringe tilbake til"),
    "helpline.leaflet": _("Nummer som får en lenke"),
    "helpline.code_word": _("Kodeord"),
    "advising.contact": _("Kontaktopplysninger"),
    "advising.link": _("Lenker til egne timer"),
    "advising.note": _("Notater fra timer"),
    "advising.message": _("Svar på e-post"),
    "advising.sick_day": _("Planer for sykedager"),
    "groups.contact": _("Kontaktopplysninger"),
    "groups.note": _("Notater fra møter"),
    "groups.self_run_contact": _("Kontaktperson for selvstyrte grupper"),
    "courses.contact": _("Kontaktopplysninger"),
    "courses.notice": _("Beskjeder til deltakere"),
    "courses.survey_letter": _("Lenker til evaluering"),
    "ombud.client": _("Klienten"),
    "ombud.network": _("Nettverket rundt klienten"),
    "ombud.assignment": _("Oppdrag"),
    "ombud.block": _("Sperrer"),
    "ombud.hand_over": _("Overføringer"),
    "ombud.consent": _("Samtykker"),
    "ombud.entry": _("Logg over kontakt"),
    "ombud.remark": _("Merknader"),
    "ombud.document": _("Dokumenter"),
    "ombud.deadline": _("Frister"),
    "stories.undecided": _("Erfaringer ingen har bestemt seg om"),
    "stories.original": _("Originalteksten"),
    "stories.redacted": _("Den sladdede teksten"),
    "stories.receipt": _("Kvitteringer"),
    "stories.thread": _("Meldinger til den som har delt"),
    "stories.recusal": _("Hvem som har meldt seg inhabil"),
    "messaging.times": _("Klokkeslett for sendte meldinger"),
    "messaging.outbox": _("Hva vi har sendt, og når"),
    "messaging.sealed_mail": _("Innloggingskoder som ikke ble sendt"),
    "messaging.demo_delivery": _("Meldinger i demoen"),
    "drafts.draft": _("Utkast som ikke er rørt"),
    "drafts.empty": _("Tomme utkast"),
    "drafts.end": _("Merker om sendte skjemaer"),
    "scheduling.absence_reason": _("Grunner til fravær"),
    "scheduling.released_hold": _("Tider som ble holdt av"),
    "scheduling.submit": _("Merker om sendte bestillinger"),
    "accounts.idle": _("Kontoer som ikke er i bruk"),
    "accounts.session": _("Innlogginger som er gått ut"),
    "accounts.change": _("Hvem som ga hvem tilgang"),
    "audit.reads": _("Hvem som har åpnet en sak"),
    "audit.break_glass": _("Hvorfor noen åpnet en sak"),
    "portal.join_code": _("Koder for å hente en avtale"),
    "core.retention_run": _("Spor etter slettingen"),
}


def area_of(rule: str) -> str | Promise:
    """The area of work that a rule belongs to."""
    return AREAS.get(rule.partition(".")[0], OTHERS)


def what(rule: str) -> str | Promise:
    """What a rule takes away; for histories the rows they are of, and the name when nobody has put it into words."""
    return WHAT.get(rule, rule.removeprefix("history."))
