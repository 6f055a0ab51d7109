"""Freeze and publish a year: what goes out, what is hidden and why, what is missing, and the versions so far."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from pio.accounts.access import SignedInRequest, requires
from pio.core.errors import Refusal
from pio.core.pages import render_form
from stats.forms import EarlierYearForm, PublishForm
from stats.models import Publication
from stats.selectors import comparing, published
from stats.selectors.manual import missing
from stats.services import publications
from stats.tasks import freeze_publication
from stats.views.years import known_year


@requires("figures.publish")
def publish_page(request: SignedInRequest, year: int) -> HttpResponse:
    """Look at what would go out, and publish it; the worker finishes it."""
    now = timezone.now()
    is_over = known_year(year) < timezone.localdate(now).year
    versions = published.versions_of(year)
    newest = next((each for each in versions if each.state == "published"), None)
    preparing = next((each for each in versions if each.state == "preparing"), None)
    if preparing and request.method == "POST":
        return _try_again(request, preparing)
    form = PublishForm(request.POST if request.method == "POST" else None, is_correction=newest is not None)
    if request.method == "POST" and form.is_valid() and _order(request, year, form):
        return redirect("figures_publish", year)
    context = {
        "year": year, "versions": versions, "newest": newest, "missing": missing(year), "is_over": is_over,
        "is_preparing": preparing is not None, "is_stopped": bool(versions) and versions[0].state == "stopped",
        "protected": comparing.protected_cells(publications.preview(year)) if is_over else [],
        "changes": comparing.changes(newest) if newest and newest.is_counted else [],
    }  # fmt: skip
    return render_form(request, "stats/publish.html", context, form=form)


def _try_again(request: SignedInRequest, preparing: Publication) -> HttpResponse:
    """Ask the worker once more; a publication that a worker is at stays with that one."""
    freeze_publication.delay(str(preparing.pk))
    messages.success(request, _("Vi prøver igjen."))
    return redirect("figures_publish", preparing.year)


def _order(request: SignedInRequest, year: int, form: PublishForm) -> bool:
    """Order the publication; False when it was refused, with the reason above the form."""
    reason = form.cleaned_data.get("reason", "")
    try:
        ordered = publications.order_publication(year, reason=reason, by=request.user, now=timezone.now())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    transaction.on_commit(lambda: freeze_publication.delay(str(ordered.pk)), robust=True)
    messages.success(request, _("Året gjøres klart. Det er ute om et øyeblikk."))
    return True


@requires("figures.publish")
def earlier_page(request: SignedInRequest, year: int) -> HttpResponse:
    """Enter an old year by the figures it was published with before the portal."""
    newest = published.publication_of(known_year(year))
    form = EarlierYearForm(request.POST if request.method == "POST" else None, is_correction=newest is not None)
    if request.method == "POST" and form.is_valid():
        values = {key: value for key, value in form.cleaned_data.items() if isinstance(value, int)}
        try:
            publications.enter_published_year(
                year, values, reason=form.cleaned_data.get("reason", ""), by=request.user, now=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Året er publisert."))
            return redirect("figures_publish", year)
    return render_form(request, "stats/earlier.html", {"year": year}, form=form)
