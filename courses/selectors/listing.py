"""The public list and the calendar: what is coming, narrowed by what the address says.

The list is three statements and a page long however many offerings there are; the calendar is one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Count, F, Min, Q
from django.utils import formats, timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language

from courses.enums import Audience, OfferingStatus, Place
from courses.models import Evening, Offering, Registration
from courses.selectors.offerings import Status, status_of, when
from pio.core import words
from pio.core.composed import AnyOf, Raw, Reading
from pio.core.words import OSLO

GROUPS: Mapping[str, frozenset[str]] = {
    "kurs": frozenset({"course", "workshop"}),
    "treff": frozenset({"cafe", "party", "screening", "drop_in", "theme_meeting", "seminar"}),
    "skriving": frozenset({"writing_group", "writing_hour"}),
}
PROFESSIONALS = "fagfolk"
NAMES = frozenset({*GROUPS, PROFESSIONALS})
WHERE: Mapping[str, tuple[str, str]] = {
    "senteret": (Place.CENTRE, Place.BOTH), "digitalt": (Place.DIGITAL, Place.BOTH),
}  # fmt: skip
SEEN = (OfferingStatus.PUBLISHED, OfferingStatus.CANCELLED)
PER_PAGE = 50
SAID = (
    "slug", "kind", "status", "title", "title_en", "summary", "summary_en", "place", "place_text", "capacity",
    "takes_registrations", "registration_opens_at", "registration_closes_at", "cancelled_text",
)  # fmt: skip
T = TypeVar("T")


@dataclass(frozen=True)
class Filters:
    """What is asked for: one of NAMES or nothing, and one of WHERE or nothing."""

    group: str = ""
    place: str = ""


class Read(NamedTuple):
    """What a line is made of: the offering with its evenings, and its places taken and parties waiting."""

    offering_id: UUID
    row: Raw
    places: list[int]


@dataclass(frozen=True)
class Line:
    """One offering in the list."""

    offering: Offering
    evening: Evening
    when: str
    status: Status


@dataclass(frozen=True, slots=True)
class Entry:
    """One evening in the calendar; `language` only where the title is not in the page's."""

    url: str
    title: str
    language: str
    span: str


@dataclass(frozen=True)
class Day:
    """One day of the calendar, of the month itself or of the weeks that begin and end it."""

    day: date
    entries: list[Entry]
    is_of_month: bool


@dataclass(frozen=True)
class Page:
    """One page of the list, as rows for `line`; `total` counts every page."""

    rows: list[Read]
    total: int
    number: int
    has_more: bool


@dataclass(frozen=True)
class Counted:
    """How many offerings are coming under each group, in the place that is asked for, and in all."""

    groups: Mapping[str, int]

    def of(self, group: str) -> int:
        """The count of one group; of everything for the empty word."""
        return self.groups.get(group, 0)


def counted(filters: Filters, *, now: datetime) -> Counted:
    """What each choice of group would show; one query."""
    groups: Counter[str] = Counter()
    for kind, audience, number in _KINDS.rows(filters.place, now=now):
        groups[""] += number
        groups[PROFESSIONALS] += number * (audience == Audience.PROFESSIONALS)
        groups.update({group: number for group, kinds in GROUPS.items() if kind in kinds})
    return Counted(groups)


