"""Staff: the list, one offering with its people, announcing, changing, publishing, cancelling, copying."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses import registers
from courses.forms.offerings import OfferingForm, WeeklyForm, evening_forms, plans_of
from courses.forms.staff import CancelForm, CapacityForm, CopyForm, SearchForm
from courses.models import Offering
from courses.permissions import access_offering
from courses.selectors import figures, offerings
from courses.services import offerings as services
from pio.accounts.access import SignedInRequest, requires
from pio.core.errors import Refusal
from pio.core.pages import render_form

PER_PAGE = 25


@requires("courses.see")
def staff_list(request: HttpRequest) -> HttpResponse:
    """What is coming, drafts, or what is over."""
    now, show = timezone.now(), request.GET.get("vis", "kommende")
    show = show if show in registers.SHOWS else "kommende"
    page = Paginator(registers.offerings(show, now=now), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = registers.with_figures(list(page), now=now)
    labels = {"kommende": _("Kommende"), "kladder": _("Kladder"), "tidligere": _("Tidligere")}
    tabs = [{"label": label, "url": f"?vis={key}", "is_current": key == show} for key, label in labels.items()]
    context = {"page": page, "tabs": tabs, "show": show, "query": f"vis={show}&", "form": SearchForm()}
    return render(request, "courses/staff_list.html", context)


@requires("courses.see")
def staff_offering(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One offering: evenings, who has a place, who waits, what can be done."""
    now, offering = timezone.now(), access_offering(pk)
    placed, waiting, left = registers.people(offering)
    evenings = list(offering.evenings.order_by("starts_at"))
    context = {
        "offering": offering, "evenings": evenings, "placed": placed, "waiting": waiting, "left": left, "now": now,
        "figures": figures.of([offering])[pk], "kind": offerings.kicker(offering, evenings),
        "is_over": not any(each.ends_at > now for each in evenings),
        "may_certify": request.user.has_right("courses.certificates") and offering.audience == "professionals",  # type: ignore[union-attr]
    }  # fmt: skip
    return render(request, "courses/staff_offering.html", context)


@requires("courses.edit")
def new_offering(request: SignedInRequest) -> HttpResponse:
    """Announce: what it is and when, in one form."""
    data = request.POST if request.method == "POST" else None
    form, rows, weekly = OfferingForm(data), evening_forms(data), WeeklyForm(data)
    forms: list[BaseForm] = [*rows, weekly]
    if data is not None and all([each.is_valid() for each in (form, *forms)]):  # noqa: C419  every form shows its errors
        try:
            offering = services.create_offering(
                form.values(), plans_of(rows, weekly), hosts=form.cleaned_data["hosts"], by=request.user,
                now=timezone.now(),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Kladden er lagret. Se over den, og publiser når den er klar."))
            return redirect("courses_staff_offering", offering.pk)
    context = {"rows": rows, "weekly": weekly}
    return render_form(request, "courses/staff_offering_form.html", context, form=form, also=forms)


@requires("courses.edit")
def change_offering(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change what it is; evenings and places are changed one by one."""
    offering = access_offering(pk)
    form = OfferingForm(request.POST or None, instance=offering, with_capacity=False)
    if request.method == "POST" and form.is_valid():
        hosts = form.cleaned_data["hosts"]
        done = attempt(form, lambda: services.change_offering(
            offering, form.values(), hosts=hosts, by=request.user, now=timezone.now()))  # fmt: skip
        if done:
            messages.success(request, _("Endringene er lagret."))
            return redirect("courses_staff_offering", pk)
    return render_form(request, "courses/staff_offering_form.html", {"offering": offering}, form=form)


@requires("courses.edit")
@require_POST
def publish(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let everybody see it."""
    return act_on(request, pk, lambda offering: services.publish(offering, by=request.user, now=timezone.now()),
                _("Publisert. Nå kan folk melde seg på."))  # fmt: skip


@requires("courses.edit")
@require_POST
def unpublish(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Back to a draft."""
    return act_on(
        request, pk, lambda offering: services.unpublish(offering, by=request.user), _("Dette er en kladd igjen.")
    )


@requires("courses.edit")
def cancel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Cancel everything to come, with a reason."""
    offering, form = access_offering(pk), CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: services.cancel(offering, reason=reason, by=request.user, now=timezone.now())):
            messages.success(request, _("Avlyst. Alle som har plass eller venter, får beskjed."))
            return redirect("courses_staff_offering", pk)
    return small_form(request, offering, form, heading=_("Avlys"), button=_("Avlys og gi beskjed"), tone="danger")


@requires("courses.edit")
def copy(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The same once more, from another day."""
    offering, form = access_offering(pk), CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made: list[Offering] = []
        first = form.cleaned_data["first"]
        if attempt(
            form, lambda: made.append(services.copy(offering, first=first, by=request.user, now=timezone.now()))
        ):
            messages.success(request, _("Kopien er en kladd. Se over den, og publiser når den er klar."))
            return redirect("courses_staff_offering", made[0].pk)
    return small_form(request, offering, form, heading=_("Sett opp en gang til"), button=_("Lag en kopi"))


@requires("courses.waitlist")
def capacity(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change the number of places."""
    offering = access_offering(pk)
    form = CapacityForm(request.POST if request.method == "POST" else None, initial={"capacity": offering.capacity})
    if request.method == "POST" and form.is_valid():
        places = form.cleaned_data["capacity"]
        if attempt(form, lambda: services.set_capacity(offering, capacity=places, by=request.user, now=timezone.now())):
            messages.success(request, _("Antall plasser er endret."))
            return redirect("courses_staff_offering", pk)
    return small_form(request, offering, form, heading=_("Antall plasser"), button=_("Lagre"))


def small_form(
    request: HttpRequest,
    offering: Offering,
    form: BaseForm,
    *,
    heading: str,
    button: str,
    tone: str = "",
    note: str = "",
) -> HttpResponse:
    """A page with one short form about an offering."""
    context: dict[str, Any] = {
        "offering": offering, "heading": heading, "button": button, "tone": tone, "note": note,
        "back": reverse("courses_staff_offering", args=[offering.pk]),
    }  # fmt: skip
    return render_form(request, "courses/staff_small_form.html", context, form=form)


def attempt(form: BaseForm, act: Callable[[], object]) -> bool:
    """Do it; a refusal becomes an error of the form."""
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def act_on(request: HttpRequest, pk: UUID, act: Callable[[Offering], object], said: str) -> HttpResponse:
    """Do it with one press; what came of it is said on the page of the offering."""
    try:
        act(access_offering(pk))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said)
    return redirect("courses_staff_offering", pk)
