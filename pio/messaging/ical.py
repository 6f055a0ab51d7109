"""Calendar files by RFC 5545: one UID for life, SEQUENCE from the row, METHOD said once and equal everywhere.

The time zone is written by hand: two rules (EU directive 2000/84/EC, in force in Norway; the same since 1996) instead
of decades of dates. Nothing personal stands in a file that lies in shared calendars: CLASS:PRIVATE, no attendee, no
organiser's name, neutral title and place given by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vRecur,
)

OSLO = ZoneInfo("Europe/Oslo")
PRODUCT = "-//PIO//Portal//NO"


class Method(StrEnum):
    """What the file asks of a calendar: put it in or change it, take it out, or just show it."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


class Status(StrEnum):
    """Whether the event takes place."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


def event(  # noqa: PLR0913  one argument for each property of an event, all by keyword
    *, uid: str, sequence: int, start: datetime, end: datetime, summary: str, location: str = "", description: str = "",
    url: str = "", status: Status | str = Status.CONFIRMED, stamp: datetime | None = None,
) -> Event:  # fmt: skip
    """One event in wall time Europe/Oslo.

    Args:
        uid: stays the same for the whole life of the appointment or evening; a domain is added where there is none.
        sequence: the row's sequence; rises with every change and with the cancellation.
        start, end: aware datetimes.
        summary: a neutral title; theme and names must not be in it (P14).
        url: a page of the portal, never one with a secret token.
        stamp: aware datetime of this version (DTSTAMP); the wall clock when None.

    Raises:
        ValueError: a datetime without a zone, or an end that is not after the start.
    """
    if start.tzinfo is None or end.tzinfo is None or end <= start:
        message = "an event needs aware times, and its end after its start"
        raise ValueError(message)
    item = Event()
    item.add("uid", uid if "@" in uid else f"{uid}@{settings.PIO_CALENDAR_DOMAIN}")
    item.add("sequence", sequence)
    item.add("dtstamp", (stamp or timezone.now()).astimezone(UTC).replace(microsecond=0))
    item.add("dtstart", _wall(start))
    item.add("dtend", _wall(end))
    item.add("summary", _one_line(summary))
    item.add("status", str(status))
    item.add("class", "PRIVATE")
    item.add("transp", "TRANSPARENT" if status == Status.CANCELLED else "OPAQUE")
    for name, text in (
        ("location", _one_line(location)),
        ("description", _plain(description)),
        ("url", url),
    ):
        if text:
            item.add(name, text)
    return item


def calendar(events: Sequence[Event], *, method: Method | str) -> bytes:
    """The file: CRLF, lines folded at 75 bytes, one VTIMEZONE.

    Raises:
        ValueError: CANCEL with an event that is not cancelled, or REQUEST with one that is.
    """
    for item in events:
        if (method == Method.CANCEL) != (str(item["status"]) == Status.CANCELLED) and method != Method.PUBLISH:
            message = f"METHOD:{method} with STATUS:{item['status']}"
            raise ValueError(message)
    head, foot = _frame(str(method))
    return head + b"".join(item.to_ical() for item in events) + foot


@cache
def _frame(method: str) -> tuple[bytes, bytes]:
    """What stands before and after the events: the same in every file with this method."""
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", method)
    file.add_component(_oslo())
    foot = b"END:VCALENDAR\r\n"
    return bytes(file.to_ical()).removesuffix(foot), foot


def response(body: bytes, *, method: Method | str = Method.PUBLISH, name: str = "avtale") -> HttpResponse:
    """The file as a download with a neutral name, never cached."""
    answer = HttpResponse(
        body,
        content_type=f"text/calendar; charset=utf-8; method={method}; component=VEVENT",
    )
    answer["Content-Disposition"] = f'attachment; filename="{re.sub(r"[^a-z0-9-]", "", name.lower()) or "avtale"}.ics"'
    answer["Cache-Control"] = "no-store"
    return answer


def _oslo() -> Timezone:
    zone = Timezone()
    zone.add("tzid", "Europe/Oslo")
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    rules = (
        (summer, datetime(1996, 3, 31, 2), 1, 2, "CEST", 3),  # noqa: DTZ001  wall time by RFC 5545, 3.6.5
        (winter, datetime(1996, 10, 27, 3), 2, 1, "CET", 10),  # noqa: DTZ001
    )
    for part, start, before, after, name, month in rules:
        part.add("dtstart", start)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        part.add("rrule", vRecur(freq="yearly", bymonth=month, byday="-1SU"))
        zone.add_component(part)
    return zone


def _wall(moment: datetime) -> datetime:
    """Wall time in Oslo; UTC for the hour that the autumn repeats, since a TZID can only mean the first one."""
    local = moment.astimezone(OSLO)
    return local if local.fold == 0 else moment.astimezone(UTC)


def _one_line(text: str) -> str:
    return " ".join(_plain(text).split())


def _plain(text: str) -> str:
    """Without control characters, which some calendars take for the end of a line (P18)."""
    return re.sub(
        r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]",
        " ",
        text.replace("\r\n", "\n").replace("\r", "\n"),
    )