def page(filters: Filters, *, number: int = 1, total: int, now: datetime) -> Page:
    """The offerings of one page of those with something to come, the soonest first, in no order; two queries.

    Args:
        number: from 1; a page behind the last one is the last one.
        total: what `counted` says of this group.
    """
    number = min(max(number, 1), max(-(-total // PER_PAGE), 1))
    start = (number - 1) * PER_PAGE
    lines = _LINES.rows(filters, start, now=now)
    places = {offering: found for offering, *found in _PLACES.rows(offerings=[row[0] for row in lines])}
    rows = [Read(row[0], row, places.get(row[0], [0, 0])) for row in lines]
    return Page(rows, total, number, start + PER_PAGE < total)


def line(read: Read, *, now: datetime) -> Line:
    """What a row of a page says; no query."""
    offering: Any = _LINES.objects([read.row])[0]
    offering.taken, offering.waiting = read.places
    offering.next_evenings = [_evening(offering, each) for each in offering.coming]
    evening = offering.next_evenings[0]
    return Line(offering, evening, when(offering, evening, now=now), status_of(offering, now=now))


def by_month(found: Iterable[tuple[datetime, T]], *, now: datetime) -> list[tuple[str, list[T]]]:
    """What begins at some instant, under the names of the months; the year is said when it is not this one."""
    months: dict[tuple[int, int], list[T]] = {}
    for starts_at, each in found:
        day = localdate(starts_at)
        months.setdefault((day.year, day.month), []).append(each)
    this_year = localdate(now).year
    return [
        (words.capitalised(formats.date_format(date(year, month, 1), "F" if year == this_year else "F Y")), each)
        for (year, month), each in months.items()
    ]


def month_days(first: date, filters: Filters) -> list[list[Day]]:
    """The weeks of a month, Monday first, each day with its evenings; one query over an index of instants."""
    start = first - timedelta(days=first.weekday())
    after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    end = after + timedelta(days=-after.weekday() % 7)
    evenings = (
        Evening.objects.public().taking_place().filter(_narrowed(filters, "offering__"))
        .filter(starts_at__gte=_midnight(start), starts_at__lt=_midnight(end))
        .select_related("offering").order_by("starts_at", "pk")
        .only("starts_at", "ends_at", "offering__slug", "offering__title", "offering__title_en")
    )  # fmt: skip
    days: dict[date, list[Entry]] = {start + timedelta(days=n): [] for n in range((end - start).days)}
    addresses: dict[str, str] = {}
    for evening in evenings:
        slug = evening.offering.slug
        url = addresses.get(slug) or addresses.setdefault(slug, evening.offering.get_absolute_url())
        days[localdate(evening.starts_at)].append(_entry(evening, url))
    listed = [Day(day, entries, day.month == first.month) for day, entries in days.items()]
    return [listed[n : n + 7] for n in range(0, len(listed), 7)]


def _entry(evening: Evening, url: str) -> Entry:
    title, language = evening.offering.text("title"), evening.offering.text_language("title")
    is_other = language != (get_language() or "nb")[:2]
    return Entry(url, title, language if is_other else "", words.span(evening.starts_at, evening.ends_at))


def _narrowed(filters: Filters, path: str = "") -> Q:
    found = Q()
    if filters.group == PROFESSIONALS:
        found &= Q(**{f"{path}audience": Audience.PROFESSIONALS})
    if filters.group in GROUPS:
        found &= Q(**{f"{path}kind__in": sorted(GROUPS[filters.group])})
    if filters.place in WHERE:
        found &= Q(**{f"{path}place__in": WHERE[filters.place]})
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day), OSLO)  # noqa: DTZ001  made aware here


def _kinds(place: str, *, now: datetime) -> Any:
    found = Offering.objects.public().to_come(now=now).filter(_narrowed(Filters(place=place)))
    return found.order_by().values_list("kind", "audience").annotate(n=Count("pk"))


def _on_page(filters: Filters, start: int, *, now: datetime) -> Any:
    coming = Evening.objects.upcoming(now=now).filter(_narrowed(filters, "offering__"), offering__status__in=SEEN)
    ordered = coming.order_by().values("offering").annotate(next=Min("starts_at")).order_by("next", "offering")
    return ordered[start : start + PER_PAGE].values("offering")


def _lines(filters: Filters, start: int, *, now: datetime) -> Any:
    found = Offering.objects.filter(pk__in=_on_page(filters, start, now=now)).only("pk", *SAID)
    return found.with_line(now=now).order_by()


def _places(*, offerings: list[UUID]) -> Any:
    return Registration.objects.filter(AnyOf(F("offering"), offerings)).places_by("offering")


def _evening(offering: Offering, said: Mapping[str, str]) -> Evening:
    starts_at, ends_at = (datetime.fromisoformat(said[name]) for name in ("starts_at", "ends_at"))
    return Evening(offering=offering, starts_at=starts_at, ends_at=ends_at, place_text=said["place_text"])


_KINDS: Reading[Any] = Reading(_kinds)
_LINES: Reading[Any] = Reading(_lines)
_PLACES: Reading[Any] = Reading(_places)
