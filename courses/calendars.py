"""Calendar files and structured data of offerings. Neutral titles where a file belongs to a person (P14)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse

from courses.enums import OfferingStatus, Place
from courses.models import Evening, Offering
from courses.selectors.offerings import place_words
from pio.messaging import ical, texts
from pio.messaging.ical import Method, Status

CENTRE_ADDRESS = "Hammersborg Torg 3, 0179 Oslo"


def offering_file(offering: Offering) -> bytes:
    """All evenings of an offering, public titles."""
    return ical.calendar([_event(evening, offering) for evening in offering.evenings.all()], method=Method.PUBLISH)


def feed(*, now: datetime) -> bytes:
    """Everything published that has not ended."""
    evenings = Evening.objects.public().upcoming(now=now).select_related("offering")
    return ical.calendar([_event(evening, evening.offering) for evening in evenings], method=Method.PUBLISH)


def personal_file(evenings: Iterable[Evening], *, title: str, method: Method, url: str) -> bytes:
    """Evenings for one person's calendar, with a neutral title and no description."""
    status = Status.CANCELLED if method == Method.CANCEL else Status.CONFIRMED
    events = [
        ical.event(
            uid=f"kveld-{evening.pk}", sequence=evening.sequence + (method == Method.CANCEL), start=evening.starts_at,
            end=evening.ends_at, summary=title, url=url, status=status,
        )
        for evening in evenings
    ]  # fmt: skip
    return ical.calendar(events, method=method)


def response(body: bytes, *, name: str) -> HttpResponse:
    """The file as an answer that anybody may have a copy of."""
    answer = ical.response(body, name=name)
    answer["Cache-Control"] = "public, max-age=300"
    return answer


def structured(offering: Offering, evenings: Iterable[Evening]) -> list[dict[str, Any]]:
    """schema.org `Event` of each evening to come, for search engines."""
    is_digital = offering.place == Place.DIGITAL
    mode = "Online" if is_digital else "Mixed" if offering.place == Place.BOTH else "Offline"
    cancelled = offering.status == OfferingStatus.CANCELLED
    url = texts.absolute(reverse("courses_detail", args=[offering.slug]))
    place = {"@type": "VirtualLocation", "url": url} if is_digital else {
        "@type": "Place", "name": place_words(offering), "address": CENTRE_ADDRESS,
    }  # fmt: skip
    return [
        {
            "@context": "https://schema.org", "@type": "Event", "name": offering.text("title"),
            "startDate": evening.starts_at.isoformat(), "endDate": evening.ends_at.isoformat(), "url": url,
            "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
            "eventStatus": f"https://schema.org/Event{'Cancelled' if cancelled else 'Scheduled'}",
            "location": place, "isAccessibleForFree": True, "description": offering.text("summary"),
            "image": texts.absolute(static(f"svg/{offering.picture}.svg")),
        }
        for evening in evenings
    ]  # fmt: skip


def _event(evening: Evening, offering: Offering) -> Any:
    cancelled = evening.is_cancelled or offering.status == OfferingStatus.CANCELLED
    title = f"{offering.text('title')}: {evening.text()}" if evening.text() else offering.text("title")
    return ical.event(
        uid=f"kveld-{evening.pk}", sequence=evening.sequence + offering.sequence, start=evening.starts_at,
        end=evening.ends_at, summary=title, location=place_words(offering, evening),
        url=texts.absolute(reverse("courses_detail", args=[offering.slug])),
        status=Status.CANCELLED if cancelled else Status.CONFIRMED,
    )  # fmt: skip
