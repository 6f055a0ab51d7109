"""`/intern/oppsett/sletting/`: what will be deleted and when, the last run, and the centre's own periods."""

from datetime import UTC, datetime

import redis
from celery.schedules import maybe_schedule
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pio.accounts.access import SignedInRequest, requires
from pio.accounts.models import User
from pio.core import health, retention_outlook
from pio.core.errors import Refusal
from pio.core.pages import render_form
from pio.core.retention import last_run, period_of
from pio.portal import retention_words as words

TASK = "pio.core.tasks.forget"


class PeriodForm(forms.Form):
    """Days or months, in the unit of the rule."""

    number = forms.IntegerField(label=gettext_lazy("Antall"), min_value=1)


@requires("setup.retention")
def retention(request: SignedInRequest) -> HttpResponse:
    """Every rule, by area of work."""
    now = timezone.now()
    areas: dict[str, list[tuple[str, retention_outlook.Line]]] = {}
    lines = retention_outlook.outlook(now=now)
    for area in [*words.AREAS.values(), words.OTHERS]:
        found = [(str(words.what(line.rule.name)), line) for line in lines if words.area_of(line.rule.name) == area]
        if found:
            areas[str(area)] = found
    failed = [line for line in lines if line.last and line.last.failed]
    context = {"areas": areas, "totals": _totals(lines), "failed": failed}
    return render(request, "portal/retention.html", context | _runs(now) | _traces())


@requires("setup.retention")
def period(request: SignedInRequest, name: str) -> HttpResponse:
    """Another period for one rule."""
    rule = retention_outlook.find_rule(name)
    if rule is None or name not in retention_outlook.ADJUSTABLE:
        raise Http404
    now_set = period_of(rule)
    form = PeriodForm(request.POST or None, initial={"number": now_set.months or now_set.days})
    if form.is_valid():
        try:
            retention_outlook.set_period(rule, form.cleaned_data["number"], by=request.user.pk, now=timezone.now())
        except Refusal as refusal:
            form.add_error("number", refusal.message)
        else:
            messages.success(request, _("Fristen er lagret og gjelder fra neste natt."))
            return redirect("setup_retention")
    context = {"rule": rule, "what": words.what(name), "area": words.area_of(name), "most": rule.months or rule.days}
    return render_form(request, "portal/retention_period.html", context, form=form)


def _totals(lines: list[retention_outlook.Line]) -> list[tuple[str, int]]:
    return [
        (_("I natt"), sum(line.due_today for line in lines)),
        (_("De neste 7 dagene"), sum(line.due_week for line in lines)),
        (_("De neste 30 dagene"), sum(line.due_month for line in lines)),
        (_("Holdes tilbake"), sum(line.held_back for line in lines)),
    ]


def _runs(now: datetime) -> dict[str, object]:
    """When the forgetting last finished, when its task last answered, and whether it is late."""
    try:
        beats = health.beats()
    except redis.RedisError:
        beats = {}
    heard = beats.get(TASK)
    entry = next(each for each in settings.CELERY_BEAT_SCHEDULE.values() if each["task"] == TASK)
    schedule = maybe_schedule(entry["schedule"])
    schedule.nowfun = lambda: now
    remaining = schedule.remaining_estimate(now)
    return {
        "last_run": last_run(),
        "heard": datetime.fromtimestamp(heard, UTC) if heard else None,
        "is_late": TASK in health.late_jobs(beats, now=now),
        "next_run": now + remaining,
    }


def _traces() -> dict[str, object]:
    """The holds that stand and the periods that were changed, with the names of who did it; three queries."""
    holds, changes = retention_outlook.live_holds(), retention_outlook.changes()
    people = User.objects.in_bulk({*(hold.placed_by for hold in holds), *(change.made_by for change in changes)})
    return {
        "holds": [(hold, str(people.get(hold.placed_by) or "")) for hold in holds],
        "changes": [(words.what(each.rule), each, str(people.get(each.made_by) or "")) for each in changes],
    }
