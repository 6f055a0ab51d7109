"""The pages of `/intern/oppsett/` that this part gives, and those of parts that stand below accounts."""

from django.utils.translation import gettext_lazy as _

from pio.accounts.setup import SetUpPage, register

register(
    SetUpPage(
        "setup_centre", "setup.centre", _("Senteret"),
        _("Navn, adresse og telefonnummer, og når noen svarer på telefonen."), "phone",
    )
)  # fmt: skip
register(
    SetUpPage(
        "setup_lists", "setup.choices", _("Valglister"),
        _("Svarene i skjemaene: relasjon, tema, tjenester og de andre listene, på norsk og engelsk."), "check",
    )
)  # fmt: skip
register(
    SetUpPage(
        "message_queue", "messaging.queue", _("Meldinger"),
        _("Hva som er sendt, hva som venter, og hva som trenger en avgjørelse."), "mail",
    )
)  # fmt: skip
register(
    SetUpPage(
        "message_texts", "messaging.texts", _("Meldingstekster"), _("Hva meldingene sier, på norsk og engelsk."), "pen"
    )
)
register(
    SetUpPage(
        "setup_retention", "setup.retention", _("Sletting"),
        _("Hva som blir slettet og når, fristene, og om slettingen går."), "clock",
    )
)  # fmt: skip
register(
    SetUpPage(
        "setup_break_glass", "setup.break_glass_log", _("Nødåpninger"),
        _("Hvem som har åpnet en sak eller et notat med begrunnelse."), "lock",
    )
)  # fmt: skip
