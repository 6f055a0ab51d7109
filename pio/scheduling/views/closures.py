"""`/intern/oppsett/stengt/`: the closed days of a year, changed with a look at what they hit, confirmed each year."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pio.accounts.access import SignedInRequest, requires
from pio.core.pages import render_form
from pio.scheduling import hits, permissions, selectors, services
from pio.scheduling.enums import ClosureSource
from pio.scheduling.forms import ClosureChangeForm, ClosureForm, EmptyForm
from pio.scheduling.views.saving import TEMPLATE, save_or_show

EARLIEST_YEAR = 2000


@requires("scheduling.closures")
def closures_list(request: SignedInRequest, year: int | None = None) -> HttpResponse:
    """Show the closed days of a year, and whether a person has confirmed them."""
    this_year = timezone.localdate().year
    shown = year or this_year
    if not EARLIEST_YEAR <= shown <= this_year + services.YEARS_AHEAD:
        raise Http404
    confirmed = selectors.confirmed_years()
    page = {
        "year": shown,
        "years": [(each, each in confirmed) for each in range(this_year, this_year + services.YEARS_AHEAD + 1)],
        "closures": selectors.closures_of_year(shown),
        "standing": hits.standing_on_closed_days(shown, now=timezone.now()),
        "confirmed": confirmed.get(shown),
    }
    return render(request, "scheduling/closures_list.html", page)


@requires("scheduling.closures")
def closure_add(request: SignedInRequest) -> HttpResponse:
    """Close a day of the centre's own choice."""
    now = timezone.now()
    form = ClosureForm(request.POST or None)
    page = {"title": _("Ny stengt dag"), "button": _("Steng dagen"), **_back()}
    if request.method != "POST":
        return render_form(request, TEMPLATE, page, form=form)

    def save() -> object:
        return services.add_closure(form.cleaned_data["date"], name=form.cleaned_data["name"], by=request.user, now=now)

    return save_or_show(
        request, form, page, save=save, done=_("Dagen er stengt."),
        hit_by=lambda: hits.of_day(form.cleaned_data["date"], now=now),
    )  # fmt: skip


@requires("scheduling.closures")
def closure_change(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Rename a closed day, or keep open on it."""
    closure = permissions.access_closure(request.user, pk)
    now = timezone.now()
    form = ClosureChangeForm(
        request.POST or None, initial={"name": closure.name, "open_anyway": int(closure.open_anyway)}
    )
    page = {
        "title": _("Endre stengt dag"), "button": _("Lagre"), "day": closure.date, **_back(closure.date.year),
        "other_url": reverse("closure_remove", args=(pk,)) if closure.source == ClosureSource.OWN else "",
        "other": _("Fjern dagen fra listen"),
    }  # fmt: skip
    if request.method != "POST":
        return render_form(request, TEMPLATE, page, form=form)
    return save_or_show(
        request, form, page, done=_("Lagret."),
        hit_by=lambda: [] if form.cleaned_data["open_anyway"] else hits.of_day(closure.date, now=now),
        save=lambda: services.change_closure(pk, by=request.user, now=now, **form.cleaned_data),
    )  # fmt: skip


@requires("scheduling.closures")
def closure_remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask once, then remove one of the centre's own days."""
    closure = permissions.access_closure(request.user, pk)
    form = EmptyForm(request.POST if request.method == "POST" else None)
    page = {
        "title": _("Fjern stengt dag"), "button": _("Fjern dagen"), "text": closure.name, "day": closure.date,
        **_back(closure.date.year),
    }  # fmt: skip
    if request.method != "POST":
        return render_form(request, TEMPLATE, page, form=form)
    return save_or_show(
        request, form, page, hit_by=list, done=_("Dagen er fjernet."),
        save=lambda: services.remove_closure(pk, by=request.user),
    )  # fmt: skip


@require_POST
@requires("scheduling.closures")
def closures_confirm(request: SignedInRequest, year: int) -> HttpResponse:
    """Say that the closed days of the year are right."""
    if not selectors.closures_of_year(year):
        raise Http404
    services.confirm_year(year, by=request.user, now=timezone.now())
    messages.success(request, _("De stengte dagene i %(year)s er bekreftet.") % {"year": year})
    return redirect("closures_year", year)


def _back(year: int | None = None) -> dict[str, str]:
    url = reverse("closures_year", args=(year,)) if year else reverse("closures_list")
    return {"back_url": url, "back": _("Stengte dager")}
