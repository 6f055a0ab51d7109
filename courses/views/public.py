"""The public pages: list, month, detail with sign-up, calendar files."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses import calendars, selectors
from courses.forms.registrations import SignUpForm
from courses.models import Offering
from courses.permissions import access_public_offering, access_published
from courses.services.registrations import RegistrationClosed, sign_up
from pio.core.pages import render_form
from pio.core.public import public_form, public_page
from pio.waitlist.services import PartyTooLarge

PLACES = {"senteret": "centre", "digitalt": "digital"}


@public_page(params=("type", "sted"))
def offering_list(request: HttpRequest) -> HttpResponse:
    """What is coming, by month."""
    now, filters = timezone.now(), _filters(request)
    everything = selectors.rows(selectors.Filters(), now=now)
    found = [row for row in everything if selectors.matches(row.offering, filters)]
    context = {
        "months": selectors.by_month(found), "chips": _chips(request, everything), "places": _places(request),
        "month_now": timezone.localdate(now), "shown": len(found),
    }  # fmt: skip
    return render(request, "courses/offering_list.html", context)


@public_page(params=("maned", "type", "sted"))
def month_page(request: HttpRequest) -> HttpResponse:
    """The evenings of one month as a calendar."""
    now = timezone.now()
    first = _month(request.GET.get("maned", "")) or timezone.localdate(now).replace(day=1)
    weeks = selectors.month_days(first, _filters(request), now=now)
    before = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
    after = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    context = {
        "first": first, "weeks": weeks, "before": before, "after": after, "today": timezone.localdate(now),
        "days": [day for week in weeks for day in week if day[1] and day[0].month == first.month],
    }  # fmt: skip
    return render(request, "courses/offering_month.html", context)


@public_form
def offering_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One offering, with the form to sign up when one may."""
    now = timezone.now()
    form = None
    if request.method == "POST":
        form = SignUpForm(request.POST, offering=access_published(slug))
        if form.is_valid() and (receipt := _sign_up(request, form, now)) is not None:
            return receipt
    offering = access_public_offering(slug, now=now)
    form = form or SignUpForm(offering=offering)
    return render_form(request, "courses/offering_detail.html", _detail(offering, now), form=form)


@public_page()
def offering_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """All evenings of one offering as a calendar file."""
    offering = access_public_offering(slug, now=timezone.now())
    return calendars.response(calendars.offering_file(offering), name=slug)


@public_page()
def sign_up_address(request: HttpRequest, slug: str) -> HttpResponse:
    """The form stands on the page of the offering."""
    offering = access_public_offering(slug, now=timezone.now())
    return redirect(f"{offering.get_absolute_url()}#paamelding")


@public_page()
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """What is coming, to subscribe to."""
    return calendars.response(calendars.feed(now=timezone.now()), name="kurs")


def _sign_up(request: HttpRequest, form: SignUpForm, now: datetime) -> HttpResponse | None:
    """The receipt, from what the sign-up has read already; None when it was refused, with why on the form."""
    try:
        answer, registration = sign_up(form.offering.pk, form.sign_up(language=get_language() or "nb"), now=now)
    except (RegistrationClosed, PartyTooLarge) as refusal:
        form.add_error(None, refusal.message)
        return None
    offering = registration.offering
    context = {
        "offering": offering, "answer": answer, "by_sms": not form.cleaned_data["email"],
        "evenings": [evening for evening in offering.evenings.all() if not evening.is_cancelled],
        "place": selectors.place_words(offering),
    }  # fmt: skip
    return _unstored(render(request, "courses/registration_receipt.html", context))


def _detail(offering: Offering, now: Any) -> dict[str, Any]:
    evenings = [evening for evening in offering.evenings.all() if not evening.is_cancelled]
    upcoming = [evening for evening in evenings if evening.ends_at > now]
    number = offering.waiting + 1  # type: ignore[attr-defined]  # annotated by with_places
    open_now = selectors.may_sign_up(offering, now=now)
    status = selectors.status_of(offering, now=now)
    is_full = open_now and status.tone == "now"
    return {
        "offering": offering, "evenings": evenings if offering.takes_registrations else upcoming[:8],
        "status": status, "kicker": selectors.kicker(offering, evenings), "place": selectors.place_words(offering),
        "may_sign_up": open_now, "is_full": is_full, "number": number, "is_over": not upcoming,
        "forecast": lambda: selectors.wait_of(offering, number, now=now) if is_full else None,
        "structured": calendars.structured(offering, upcoming[:8]),
    }  # fmt: skip


def _unstored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def _filters(request: HttpRequest) -> selectors.Filters:
    return selectors.Filters(request.GET.get("type", ""), PLACES.get(request.GET.get("sted", ""), ""))


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _chips(request: HttpRequest, everything: list[selectors.Row]) -> list[dict[str, Any]]:
    labels = {
        "": _("Alle"), "kurs": _("Kurs"), "treff": _("Treff og kafé"), "skriving": _("Skriving"),
        "fagfolk": _("For fagfolk"),
    }  # fmt: skip
    chosen, place = request.GET.get("type", ""), request.GET.get("sted", "")
    return [
        {
            "label": label, "is_current": chosen == key, "url": _query(type=key, sted=place),
            "count": sum(selectors.matches(row.offering, selectors.Filters(key)) for row in everything),
        }
        for key, label in labels.items()
    ]  # fmt: skip


def _places(request: HttpRequest) -> list[dict[str, Any]]:
    labels = {"": _("Overalt"), "senteret": _("På senteret"), "digitalt": _("På video")}
    chosen, group = request.GET.get("sted", ""), request.GET.get("type", "")
    return [
        {"label": label, "is_current": chosen == key, "url": _query(type=group, sted=key)}
        for key, label in labels.items()
    ]


def _query(**values: str) -> str:
    given = "&".join(f"{key}={value}" for key, value in values.items() if value)
    return f"?{given}" if given else "?"
