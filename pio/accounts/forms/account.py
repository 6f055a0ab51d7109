"""What people change about their own account."""

from typing import Any

from allauth.account.fields import SetPasswordField
from django import forms
from django.utils.translation import gettext_lazy as _

from pio.accounts.enums import Language
from pio.accounts.models import User
from pio.accounts.passwords import NotOnBadList


class ProfileForm(forms.ModelForm):
    """Name and language."""

    name = forms.CharField(
        label=_("Navn"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Språk på sidene du logger inn på"), choices=Language.choices)

    class Meta:
        model = User
        fields = ("name", "language")


class LanguageForm(forms.Form):
    """The language alone."""

    language = forms.ChoiceField(choices=Language.choices)


class DeletionForm(forms.Form):
    """The one thing to confirm before everything is deleted."""

    sure = forms.BooleanField(
        label=_("Jeg vil slette kontoen og det som hører til den."),
        error_messages={"required": _("Kryss av for at du vil slette kontoen.")},
    )


class InvitationForm(forms.Form):
    """The first password of somebody who was invited."""

    password1 = SetPasswordField(label=_("Passord"))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["password1"]
        field.user = user
        field.widget.attrs.pop("placeholder", None)
        field.help_text = NotOnBadList().get_help_text()
