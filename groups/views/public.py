"""The public pages: list, one group with the form of interest."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from groups.forms.interest import InterestForm
from groups.models import SupportGroup
from groups.permissions import access_public_group
from groups.selectors import public as selectors
from groups.services.entries import IntakeClosed, show_interest
from groups.services.queue import intake_stop
from pio.core.pages import render_form
from pio.core.public import public_form, public_page


@public_page()
def group_list(request: HttpRequest) -> HttpResponse:
    """The led groups, and self-run groups in words."""
    return render(request, "groups/group_list.html", {"rows": selectors.rows(now=timezone.now())})


@public_form
def group_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One group, with the form of interest unless an intake stop holds."""
    now, group = timezone.now(), access_public_group(slug)
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            number, _entry = show_interest(group.pk, form.interest(language=get_language() or "nb"), now=now)
        except IntakeClosed as refusal:
            form.add_error(None, refusal.message)
        else:
            by_sms = not form.cleaned_data["email"]
            context = _detail(group, now) | {"number": number, "by_sms": by_sms}
            response = render(request, "groups/interest_receipt.html", context)
            response.headers["Cache-Control"] = "no-store"
            return response
    return render_form(request, "groups/group_detail.html", _detail(group, now), form=form)


def _detail(group: SupportGroup, now: Any) -> dict[str, Any]:
    stop = intake_stop(group, now=now)
    number = group.waiting + 1  # type: ignore[attr-defined]  # annotated by with_places
    return {
        "group": group, "stop": stop, "status": selectors.status_of(group, stop), "rhythm": selectors.rhythm(group),
        "terms": selectors.terms(group), "number": number, "forecast": selectors.wait_of(group, number, now=now),
        "meetings": list(group.meetings.upcoming(now=now)[:3]),
    }  # fmt: skip
