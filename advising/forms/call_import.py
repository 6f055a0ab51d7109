"""Forms of the import page: choose a file, and say yes to what the preview showed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """A file to look at."""

    file = forms.FileField(
        label=_("Fil"), help_text=_("CSV eller XLSX, høyst 25 MB. Første linje har kolonnenavnene."),
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
        error_messages={"required": _("Velg en fil."), "empty": _("Fila er tom.")},
    )  # fmt: skip


class ConfirmForm(forms.Form):
    """A yes to what was shown; with bad rows, a yes to leaving them out."""

    partial = forms.BooleanField(required=False)
