"""Demo: two advisers with accounts, three hired ones, three rooms, their weeks, one absence, closed days of all years.

Names are made up. The hours leave free times on every ordinary day of the next eight weeks.
"""

import random as dice
from datetime import date, datetime, time, timedelta

from pio.accounts.models import User
from pio.scheduling import intervals, services
from pio.scheduling.enums import ExceptionKind, ResourceKind
from pio.scheduling.models import AvailabilityException, AvailabilityRule, Resource

ROOMS = (("Rom 1", 4), ("Rom 2", 6), ("Storstua", 24))
ALL, BY_DISTANCE, BY_HAND = ["in_person", "video", "phone"], ["video", "phone"], ["in_person"]
Week = tuple[tuple[tuple[int, ...], time, time, list[str]], ...]
WITH_ACCOUNT: tuple[tuple[str, Week], ...] = (
    ("radgiver@example.org", (((0, 1, 2, 3), time(9), time(15), ALL), ((2,), time(16), time(19), BY_DISTANCE))),
    ("radgiver2@example.org", (((0, 1, 3, 4), time(10), time(16), ALL),)),
)
HIRED: tuple[tuple[str, Week], ...] = (
    ("Vikar Vår Prøvestad", (((1, 3), time(16), time(20), BY_DISTANCE),)),
    ("Vikar Storm Eksempelsen", (((4,), time(9), time(14), ALL),)),
    ("Vikar Sky Demosen", (((2,), time(9), time(16), BY_HAND),)),
)


def build(*, year: int, now: datetime, random: dice.Random) -> None:  # same each time
    """Make resources, weeks from the start of `year` on, an absence and an extra evening soon, and closed days."""
    today = intervals.oslo_date(now)
    services.load_closures(range(year, today.year + services.YEARS_AHEAD + 1))
    if manager := User.objects.filter(email="leder@example.org").first():
        services.confirm_year(today.year, by=manager, now=now)
    Resource.objects.bulk_create(Resource(kind=ResourceKind.ROOM, name=name, capacity=seats) for name, seats in ROOMS)
    advisers = _advisers()
    Resource.objects.bulk_create(each for each, _week in advisers)
    AvailabilityRule.objects.bulk_create(
        AvailabilityRule(
            resource=adviser, weekday=weekday, start_wall=start, end_wall=end, channels=channels,
            valid_from=date(year, 1, 1), place="Hammersborg Torg 3" if "in_person" in channels else "",
        )
        for adviser, week in advisers
        for weekdays, start, end, channels in week
        for weekday in weekdays
    )  # fmt: skip
    _make_exceptions([each for each, _week in advisers], today)


def _advisers() -> list[tuple[Resource, Week]]:
    users = {user.email: user for user in User.objects.filter(email__in=[email for email, _week in WITH_ACCOUNT])}
    made = [
        (Resource(kind=ResourceKind.ADVISER, user=users[email], name=users[email].name, max_per_day=5), week)
        for email, week in WITH_ACCOUNT
        if email in users
    ]
    made += [(Resource(kind=ResourceKind.ADVISER, name=name, max_per_day=4), week) for name, week in HIRED]
    for adviser, _week in made:
        adviser.recovery_minutes = 15
    return made


def _make_exceptions(advisers: list[Resource], today: date) -> None:
    monday = today + timedelta(days=7 - today.weekday())
    away, extra = monday + timedelta(days=8), monday + timedelta(days=5)
    AvailabilityException(
        resource=advisers[1], kind=ExceptionKind.CLOSED, from_date=away, to_date=away + timedelta(days=1),
        reason_private="Kurs",
    ).save()  # fmt: skip
    AvailabilityException(
        resource=advisers[0], kind=ExceptionKind.OPEN, from_date=extra, to_date=extra,
        start_wall=time(10), end_wall=time(14),
    ).save()  # fmt: skip
