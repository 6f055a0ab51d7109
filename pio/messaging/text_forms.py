"""The form of a message text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class MessageTextForm(forms.Form):
    """Subject (of an e-mail) and words."""

    subject = forms.CharField(label=_("Emne"), max_length=120)
    body = forms.CharField(label=_("Tekst"), max_length=3000, widget=forms.Textarea(attrs={"rows": 10}))

    def __init__(self, *args: Any, has_subject: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_subject:
            del self.fields["subject"]
            self.fields["body"].widget.attrs["rows"] = 4
