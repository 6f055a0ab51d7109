"""Interest in a group, noted for somebody who is on the telephone: which group, and the answers of the public form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from groups.forms.interest import InterestForm
from groups.selectors.public import Row


class NoteInterestForm(InterestForm):
    """The public form and the choice of group. Of a group with an intake stop the label says so."""

    group = forms.ChoiceField(
        label=gettext_lazy("Gruppe"), error_messages={"required": gettext_lazy("Velg en gruppe.")}
    )
    field_order = ("group", "name", "email", "phone")
    mark_optional = False

    def __init__(self, *args: Any, rows: Sequence[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.group.pk): row for row in rows}
        labels = [(pk, f"{row.group.name} – {row.status.text}") for pk, row in self.rows.items()]
        self.fields["group"].choices = [("", gettext_lazy("Velg")), *labels]  # type: ignore[attr-defined]
        self.fields["email"].help_text = gettext_lazy(
            "E-post, mobil eller begge. Bare noe den som ringer, leser alene."
        )
        self.fields["may_leave_message"].label = gettext_lazy("Vi kan sende SMS til mobilen")
        self.fields["relation"].label = gettext_lazy("Den som ringer, er")
