"""Announcing a course or an event: what it is, and when. Evenings stand in the same form."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Evening, Offering
from courses.services.evenings import Plan, weekly_days
from pio.accounts.enums import Role
from pio.accounts.models import User
from pio.core import choices
from pio.core.forms import DateInput, DateTimeInput, TimeInput
from pio.core.words import OSLO
from pio.scheduling.models import Resource

EVENING_ROWS = 4
HOSTING = (Role.COURSE_HOST, Role.GROUP_LEADER, Role.ADVISER, Role.MANAGER)
TEXTS = (
    "title", "kind", "summary", "description", "audience", "place", "place_text", "video_link", "room",
    "takes_registrations", "largest_party", "registration_opens_at", "registration_closes_at", "price_text",
    "host_names", "partners", "picture", "picture_text", "title_en", "summary_en", "description_en",
)  # fmt: skip


class OfferingForm(forms.ModelForm):
    """What an offering is. The services write it; the form only checks its shape."""

    kind = forms.ChoiceField(label=gettext_lazy("Type"))
    hosts = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Hvem holder det"), queryset=User.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tiden deres holdes av, så ingen blir bestilt to steder."),
    )  # fmt: skip

    class Meta:
        model = Offering
        fields = (*TEXTS, "capacity")
        widgets = {
            "registration_opens_at": DateTimeInput, "registration_closes_at": DateTimeInput,
            "description": forms.Textarea(attrs={"rows": 6}), "description_en": forms.Textarea(attrs={"rows": 4}),
            "video_link": forms.URLInput, "summary": forms.Textarea(attrs={"rows": 2}),
            "summary_en": forms.Textarea(attrs={"rows": 2}),
        }  # fmt: skip
        help_texts = {
            "capacity": gettext_lazy("Tomt betyr at det er plass til alle."),
            "partners": gettext_lazy("Skill med komma."),
            "takes_registrations": gettext_lazy("Uten påmelding står det «Bare kom»."),
            "price_text": gettext_lazy("Tomt betyr gratis."),
            "video_link": gettext_lazy("Vises bare for dem som har plass. Er det bare å komme, vises den for alle."),
            "room": gettext_lazy("Rommet holdes av på alle kveldene."),
        }  # fmt: skip

    def __init__(self, *args: Any, with_capacity: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices.form_choices("offering_kind", blank=_("Velg type"))  # type: ignore[attr-defined]
        self.fields["room"].queryset = Resource.objects.rooms()  # type: ignore[attr-defined]
        self.fields["room"].empty_label = _("Ikke rom")  # type: ignore[attr-defined]
        people = User.objects.active().with_role(*HOSTING).order_by("name", "pk")
        self.fields["hosts"].queryset = people  # type: ignore[attr-defined]
        if not self.instance._state.adding and "hosts" not in self.initial:
            self.initial["hosts"] = list(self.instance.hosts.values_list("pk", flat=True))
        if not with_capacity:
            del self.fields["capacity"]

    def values(self) -> dict[str, Any]:
        """The fields of the offering, without its hosts."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "hosts"}
        return given | {"video_link": given.get("video_link") or None}


class EveningForm(forms.Form):
    """One evening in wall time: day, from, to."""

    day = forms.DateField(label=gettext_lazy("Dato"), widget=DateInput)
    start = forms.TimeField(label=gettext_lazy("Fra kl."), widget=TimeInput)
    end = forms.TimeField(label=gettext_lazy("Til kl."), widget=TimeInput)
    title = forms.CharField(label=gettext_lazy("Tema"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """The end comes after the start."""
        values = super().clean() or {}
        if values.get("start") and values.get("end") and values["end"] <= values["start"]:
            self.add_error("end", _("Slutten må komme etter starten."))
        return values

    def plan(self) -> Plan:
        """What the row says."""
        values = self.cleaned_data
        more = {name: values[name] for name in ("title_en", "description", "place_text") if name in values}
        start, end = (datetime.combine(values["day"], values[name], OSLO) for name in ("start", "end"))
        return Plan(start, end, values["title"], **more)


class EveningDetailForm(EveningForm):
    """Everything about one evening."""

    title_en = forms.CharField(label=gettext_lazy("Tema på engelsk"), max_length=120, required=False)
    description = forms.CharField(
        label=gettext_lazy("Om kvelden"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    place_text = forms.CharField(
        label=gettext_lazy("Et annet sted denne gangen"), max_length=200, required=False,
        help_text=gettext_lazy("For eksempel: ute i parken."),
    )  # fmt: skip


class WeeklyForm(forms.Form):
    """A rule instead of rows: the first evening again every week."""

    until = forms.DateField(
        label=gettext_lazy("Gjenta den første kvelden hver uke til"), widget=DateInput, required=False,
        help_text=gettext_lazy("Helligdager og dager vi har stengt, hoppes over."),
    )  # fmt: skip
    outdoors = forms.CharField(
        label=gettext_lazy("Sted i mai–august"), max_length=200, required=False,
        help_text=gettext_lazy("For eksempel: ute i parken. Tomt betyr samme sted hele året."),
    )  # fmt: skip


SUMMER = frozenset({5, 6, 7, 8})


def evening_forms(data: Any = None) -> list[EveningForm]:
    """Rows for evenings; only the first must be filled in."""
    return [
        EveningForm(data, prefix=f"kveld-{n}", empty_permitted=n > 0, use_required_attribute=n == 0)
        for n in range(EVENING_ROWS)
    ]


def plans_of(rows: list[EveningForm], weekly: WeeklyForm) -> list[Plan]:
    """The evenings that valid forms say, in order of time."""
    plans = [row.plan() for row in rows if row.has_changed() or row.prefix == "kveld-0"]
    until, outdoors = weekly.cleaned_data.get("until"), weekly.cleaned_data.get("outdoors", "")
    if until:
        first = plans[0]
        start = first.starts_at.astimezone(OSLO)
        for day in weekly_days(start.date(), until):
            moved = timedelta(days=(day - start.date()).days)
            plan = Plan(first.starts_at + moved, first.ends_at + moved, first.title)
            if plan.starts_at not in {each.starts_at for each in plans}:
                plans.append(plan)
    named = [
        Plan(plan.starts_at, plan.ends_at, plan.title, place_text=outdoors) if plan.starts_at.month in SUMMER else plan
        for plan in plans
    ] if outdoors else plans  # fmt: skip
    return sorted(named, key=lambda plan: plan.starts_at)


def initial_of(evening: Evening) -> dict[str, Any]:
    """What the form about one evening begins with."""
    start, end = evening.starts_at.astimezone(OSLO), evening.ends_at.astimezone(OSLO)
    return {
        "day": start.date(), "start": start.time(), "end": end.time(), "title": evening.title,
        "title_en": evening.title_en, "description": evening.description, "place_text": evening.place_text,
    }  # fmt: skip
