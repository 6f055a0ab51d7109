"""Pages of the service as a whole: offices, deadline rules, intake stops, calendar feed."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ombud.forms.service import OfficeForm, RuleForm, StopForm
from ombud.models import Case, Deadline, DeadlineRule, IntakeStop, Office
from ombud.permissions import access_feed, access_office, one_of
from ombud.services import service as services
from ombud.views.guard import act, form_page, posted
from pio.accounts.access import SignedInRequest, requires
from pio.core.public import no_store
from pio.messaging import ical, texts

OSLO = ZoneInfo("Europe/Oslo")
FACTS = ("version", "name", "service", "address", "phone", "is_active")


@requires("ombud.offices")
def offices(request: SignedInRequest) -> HttpResponse:
    """All offices."""
    return render(request, "ombud/offices.html", {"offices": Office.objects.all()})


@requires("ombud.offices")
def office_new(request: SignedInRequest) -> HttpResponse:
    """A new office."""
    form = OfficeForm(posted(request), initial={"is_active": True})
    return form_page(
        request, form, title=_("Nytt kontor"), button=_("Lagre"), back=reverse("ombud_offices"), done=_("Lagret."),
        save=lambda: services.new_office(values=form.facts, by=request.user, now=timezone.now()),
    )  # fmt: skip


@requires("ombud.offices")
def office(request: SignedInRequest, slug: str) -> HttpResponse:
    """One office's public facts."""
    row = access_office(slug)
    form = OfficeForm(posted(request), initial={name: getattr(row, name) for name in FACTS})
    return form_page(
        request, form, title=row.name, button=_("Lagre"), back=reverse("ombud_offices"), done=_("Lagret."),
        save=lambda: services.change_office(
            row, values=form.facts, version=form.cleaned_data["version"], by=request.user, now=timezone.now()
        ),
    )  # fmt: skip


@requires("ombud.rules")
def rules(request: SignedInRequest) -> HttpResponse:
    """The rules that deadlines are computed from; a POST says that one has been checked."""
    now = timezone.now()
    if request.method == "POST":
        row = one_of(DeadlineRule.objects.all(), request.POST.get("rule", ""))
        return act(
            request, lambda: services.verify_rule(row, by=request.user, now=now), done=_("Regelen er kontrollert."),
            back=reverse("ombud_rules"),
        )  # fmt: skip
    return render(request, "ombud/rules.html", {"rules": DeadlineRule.objects.all(), "today": timezone.localdate(now)})


@requires("ombud.rules")
def rule_change(request: SignedInRequest) -> HttpResponse:
    """A new row that follows a rule (`?regel=`)."""
    row, now = one_of(DeadlineRule.objects.all(), request.GET.get("regel", "")), timezone.now()
    initial = {name: getattr(row, name) for name in ("amount", "unit", "source", "review_date")}
    form = RuleForm(posted(request), initial=initial)
    return form_page(
        request, form, title=row.label, button=_("Lagre regelen"), back=reverse("ombud_rules"),
        done=_("Regelen er lagret."), intro=_("Frister som alt er satt, flytter seg ikke."),
        save=lambda: services.follow_rule(row, values=form.cleaned_data, by=request.user, now=now),
    )  # fmt: skip


@requires("ombud.stops")
def stops(request: SignedInRequest) -> HttpResponse:
    """Intake stops; a POST ends one."""
    now = timezone.now()
    if request.method == "POST":
        row = one_of(IntakeStop.objects.all(), request.POST.get("stop", ""))
        return act(
            request, lambda: services.end_stop(row, by=request.user, now=now), done=_("Inntaksstoppet er avsluttet."),
            back=reverse("ombud_stops"),
        )  # fmt: skip
    return render(request, "ombud/stops.html", {"stops": IntakeStop.objects.all(), "today": timezone.localdate(now)})


@requires("ombud.stops")
def stop_new(request: SignedInRequest) -> HttpResponse:
    """A new intake stop."""
    form = StopForm(posted(request), initial={"starts": timezone.localdate()})
    return form_page(
        request, form, title=_("Nytt inntaksstopp"), button=_("Lagre"), back=reverse("ombud_stops"), done=_("Lagret."),
        save=lambda: services.stop_intake(**form.cleaned_data, by=request.user, now=timezone.now()),
    )  # fmt: skip


@requires("ombud.work")
def feed_page(request: SignedInRequest) -> HttpResponse:
    """Make the secret address of the calendar of deadlines; it is shown once."""
    address = ""
    if request.method == "POST":
        token = services.new_feed(request.user, now=timezone.now())
        address = texts.absolute(reverse("ombud_calendar_feed", args=[token]))
    return render(request, "ombud/feed.html", {"address": address})


@no_store
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The ombud's deadlines for a calendar: the number of the case, never a name."""
    user = access_feed(token)
    if request.method not in {"GET", "HEAD"}:
        return redirect("ombud_caseload")
    mine = Case.objects.worked_by(user, today=timezone.localdate())
    rows = Deadline.objects.live().filter(case__in=mine).select_related("case")
    with translation.override(user.language):
        events = [_event(row) for row in rows]
    return ical.response(ical.calendar(events, method=ical.Method.PUBLISH), name="frister")


feed.is_public = True  # type: ignore[attr-defined]  # nobody's session is read here: the address is the key
feed.login_required = False  # type: ignore[attr-defined]


def _event(row: Deadline) -> ical.Event:
    start = datetime.combine(row.due_date, time(9), OSLO)
    return ical.event(
        uid=str(row.pk), sequence=row.sequence, start=start, end=start + timedelta(minutes=30),
        summary=_("Frist, sak %(reference)s") % {"reference": row.case.reference},
    )  # fmt: skip
