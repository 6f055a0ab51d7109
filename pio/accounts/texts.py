"""What the account's mails and notices say, in one place.

Mails name neither the centre nor what it does in the subject, and never an address of a machine or a browser (P13).
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Text = tuple[str, str]
CODE_MINUTES = 10


def _code(context: Mapping[str, Any], errand: str) -> Text:
    body = _(
        "%(errand)s\n\n%(code)s\n\nKoden virker i %(minutes)s minutter, i den samme nettleseren. "
        "Ba du ikke om den, kan du se bort fra denne e-posten."
    )
    return _("Koden du ba om"), body % {"errand": errand, "code": context["code"], "minutes": CODE_MINUTES}


def _login_code(context: Mapping[str, Any]) -> Text:
    return _code(context, _("Her er koden du logger inn med:"))


def _email_code(context: Mapping[str, Any]) -> Text:
    return _code(context, _("Her er koden som bekrefter e-postadressen din:"))


def _reset_code(context: Mapping[str, Any]) -> Text:
    return _code(context, _("Her er koden for å velge et nytt passord:"))


def _unknown(context: Mapping[str, Any]) -> Text:
    body = _(
        "Noen, kanskje du, ba om en kode til denne adressen. Det finnes ingen konto med den.\n\n"
        "Vil du lage en konto, gjør du det her:\n%(url)s\n\nVar det ikke deg, trenger du ikke gjøre noe."
    )
    return _("Om koden du ba om"), body % {"url": context["signup_url"]}


def _exists(context: Mapping[str, Any]) -> Text:
    body = _(
        "Noen, kanskje du, prøvde å lage en konto med denne adressen. Du har allerede en.\n\n"
        "Har du glemt passordet, velger du et nytt her:\n%(url)s\n\nVar det ikke deg, trenger du ikke gjøre noe."
    )
    return _("Du har allerede en konto"), body % {"url": context["password_reset_url"]}


def _invitation(context: Mapping[str, Any]) -> Text:
    body = _(
        "Hei, %(name)s.\n\nDu har fått en konto. Velg passord her:\n%(url)s\n\n"
        "Lenken virker i sju dager og bare én gang."
    )
    return _("Du har fått en konto"), body % {"name": context["name"], "url": context["url"]}


def _idle(context: Mapping[str, Any]) -> Text:  # same shape as the others
    body = _(
        "Du har en konto du ikke har brukt på halvannet år. Om et halvt år sletter vi den.\n\n"
        "Vil du beholde den, er det nok å logge inn én gang. Hvis ikke trenger du ikke gjøre noe."
    )
    return _("Vil du beholde kontoen din?"), body


def _notice(sentence: Callable[[], str]) -> Callable[[Mapping[str, Any]], Text]:
    def text(context: Mapping[str, Any]) -> Text:  # same shape as the others
        ending = _("Var det ikke deg? Velg et nytt passord med en gang, og si fra til oss.")
        return _("Kontoen din er endret"), f"{sentence()}\n\n{ending}"

    return text


MAILS: dict[str, Callable[[Mapping[str, Any]], Text]] = {
    "login_code": _login_code,
    "email_confirmation": _email_code,
    "email_confirmation_signup": _email_code,
    "password_reset_code": _reset_code,
    "unknown_account": _unknown,
    "account_already_exists": _exists,
    "invitation": _invitation,
    "idle_warning": _idle,
    "email_changed": _notice(lambda: _("E-postadressen til kontoen din er byttet.")),
    "email_confirm": _notice(lambda: _("E-postadressen til kontoen din er bekreftet.")),
    "email_deleted": _notice(lambda: _("En e-postadresse er fjernet fra kontoen din.")),
    "password_changed": _notice(lambda: _("Passordet til kontoen din er byttet.")),
    "password_set": _notice(lambda: _("Kontoen din har fått passord.")),
    "password_reset": _notice(lambda: _("Passordet til kontoen din er byttet.")),
    "totp_activated": _notice(lambda: _("Kontoen din har fått en kodeapp.")),
    "totp_deactivated": _notice(lambda: _("Kodeappen er fjernet fra kontoen din.")),
    "webauthn_added": _notice(lambda: _("Kontoen din har fått en passnøkkel.")),
    "webauthn_removed": _notice(lambda: _("En passnøkkel er fjernet fra kontoen din.")),
    "recovery_codes_generated": _notice(lambda: _("Kontoen din har fått nye gjenopprettingskoder.")),
}

NOTICES: dict[str, Callable[[], str]] = {
    "email_confirmed": lambda: _("E-postadressen er bekreftet."),
    "password_changed": lambda: _("Passordet er byttet."),
    "password_set": lambda: _("Kontoen har fått passord."),
    "primary_email_set": lambda: _("E-postadressen er byttet."),
    "totp_activated": lambda: _("Kodeappen er klar."),
    "totp_deactivated": lambda: _("Kodeappen er fjernet."),
    "webauthn_added": lambda: _("Passnøkkelen er lagt til."),
    "webauthn_removed": lambda: _("Passnøkkelen er fjernet."),
    "recovery_codes_generated": lambda: _("Du har fått nye gjenopprettingskoder."),
}
"""Short notices on the next page, by the name allauth gives them; those not here are not shown."""

REFUSALS: dict[str, Any] = {
    "account_inactive": gettext_lazy("Denne kontoen er stengt."),
    "duplicate_email": gettext_lazy("Dette er adressen du har fra før."),
    "email_password_mismatch": gettext_lazy("E-posten eller passordet stemmer ikke."),
    "enter_current_password": gettext_lazy("Passordet stemmer ikke med det du har nå."),
    "incorrect_code": gettext_lazy("Koden stemmer ikke. Prøv igjen."),
    "incorrect_password": gettext_lazy("Passordet stemmer ikke."),
    "invalid_login": gettext_lazy("E-posten eller passordet stemmer ikke."),
    "rate_limited": gettext_lazy("Det ble for mange forsøk. Vent litt, og prøv igjen."),
    "too_many_login_attempts": gettext_lazy("Det ble for mange forsøk. Vent litt, og prøv igjen."),
    "email_taken": gettext_lazy("Det finnes allerede en konto med denne e-postadressen."),
    "unverified_email": gettext_lazy("Bekreft e-postadressen din først."),
    "cannot_generate_recovery_codes": gettext_lazy("Legg til en kodeapp eller en passnøkkel først."),
    "cannot_delete_authenticator": gettext_lazy("Du må ha minst én kodeapp eller passnøkkel."),
}
"""allauth's error codes in our words."""
