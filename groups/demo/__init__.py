"""Synthetic groups: 416 presences in the counted year, 22 self-run groups at its end, 9 of them new; and a present."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from groups.demo.led import led
from groups.enums import WARNED_AT, GroupKind, GroupPlace, GroupStatus
from groups.models import (
    GroupAttendance,
    GroupEntry,
    GroupMeeting,
    IntakeStop,
    SelfRunGroup,
    SelfRunReport,
    SupportGroup,
)
from groups.schedule import instant, is_school_holiday
from groups.services import rooms
from groups.services.entries import token_hash
from groups.services.meetings import retake, stand_in
from pio.accounts.enums import Role
from pio.accounts.models import User
from pio.core.errors import Refusal
from pio.scheduling.models import Resource
from pio.scheduling.working_days import is_working_day
from pio.waitlist.clock import offer_end
from pio.waitlist.enums import PlaceState

OSLO = ZoneInfo("Europe/Oslo")
PRESENCES = 416
SELF_RUN, SELF_RUN_NEW = 22, 9
TODAYS_SINCE = timedelta(days=150)
PLACES = (
    "Sagene", "Torshov", "Grorud", "Bjerke", "Ullern", "Frogner", "Alna", "Nordstrand", "Stovner", "Østensjø", "Bryn",
)  # fmt: skip
NAMES = (
    "Astrid", "Bjørn", "Eva-Lill", "Fatima", "Grete", "Jan-Erik", "Kirsten", "Mona", "Randi", "Terje", "Unni", "Vidar",
    "Wenche", "Yngve", "Åse",
)  # fmt: skip
RELATIONS = {
    "parents": ("mother", "father"), "partners": ("spouse", "partner"), "young": ("daughter", "brother"),
    "adult_children_and_siblings": ("sister", "son"),
}  # fmt: skip
AGES = {
    "parents": ("51_66", "36_50", "67_plus"), "partners": ("36_50", "51_66", "26_35"),
    "young": ("18_25", "18_25", "26_35"), "adult_children_and_siblings": ("26_35", "36_50", "51_66"),
}  # fmt: skip
HOMES = ("0301", "3201", "0301", "3401")
LANGUAGES = ("nb", "nb", "", "nb", "", "nb", "en")
WORDS = "Jeg vil gjerne møte andre i samme situasjon."
AUDIENCES = ("parents", "partners", "adult_children_and_siblings", "bereaved", "all", "young")


def build(*, year: int, now: datetime, random: Random) -> None:
    """Make the led groups with their meetings from `year` on, and the register of self-run groups."""
    today = localdate(now)
    made = parents, partners, near, children, young = led(year, today)
    _past([parents, partners, near, children], year, today, random)
    _meetings(young, today + timedelta(weeks=10), today)
    for group, members, waiting in ((parents, 9, 6), (partners, 7, 0), (children, 6, 0), (young, 4, 0)):
        _present(group, members, waiting, today)
        _recent_marks(group, year, today, random)
    _offered(partners, now)
    _keep_time(made, now)
    _stand_in(parents, now)
    _want_to_go_on(children)
    _relative(young)
    _stop(year)
    _self_run(year, random)
    _reports(today, random)
    _book_room(now)


def _past(made: list[SupportGroup], year: int, today: date, random: Random) -> None:
    """Meetings until today and some weeks ahead; the presences of the counted year are `PRESENCES` in all."""
    cells: list[GroupAttendance] = []
    for group in made:
        entries = _former_members(group, 60 if group.kind == GroupKind.SLOW_OPEN else 9, year)
        last = group.last_date or today + timedelta(weeks=10)
        meetings = _meetings(group, last, today)
        for number, meeting in enumerate(meetings):
            day = localdate(meeting.starts_at)
            if day >= today or (group.status == GroupStatus.OPEN and day.year != year and day > today - TODAYS_SINCE):
                continue
            window = [entries[(number + n) % len(entries)] for n in range(min(9, len(entries)))]
            cells += [
                GroupAttendance(meeting=meeting, entry=entry, attendance=random.choice(("absent", "excused")))
                for entry in window
            ]
    counted = [cell for cell in cells if cell.meeting.starts_at.astimezone(OSLO).year == year]
    later = [cell for cell in cells if cell.meeting.starts_at.astimezone(OSLO).year != year]
    for cell in random.sample(counted, PRESENCES) + random.sample(later, len(later) * 3 // 4):
        cell.attendance = "present"
    GroupAttendance.objects.bulk_create(cells, batch_size=2000)
    _mark_the_same_day(cell.meeting_id for cell in cells)


def _meetings(group: SupportGroup, last: date, today: date) -> list[GroupMeeting]:
    """Meetings until `last`; those to come follow the rule, so that nothing is left to move."""
    first = group.first_date + timedelta(days=(group.weekday - group.first_date.weekday()) % 7)
    days = [
        first + timedelta(weeks=group.every_weeks * n) for n in range((last - first).days // 7 // group.every_weeks + 1)
    ]
    return GroupMeeting.objects.bulk_create([
        GroupMeeting(group=group, starts_at=instant(day, group.start_wall), ends_at=instant(day, group.end_wall))
        for day in days
        if is_working_day(day) and day.month != 7 and (day < today or not is_school_holiday(day))
    ])  # fmt: skip


def _former_members(group: SupportGroup, count: int, year: int) -> list[GroupEntry]:
    """Members whose contact is forgotten; they carry the marks of the past."""
    rows = [
        GroupEntry(
            group=group, state=PlaceState.WITHDRAWN, queue_number=number, joined_date=date(year - 1, 11, 1),
            placed_date=date(year, 1, 2), left_date=date(year + 1, 1, 31), left_because="limit",
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    group.last_queue_number = count
    group.save(update_fields=["last_queue_number"])
    return GroupEntry.objects.bulk_create(rows)


def _present(group: SupportGroup, members: int, waiting: int, today: date) -> None:
    """Today's members and those who wait, with synthetic contacts, each with their own link."""
    if waiting:
        group.capacity = members
    rows = []
    for number in range(1, members + waiting + 1):
        has_place = number <= members
        rows.append(GroupEntry(
            group=group, state=PlaceState.CONFIRMED if has_place else PlaceState.WAITING,
            queue_number=group.last_queue_number + number, name=f"{NAMES[(number - 1) % len(NAMES)]} Prøve",
            email=f"{group.slug[:16].strip('-')}{number}@eksempel.example",
            relation=RELATIONS[group.audience][number % 2], age_band=AGES[group.audience][number % 3],
            municipality=HOMES[number % 4], spoken_language=LANGUAGES[number % 7], words=None if has_place else WORDS,
            joined_date=today - timedelta(days=330 - 9 * number if has_place else 75 - 9 * (number - members)),
            pre_talk_date=today - timedelta(days=160 if has_place else 20) if number <= members + 2 else None,
            pre_talk_planned_date=today + timedelta(days=2) if number == members + 3 else None,
            pre_talk_by=group.leaders.first(), placed_date=today - timedelta(days=150) if has_place else None,
            offered_at=datetime.combine(today - timedelta(days=155 + 9 * number), time(9), UTC) if has_place else None,
        ))  # fmt: skip
    for row in rows:
        row.token = secrets.token_urlsafe(32)
        row.token_hash = token_hash(row.token)
        row.save(force_insert=True)
    group.last_queue_number += members + waiting
    group.save(update_fields=["last_queue_number", "capacity"])


