"""The public form: for oneself, for another with their consent, or as a service."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ombud.services.enquiries import Enquiry
from pio.core import geography
from pio.core.forms import PhoneField

SOURCES = (
    ("client", gettext_lazy("Meg selv")),
    ("relative", gettext_lazy("En jeg er pårørende til")),
    ("services", gettext_lazy("En jeg møter gjennom jobben")),
)


class EnquiryForm(forms.Form):
    """Who wants an ombud, how we reach them safely, and what is most urgent."""

    source = forms.ChoiceField(
        label=gettext_lazy("Hvem trenger ombud?"), choices=SOURCES, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvem som trenger ombud.")},
    )  # fmt: skip
    consent = forms.BooleanField(
        label=gettext_lazy("Den det gjelder, vet at jeg spør, og vil at dere tar kontakt"), required=False,
        help_text=gettext_lazy("Trengs bare når du spør for en annen."),
    )  # fmt: skip
    asked_by = forms.CharField(
        label=gettext_lazy("Hvem er du, og hvordan når vi deg?"), max_length=200, required=False,
        help_text=gettext_lazy("Fyll ut når du spør for en annen."),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Hva heter den som trenger ombud?"), max_length=120,
        error_messages={"required": gettext_lazy("Skriv hva vi kan kalle den som trenger ombud.")},
    )  # fmt: skip
    is_adult = forms.BooleanField(
        label=gettext_lazy("Den som trenger ombud, er over 18 år"),
        error_messages={"required": gettext_lazy("Ombud er for dem over 18 år. Ring oss hvis det gjelder et barn.")},
    )  # fmt: skip
    phone = PhoneField(label=gettext_lazy("Mobil"), max_length=24, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-post"), max_length=254, required=False,
        error_messages={"invalid": gettext_lazy("Skriv e-postadressen slik: navn@eksempel.no.")},
    )  # fmt: skip
    may_say_who = forms.BooleanField(
        label=gettext_lazy("Dere kan si hvem dere er hvis noen andre svarer"), required=False
    )
    municipality = forms.ChoiceField(label=gettext_lazy("Kommune"), required=False)
    is_relative = forms.BooleanField(
        label=gettext_lazy("Den som trenger ombud, er selv pårørende og har det tungt"), required=False
    )
    cares_for_children = forms.BooleanField(
        label=gettext_lazy("Den som trenger ombud, har omsorg for barn under 18 år"), required=False,
        help_text=gettext_lazy("De som har omsorg for barn, kommer først i køen."),
    )  # fmt: skip
    needs_interpreter = forms.BooleanField(label=gettext_lazy("Trenger tolk"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Hva haster mest?"), max_length=2000, required=False,
        help_text=gettext_lazy("Skriv kort. Resten tar vi når vi snakkes."), widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = [  # type: ignore[attr-defined]
            ("", _("Ikke valgt")), *geography.form_choices("municipalities", blank=None)
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """At least one way to reach the person; for another, their consent and who asks."""
        values = super().clean() or {}
        if not values.get("email") and not values.get("phone") and not {"email", "phone"} & set(self.errors):
            self.add_error("phone", _("Skriv mobil eller e-post, så vi når fram."))
        if values.get("source") in {"relative", "services"}:
            if not values.get("consent"):
                self.add_error("consent", _("Spør først den det gjelder. Vi gjør ikke noe uten at de vil."))
            if not values.get("asked_by"):
                self.add_error("asked_by", _("Skriv hvem du er, og hvordan vi når deg."))
        return values

    def enquiry(self, *, language: str) -> Enquiry:
        """What the cleaned form says."""
        names = (
            "source", "name", "phone", "email", "may_say_who", "asked_by", "text", "municipality",
            "cares_for_children", "is_relative", "needs_interpreter",
        )  # fmt: skip
        return Enquiry(language=language, **{name: self.cleaned_data[name] for name in names})
