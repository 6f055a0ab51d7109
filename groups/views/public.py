"""The public pages: list, one group with the form of interest."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from groups.forms.interest import InterestForm
from groups.permissions import read_public_group
from groups.selectors import public as selectors
from groups.services.entries import IntakeClosed, show_interest
from pio.core.drawings import drawn_page
from pio.core.pages import render_form
from pio.core.public import public_form, public_page
from pio.waitlist.forecast import Forecast


@public_page()
def group_list(request: HttpRequest) -> HttpResponse:
    """The led groups, and self-run groups in words."""
    now = timezone.now()
    read = selectors.read_groups(now=now)
    return drawn_page(request, "groups/group_list.html", read, lambda: ({"rows": selectors.rows(read)}, ()), now=now)


@public_form
def group_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One group, with the form of interest unless an intake stop holds."""
    now = timezone.now()
    read = read_public_group(slug, now=now)
    [row] = selectors.rows(read)
    if request.method != "POST":
        forecast = _forecast(row, now)
        return drawn_page(
            request, "groups/group_detail.html", (read, forecast),
            lambda: (_detail(row, forecast) | {"form": InterestForm()}, ()), now=now,
        )  # fmt: skip
    form = InterestForm(request.POST)
    if form.is_valid():
        try:
            number, _entry = show_interest(row.group.pk, form.interest(language=get_language() or "nb"), now=now)
        except IntakeClosed as refusal:
            form.add_error(None, refusal.message)
        else:
            by_sms = not form.cleaned_data["email"]
            context = _detail(row, _forecast(row, now)) | {"number": number, "by_sms": by_sms}
            response = render(request, "groups/interest_receipt.html", context)
            response.headers["Cache-Control"] = "no-store"
            return response
    return render_form(request, "groups/group_detail.html", _detail(row, _forecast(row, now)), form=form)


def _forecast(row: selectors.Row, now: datetime) -> Forecast | None:
    """How long the next one may wait; asked only where there is a queue."""
    is_waited_for = row.stop is None and row.status.tone == "now"
    return selectors.wait_of(row.group, row.group.waiting + 1, now=now) if is_waited_for else None


def _detail(row: selectors.Row, forecast: Forecast | None) -> dict[str, Any]:
    return {
        "group": row.group, "stop": row.stop, "status": row.status, "rhythm": row.rhythm,
        "terms": selectors.terms(row.group), "number": row.group.waiting + 1, "forecast": forecast,
    }  # fmt: skip