def _offered(group: SupportGroup, now: datetime) -> None:
    """Somebody with an offer they have not answered yet."""
    today = localdate(now)
    group.last_queue_number += 1
    group.save(update_fields=["last_queue_number"])
    GroupEntry(
        group=group, state=PlaceState.OFFERED, queue_number=group.last_queue_number, name="Solveig Prøve",
        email="solveig@eksempel.example", relation="spouse", joined_date=today - timedelta(days=30),
        pre_talk_date=today - timedelta(days=4), offered_at=now, offer_expires_at=offer_end(now),
        words="Jeg har levd med dette lenge, og trenger å høre hvordan andre gjør det.",
    ).save(force_insert=True)  # fmt: skip


def _keep_time(made: Sequence[SupportGroup], now: datetime) -> None:
    """The meetings of the coming weeks take their room where it is free."""
    room = Resource.objects.rooms(seats=12).order_by("capacity").first()
    at_centre = [group for group in made if group.status == GroupStatus.OPEN and group.place == GroupPlace.CENTRE]
    for group in at_centre:
        group.room = room
        group.save(update_fields=["room"])
        retake(group, now=now)


def _stand_in(group: SupportGroup, now: datetime) -> None:
    """One of the two leaders is away at the meeting after next; the deputy leads it."""
    away = max(group.leaders.all(), key=lambda person: (len(person.email), person.email), default=None)
    deputy = group.deputies.first()
    coming = group.meetings.upcoming(now=now)[1:2]
    if away and deputy and coming:
        stand_in(coming[0], deputy=deputy, away=away, by=away, now=now)


def _relative(group: SupportGroup) -> None:
    """The relative of the demo is a member, and finds the group on their own page."""
    member = group.entries.filter(state=PlaceState.CONFIRMED).order_by("queue_number")[1:2]
    relatives = User.objects.filter(roles=[Role.RELATIVE])
    account = min(relatives, key=lambda person: (len(person.email), person.email), default=None)
    GroupEntry.objects.filter(pk__in=member.values("pk")).update(account=account)


