"""The codes that say why a message was not sent, in words for the staff."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MISSED = ("too_late", "hours_to_avoid")
"""Dropped, though the person should have had it: listed for the staff."""

LABELS = {
    "too_late": _("Tidspunktet var passert"),
    "unknown_kind": _("Meldingstypen finnes ikke lenger"),
    "content_gone": _("Innholdet er slettet"),
    "cancelled": _("Trukket tilbake"),
    "moved": _("Avtalen er flyttet eller avlyst"),
    "not_wanted": _("Personen ønsker ikke meldinger på denne kanalen"),
    "hours_to_avoid": _("Personen har bedt oss unngå alle tider"),
    "closed_by_staff": _("Lukket av en ansatt"),
    "worker_lost": _("Sendingen ble avbrutt to ganger, og meldingen kan ha kommet fram"),
    "line_broke_after_data": _("Forbindelsen ble brutt etter at innholdet var sendt"),
    "no_connection": _("Fikk ikke kontakt med tjenesten som sender"),
    "no_answer": _("Tjenesten som sender, svarte ikke"),
    "backend_error": _("Tjenesten som sender, meldte en feil"),
    "unsafe_header": _("Mottaker eller emne inneholder linjeskift"),
    "bad_address": _("E-postadressen er ikke gyldig"),
    "bad_number": _("Mobilnummeret er ikke gyldig"),
    "calendar_method": _("Kalenderfilen er ikke riktig satt opp"),
}


def label(code: str) -> str:
    """The code in words; answers of a server (`smtp_550`) with their number."""
    if code in LABELS:
        return str(LABELS[code])
    kind, _underscore, number = code.partition("_")
    if kind in {"smtp", "http"} and number.isdecimal():
        return gettext("Tjenesten som sender, svarte med kode %(code)s") % {"code": number}
    return gettext("Intern feil") if code else ""
