"""«Syk i dag»: who and when, the plan with its messages, send, undo for ten minutes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from advising.enums.sick_days import PlanStatus
from advising.forms.sick_days import PlanForm, SickDayForm
from advising.models import SickDay
from advising.permissions.sick_days import access_sick_day
from advising.selectors import session_calendar
from advising.selectors.sick_days import lines
from advising.services import sick_days
from advising.terms import wall_date
from pio.accounts.access import SignedInRequest, requires
from pio.core import words
from pio.core.errors import Refusal
from pio.core.pages import render_form


@requires("advising.record")
def sick_day_new(request: SignedInRequest) -> HttpResponse:
    """Choose adviser and day; see whom it touches; the button makes a plan and holds other times."""
    now = timezone.now()
    advisers = session_calendar.advisers()
    data = request.POST if request.method == "POST" else (request.GET or None)
    me = request.user.pk if request.user.pk in {each.pk for each in advisers} else None
    initial = {"day": wall_date(now), "adviser": me}
    form = SickDayForm(data, advisers=advisers, today=wall_date(now), initial=initial)
    is_known = data is not None and form.is_valid()
    touched = sick_days.affected(form.person.pk, form.cleaned_data["day"], now=now) if is_known else None
    if request.method == "POST" and is_known:
        plan = sick_days.plan_sick_day(form.person, day=form.cleaned_data["day"], by=request.user, now=now)
        return redirect("advising_sick_day", plan.pk)
    context = {"touched": touched, "now": now}
    return render_form(request, "advising/sick_day_new.html", context, form=form)


@requires("advising.record")
def sick_day(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The plan: what is held, what will be said; sending it. Afterwards what became of it."""
    plan, now = access_sick_day(request.user, pk), timezone.now()
    posted = request.method == "POST" and plan.status == PlanStatus.PLANNED
    form = PlanForm(request.POST if posted else None, lines=lines(plan, now=now))
    if posted and form.is_valid():
        try:
            sick_days.send_plan(plan, choices=form.chosen(), by=request.user, now=now)
        except sick_days.PlanOutdated as refusal:
            return _plan_again(request, plan, refusal)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("advising_sick_day", plan.pk)
    context = {"plan": plan, "now": now, "can_undo": plan.status == PlanStatus.SENT and _is_open(plan)}
    return render_form(request, "advising/sick_day.html", context, form=form)


def _is_open(plan: SickDay) -> bool:
    return plan.effective_at is not None and plan.effective_at > timezone.now()


def _plan_again(request: SignedInRequest, plan: SickDay, refusal: Refusal) -> HttpResponse:
    """Something has come between: a fresh plan, and why."""
    fresh = sick_days.plan_sick_day(plan.adviser, day=plan.day, by=request.user, now=timezone.now())
    messages.warning(request, refusal.message)
    return redirect("advising_sick_day", fresh.pk)


@requires("advising.record")
@require_POST
def sick_day_undo(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Undo within ten minutes: nobody has been moved or told anything."""
    plan = access_sick_day(request.user, pk)
    try:
        sick_days.undo_plan(plan, by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        said = _("Angret. Ingen timer er flyttet, og ingen melding er sendt for %(day)s.")
        messages.success(request, said % {"day": words.day(plan.day)})
    return redirect("advising_sick_day", plan.pk)