def _want_to_go_on(group: SupportGroup) -> None:
    """Three members of the closed group would like to go on together when it ends."""
    some = group.entries.filter(state=PlaceState.CONFIRMED).order_by("queue_number")[:3]
    GroupEntry.objects.filter(pk__in=[entry.pk for entry in some]).update(wants_to_go_on=True)


def _stop(year: int) -> None:
    """A summer in which no group took anybody in."""
    IntakeStop.objects.create(
        starts_date=date(year, 7, 1), ends_date=date(year, 7, 31),
        public_text="Vi tar ikke inn flere i juli. Skriv til oss igjen fra 1. august.",
        public_text_en="We take nobody in during July. Write to us again from 1 August.",
        reopens_date=date(year, 8, 1),
    )  # fmt: skip


def _book_room(now: datetime) -> None:
    """One self-run group has its link, and a room on an evening to come."""
    group = SelfRunGroup.objects.filter(ended_date=None).order_by("name")[0]
    group.token = secrets.token_urlsafe(32)
    group.token_hash, group.confirmed_date = token_hash(group.token), localdate(now) - timedelta(days=30)
    group.save(update_fields=["token", "token_hash", "confirmed_date"])
    soon = (localdate(now) + timedelta(days=days) for days in range(14, 28))
    for day in filter(is_working_day, soon):
        try:
            rooms.book(group, day=day, start=time(18), end=time(20), room=None, now=now)
        except Refusal:
            continue
        return


def _reports(today: date, random: Random) -> None:
    """What some of the self-run groups have reported; one wants a visit."""
    groups = list(SelfRunGroup.objects.filter(ended_date=None).order_by("name")[:12])
    SelfRunGroup.objects.filter(pk=groups[1].pk).update(wants_visit=True)
    SelfRunReport.objects.bulk_create(
        SelfRunReport(group=group, meeting_date=today - timedelta(days=14 * n + number), was_held=heads > 0,
                      head_count=heads, new_count=int(heads > 7))
        for number, group in enumerate(groups) for n in range(1, 6) for heads in [random.choice((0, 4, 5, 6, 6, 8))]
    )  # fmt: skip


def _recent_marks(group: SupportGroup, year: int, today: date, random: Random) -> None:
    """Marks of today's members since they got their place; none in the counted year, whose sum is published.

    The first of them has come every time and is near the limit.
    """
    members = list(GroupEntry.objects.filter(group=group, state=PlaceState.CONFIRMED).order_by("queue_number"))
    since = datetime.combine(today - TODAYS_SINCE, time(0), OSLO)
    rows = group.meetings.filter(starts_at__gte=since, starts_at__lt=instant(today, time(0))).order_by("-starts_at")
    recent = [meeting for meeting in rows if meeting.starts_at.astimezone(OSLO).year != year]
    GroupAttendance.objects.bulk_create(
        GroupAttendance(
            meeting=meeting, entry=entry,
            attendance="present" if number == 0
            else random.choices(("present", "excused", "absent"), weights=(10, 2, 1))[0],
        )
        for number, entry in enumerate(members) for meeting in recent[: number % 9 or WARNED_AT]
    )  # fmt: skip
    _mark_the_same_day(meeting.pk for meeting in recent)


def _mark_the_same_day(meetings: Iterable[UUID]) -> None:
    GroupMeeting.objects.filter(pk__in=set(meetings)).update(marked_date=TruncDate("starts_at", tzinfo=OSLO))


def _self_run(year: int, random: Random) -> None:
    """The register: 22 at the end of the counted year, 9 of them new; three more that had ended before."""
    old = SELF_RUN - SELF_RUN_NEW
    rows = [
        SelfRunGroup(
            name=f"Selvstyrt gruppe {PLACES[number % len(PLACES)]} {number // len(PLACES) + 1}",
            audience=AUDIENCES[number % len(AUDIENCES)], since_year=year - 6 + number % 5 if number < old else year,
            registered_date=date(year - 5 + number % 5, 3 + number % 8, 5) if number < old
            else date(year, 1 + number % 11, 8 + number % 15),
            contact_name=f"Prøve Kontakt {number + 1}", contact_email=f"selvstyrt{number + 1}@eksempel.example",
            has_support_agreement=bool(number % 3), confirmed_date=date(year, 12, 1),
        )
        for number in range(SELF_RUN)
    ]  # fmt: skip
    ended = [
        SelfRunGroup(
            name=f"Tidligere gruppe {number}", audience="all", registered_date=date(year - 4, 2, number),
            ended_date=date(year, number, 10) if number < 3 else date(year - 1, 5, 5),
        )
        for number in (1, 2, 3)
    ]  # fmt: skip
    for row in rows + ended:
        row.save(force_insert=True)
