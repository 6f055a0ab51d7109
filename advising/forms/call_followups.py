"""Form of a promise to call back."""

import datetime as dt

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advising.services.call_followups import Promise
from pio.core.forms import DateInput, PhoneField, TimeInput


class FollowUpForm(forms.Form):
    """A number, a day, a window, and whether we may say who we are."""

    number = PhoneField(label=_("Nummer"), error_messages={"required": _("Skriv nummeret vi skal ringe.")})
    due_date = forms.DateField(label=_("Dag"), widget=DateInput, error_messages={"required": _("Velg en dag.")})
    from_time = forms.TimeField(label=_("Fra"), widget=TimeInput, required=False)
    to_time = forms.TimeField(label=_("Til"), widget=TimeInput, required=False)
    may_say_who = forms.BooleanField(label=_("Vi kan si hvem vi er hvis noen andre tar telefonen"), required=False)

    def clean(self) -> dict[str, object]:
        """The window must be one."""
        data = super().clean() or {}
        start, end = data.get("from_time"), data.get("to_time")
        if start and end and end <= start:
            self.add_error("to_time", gettext("«Til» må være etter «Fra»."))
        return data

    def promise(self) -> Promise:
        """What was agreed, for the service."""
        return Promise(**self.cleaned_data)


def tomorrow(today: dt.date) -> dict[str, dt.date]:
    """What a fresh form begins with: the next weekday."""
    days = {4: 3, 5: 2}.get(today.weekday(), 1)
    return {"due_date": today + dt.timedelta(days=days)}
