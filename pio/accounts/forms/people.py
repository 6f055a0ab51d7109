"""Who works here: invitation, roles, filter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pio.accounts.enums import STAFF, Role

STAFF_ROLES = [(role.value, role.label) for role in Role if role in STAFF]


class RolesForm(forms.Form):
    """One or more roles; that the board stands alone is the service's rule."""

    roles = forms.MultipleChoiceField(
        label=_("Roller"),
        choices=STAFF_ROLES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Styremedlem kan ikke kombineres med andre roller."),
        error_messages={"required": _("Velg minst én rolle.")},
    )


class NewPersonForm(RolesForm):
    """Somebody new: name, address, roles."""

    name = forms.CharField(label=_("Navn"), max_length=120)
    email = forms.EmailField(
        label=_("E-post"), max_length=254, help_text=_("Lenken til å velge passord går hit og virker i sju dager.")
    )
    field_order = ("name", "email", "roles")


class FilterForm(forms.Form):
    """What the list is narrowed to; stands in the address."""

    mark_optional = False

    q = forms.CharField(label=_("Søk"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    role = forms.ChoiceField(label=_("Rolle"), required=False, choices=[("", _("Alle")), *STAFF_ROLES])
