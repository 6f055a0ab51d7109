"""The form of a saved report: which figures, which whole months, who gets the link."""

from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils import dates
from django.utils.translation import gettext_lazy as _

from pio.accounts.enums import Role
from pio.accounts.models import User
from pio.core.forms import PickCheckboxes
from stats.models import SavedReport
from stats.models.reports import PeriodRule, Schedule
from stats.registry import INDICATORS, indicators
from stats.selectors.running import chapter_titles
from stats.services.reports import ReportChoices

YEARS_BACK = 10


class Receivers(forms.ModelMultipleChoiceField):
    """Those who can sign in and read figures, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """The name, and that it is somebody of the board."""
        return _("%(name)s (styret)") % {"name": obj} if Role.BOARD in obj.roles else str(obj)


class ReportForm(forms.Form):
    """A saved report.

    Args:
        today: months that are over on this day can be chosen.
        report: the report that is changed, or None for a new one.
    """

    name = forms.CharField(
        label=_("Navn"), max_length=80, help_text=_("For eksempel «Oslo kommune, halvår»."),
        error_messages={"required": _("Skriv et navn.")},
    )  # fmt: skip
    keys = forms.MultipleChoiceField(
        label=_("Tall"), widget=PickCheckboxes(columns=2), error_messages={"required": _("Velg minst ett tall.")}
    )
    rule = forms.ChoiceField(label=_("Periode"), choices=PeriodRule.choices, widget=forms.RadioSelect)
    first_month = forms.ChoiceField(label=_("Fra og med"), required=False, help_text=_("Bare for faste måneder."))
    last_month = forms.ChoiceField(label=_("Til og med"), required=False, help_text=_("Bare for faste måneder."))
    by_month = forms.BooleanField(label=_("Vis hver måned for seg"), required=False)
    for_board = forms.BooleanField(label=_("Styret kan lese rapporten"), required=False)
    schedule = forms.ChoiceField(
        label=_("Send lenke på e-post"), choices=Schedule.choices, widget=forms.RadioSelect,
        help_text=_("Den 5. i måneden. E-posten har en lenke, aldri tall. Lenken krever innlogging."),
    )  # fmt: skip
    receivers = Receivers(
        label=_("Hvem får lenken"), required=False, queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, today: date, report: SavedReport | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(report))
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        titles = chapter_titles()
        fields["keys"].choices = [
            (titles[chapter], [(item.key, item.name) for item in items])
            for chapter, items in groupby(indicators(), key=lambda item: item.chapter)
        ]
        months = [("", "–")] + [(_code(month), _month_name(month)) for month in _months_before(today)]
        fields["first_month"].choices = fields["last_month"].choices = months
        readers = User.objects.active().with_role(Role.MANAGER, Role.BOARD).order_by("pk")
        fields["receivers"].queryset = readers

    def clean(self) -> dict[str, Any]:
        """Fixed months need both ends in order; a link needs somebody who may open it."""
        cleaned = super().clean() or {}
        if cleaned.get("rule") == PeriodRule.FIXED:
            first, last = cleaned.get("first_month"), cleaned.get("last_month")
            if not first:
                self.add_error("first_month", _("Velg den første måneden."))
            if not last or (first and last < first):
                self.add_error("last_month", _("Velg den siste måneden, ikke før den første."))
        receivers = list(cleaned.get("receivers") or [])
        if cleaned.get("schedule") not in {None, "", Schedule.NEVER} and not receivers:
            self.add_error("receivers", _("Velg hvem som får lenken."))
        if not cleaned.get("for_board") and any(Role.BOARD in user.roles for user in receivers):
            self.add_error("for_board", _("Noen i styret skal få lenken. La styret lese rapporten."))
        return cleaned

    def choices(self) -> ReportChoices:
        """What was chosen, for the service."""
        data = self.cleaned_data
        fixed = data["rule"] == PeriodRule.FIXED
        return ReportChoices(
            name=data["name"].strip(), keys=tuple(data["keys"]), rule=PeriodRule(data["rule"]),
            first_month=_month(data["first_month"]) if fixed else None,
            last_month=_month(data["last_month"]) if fixed else None,
            by_month=data["by_month"], for_board=data["for_board"], schedule=Schedule(data["schedule"]),
            receivers=tuple(data["receivers"]),
        )  # fmt: skip


def _initial(report: SavedReport | None) -> dict[str, Any]:
    if report is None:
        return {"rule": PeriodRule.YEAR_SO_FAR, "schedule": Schedule.NEVER}
    return {
        "name": report.name, "keys": [key for key in report.keys if key in INDICATORS], "rule": report.rule,
        "first_month": _code(report.first_month), "last_month": _code(report.last_month),
        "by_month": report.by_month, "for_board": report.for_board, "schedule": report.schedule,
        "receivers": list(report.receivers.all()),
    }  # fmt: skip


def _months_before(today: date) -> list[date]:
    newest = today.year * 12 + today.month - 2
    return [date(number // 12, number % 12 + 1, 1) for number in range(newest, newest - 12 * YEARS_BACK, -1)]


def _code(month: date | None) -> str:
    return f"{month:%Y-%m}" if month else ""


def _month(code: str) -> date:
    year, number = code.split("-")
    return date(int(year), int(number), 1)


def _month_name(month: date) -> str:
    return f"{str(dates.MONTHS[month.month]).lower()} {month.year}"
