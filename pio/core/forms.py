"""Form parts that all features share: native date and time inputs, phone numbers, and the pick list.

The form pack (`templates/designsystemet/`) draws them; `{{ form|crispy }}` draws a whole form. A form marks what is
optional with "Valgfritt"; `mark_optional = False` on a form or a field leaves the mark out.
"""

from collections.abc import Mapping
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _


class DateInput(forms.DateInput):
    """The browser's date input; the value is ISO."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's time input, to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    """The browser's date and time input, to the minute, wall time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class PhoneInput(forms.TextInput):
    """The browser's telephone input."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "tel", **(attrs or {})})


class PhoneField(forms.CharField):
    """A phone number, Norwegian when no country is given; cleaned to E.164 (`+4791234567`), empty to an empty text."""

    widget = PhoneInput
    default_error_messages = {"invalid": _("Skriv et telefonnummer med åtte siffer, eller med landkode.")}

    def clean(self, value: object) -> str:
        """The number as E.164. Raises ValidationError when no such number can exist."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, "NO")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class PickRadio(forms.RadioSelect):
    """One answer of a list, as rows that are one large button each.

    Args:
        columns: 1 to 3.
        keys: the keyboard key shown beside an answer, by code; a script of the page listens for it.
    """

    pick = True

    def __init__(self, *args: Any, columns: int = 1, keys: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.columns, self.keys = columns, keys or {}
        super().__init__(*args, **kwargs)


class PickCheckboxes(forms.CheckboxSelectMultiple):
    """Several answers of a list, as rows that are one large button each; arguments as `PickRadio`."""

    pick = True

    def __init__(self, *args: Any, columns: int = 1, keys: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.columns, self.keys = columns, keys or {}
        super().__init__(*args, **kwargs)
