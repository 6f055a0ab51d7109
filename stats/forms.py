"""Forms of the manager's work on a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stats.annual_report import FIGURES
from stats.manual import MANUAL_NAMES
from stats.registry import INDICATORS
from stats.services.manual_figures import LARGEST, LONGEST_NAME, Entry

LARGEST_FILE = 200_000
WHOLE = {
    "invalid": _("Skriv et helt tall, bare siffer."),
    "min_value": _("Tallet kan ikke være mindre enn 0."),
    "max_value": _("Tallet er for stort."),
}


def _whole(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=LARGEST, error_messages=WHOLE)


class ManualFiguresForm(forms.Form):
    """One value and one source for each figure that only people know, those of the centre's own making, and a new one.

    Args:
        known: entries already there, by key.
    """

    def __init__(self, *args: Any, known: dict[str, Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [key for key in known if key not in MANUAL_NAMES]
        self.keys = {f"f{place}": key for place, key in enumerate([*MANUAL_NAMES, *own])}
        for name, key in self.keys.items():
            entry = known.get(key, Entry(None))
            self.fields[name] = _whole(MANUAL_NAMES.get(key, key))
            self.fields[name].initial = entry.value
            self.fields[f"{name}_source"] = forms.CharField(
                label=_("Kilde"), required=False, max_length=200, initial=entry.source
            )
        self.fields["own_name"] = forms.CharField(
            label=_("Et eget tall: navn"), required=False, max_length=LONGEST_NAME
        )
        self.fields["own_value"] = _whole(_("Et eget tall: verdi"))

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """Each value beside its source."""
        return [(self[name], self[f"{name}_source"]) for name in self.keys]

    def clean(self) -> dict[str, Any]:
        """An own figure has both a name and a value."""
        cleaned = super().clean() or {}
        if cleaned.get("own_name") and cleaned.get("own_value") is None and "own_value" not in self.errors:
            self.add_error("own_value", _("Skriv verdien."))
        if cleaned.get("own_value") is not None and not cleaned.get("own_name"):
            self.add_error("own_name", _("Skriv hva tallet heter."))
        return cleaned

    def entries(self) -> dict[str, Entry]:
        """What was filled in, by key."""
        found = {
            key: Entry(self.cleaned_data[name], self.cleaned_data[f"{name}_source"]) for name, key in self.keys.items()
        }
        if self.cleaned_data["own_name"]:
            found[self.cleaned_data["own_name"]] = Entry(self.cleaned_data["own_value"])
        return found


class ManualFileForm(forms.Form):
    """A small file with manual figures."""

    file = forms.FileField(
        label=_("CSV-fil"),
        help_text=_("Kolonnene «tall», «verdi» og «kilde». Første linje er overskrifter."),
        error_messages={"required": _("Velg en fil."), "empty": _("Filen er tom.")},
    )

    def clean_file(self) -> Any:
        """Not larger than such a file can be."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("Filen er for stor."))
        return file


class PublishForm(forms.Form):
    """The last question before a year goes out; a correction needs a reason."""

    reason = forms.CharField(
        label=_("Hva er rettet?"),
        max_length=300,
        help_text=_("Grunnen står på den åpne siden."),
        error_messages={"required": _("Skriv hva som er rettet.")},
    )

    def __init__(self, *args: Any, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["reason"]


class EarlierYearForm(PublishForm):
    """The figures of a year as they were published before the portal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in FIGURES:
            if key in INDICATORS:
                self.fields[key] = _whole(INDICATORS[key].name)
        for key, name in MANUAL_NAMES.items():
            self.fields[key] = _whole(name)


class ChapterTextForm(forms.Form):
    """The manager's own words in a chapter."""

    text = forms.CharField(
        label=_("Tekst"), required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("En tom linje lager et nytt avsnitt. Skriv aldri om enkeltpersoner."),
    )  # fmt: skip
