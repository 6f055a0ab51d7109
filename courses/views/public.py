"""The public pages: list, month, detail with sign-up, calendar files."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses import calendars
from courses.forms.registrations import SignUpForm
from courses.models import Offering
from courses.permissions import access_public_offering, access_published, read_public_offering
from courses.selectors import listing, offerings
from courses.services.registrations import RegistrationClosed, sign_up
from pio.core.drawings import drawn, drawn_page
from pio.core.pages import render_form
from pio.core.public import public_form, public_page
from pio.waitlist.services import PartyTooLarge

YEARS = range(2020, 2101)
LONGEST_NUMBER = 5
Instants = list[datetime | None]


@public_page(params=("type", "sted", "side"))
def offering_list(request: HttpRequest) -> HttpResponse:
    """What is coming, by month."""
    now, filters = timezone.now(), _filters(request)
    counted = listing.counted(filters, now=now)
    page = listing.page(filters, number=_number(request.GET.get("side", "")), total=counted.of(filters.group), now=now)

    def draw() -> tuple[dict[str, Any], Instants]:
        rows = [_line(read, now) for read in page.rows]
        context = _choices(filters, counted) | {
            "months": listing.by_month(sorted((at, row) for at, row, _instants in rows), now=now), "page": page,
            "month_url": _month_url(filters),
            "before_url": _query(filters, side=page.number - 1) if page.number > 1 else "",
            "after_url": _query(filters, side=page.number + 1) if page.has_more else "",
        }  # fmt: skip
        return context, [instant for _at, _row, instants in rows for instant in instants]

    query = _query(filters, **({"side": page.number} if page.number > 1 else {}))
    return drawn_page(request, "courses/offering_list.html", (counted, page), draw, now=now, query=query)


def _line(read: listing.Read, now: datetime) -> tuple[datetime, SafeString, Instants]:
    """When the next evening begins, the row of the list, and the instants that change it."""

    def draw() -> tuple[tuple[datetime, SafeString, Instants], Instants]:
        line = listing.line(read, now=now)
        row = render_to_string("courses/offering_row.html", {"row": line})
        instants = [line.offering.registration_opens_at, line.offering.registration_closes_at]
        return (line.evening.starts_at, row, instants), instants

    return drawn(("courses_line", read.offering_id), read, draw, now=now)


@public_page(params=("maned", "type", "sted"))
def month_page(request: HttpRequest) -> HttpResponse:
    """The evenings of one month as a calendar."""
    today, filters = timezone.localdate(), _filters(request)
    first = _month(request.GET.get("maned", "")) or today.replace(day=1)
    weeks = listing.month_days(first, filters)
    before, after = (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(day=1)
    days = [day for week in weeks for day in week if day.entries and day.is_of_month]
    context = _choices(filters, maned=f"{first:%Y-%m}") | {
        "first": first, "weeks": weeks, "today": today, "days": days, "shown": sum(len(day.entries) for day in days),
        "before": before, "before_url": _query(filters, maned=f"{before:%Y-%m}"),
        "after": after, "after_url": _query(filters, maned=f"{after:%Y-%m}"),
        "list_url": f"{reverse('courses_list')}{_query(filters)}",
    }  # fmt: skip
    return render(request, "courses/offering_month.html", context)


@public_form
def offering_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One offering, with the form to sign up when one may."""
    now = timezone.now()
    if request.method != "POST":
        return _page(request, read_public_offering(slug, now=now), now)
    form = SignUpForm(request.POST, offering=access_published(slug))
    if form.is_valid() and (receipt := _sign_up(request, form, now)) is not None:
        return receipt
    offering = access_public_offering(slug, now=now)
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
        "place": offerings.place_words(offering),
    }  # fmt: skip
    return _unstored(render(request, "courses/registration_receipt.html", context))


def _page(request: HttpRequest, read: offerings.PublicRead, now: datetime) -> HttpResponse:
    """An offering with an empty form; how long one may wait for a full one is counted each time."""

    def draw() -> tuple[dict[str, Any], Instants]:
        offering = offerings.public_offering(read)
        context = _detail(offering, now) | {"form": SignUpForm(offering=offering)}
        ends = [instant for evening in offering.evenings.all() for instant in (evening.starts_at, evening.ends_at)]
        instants = [offering.registration_opens_at, offering.registration_closes_at, *ends]
        return context, [now] if context["is_full"] else instants

    return drawn_page(request, "courses/offering_detail.html", read, draw, now=now)


def _detail(offering: Offering, now: Any) -> dict[str, Any]:
    evenings = [evening for evening in offering.evenings.all() if not evening.is_cancelled]
    upcoming = [evening for evening in evenings if evening.ends_at > now]
    number = offering.waiting + 1  # type: ignore[attr-defined]  # annotated by with_places
    open_now = offerings.may_sign_up(offering, now=now)
    status = offerings.status_of(offering, now=now)
    is_full = open_now and status.tone == "now"
    return {
        "offering": offering, "title": offering.text("title"),
        "evenings": evenings if offering.takes_registrations else upcoming[:8],
        "status": status, "kicker": offerings.kicker(offering, evenings), "place": offerings.place_words(offering),
        "may_sign_up": open_now, "is_full": is_full, "number": number, "is_over": not upcoming,
        "forecast": lambda: offerings.wait_of(offering, number, now=now) if is_full else None,
        "open_link": offering.video_link if not offering.takes_registrations and upcoming else None,
        "link_for_participants": offering.takes_registrations and offering.is_on_video,
        "structured": calendars.structured(offering, upcoming[:8]),
    }  # fmt: skip


def _unstored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def _filters(request: HttpRequest) -> listing.Filters:
    group, place = request.GET.get("type", ""), request.GET.get("sted", "")
    return listing.Filters(group if group in listing.NAMES else "", place if place in listing.WHERE else "")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else 1


def _month(text: str) -> date | None:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if month.year in YEARS else None


def _choices(filters: listing.Filters, counted: listing.Counted | None = None, **kept: str) -> dict[str, Any]:
    """The two rows of links that narrow the page; each keeps what the other row has chosen."""
    groups = {
        "": _("Alle"), "kurs": _("Kurs"), "treff": _("Treff og kafé"), "skriving": _("Skriving"),
        "fagfolk": _("For fagfolk"),
    }  # fmt: skip
    places = {"": _("Overalt"), "senteret": _("På senteret"), "digitalt": _("På video")}
    return {
        "groups": [
            {
                "label": label, "is_current": filters.group == key, "count": counted.of(key) if counted else None,
                "url": _query(replace(filters, group=key), **kept),
            }
            for key, label in groups.items()
        ],
        "places": [
            {"label": label, "is_current": filters.place == key, "url": _query(replace(filters, place=key), **kept)}
            for key, label in places.items()
        ],
    }  # fmt: skip


def _month_url(filters: listing.Filters) -> str:
    return f"{reverse('courses_month')}{_query(filters)}"


def _query(filters: listing.Filters, **values: str | int) -> str:
    chosen = {"type": filters.group, "sted": filters.place} | values
    return f"?{urlencode({key: value for key, value in chosen.items() if value})}"
