"""What is kept by key equals what the rows say, whatever is written and whenever the night's count runs."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.db.models import F, Window
from django.db.models.functions import Rank, TruncMonth

from advising.models import AdviceSession, SessionParticipant
from courses.models import Presence, Registration
from groups.enums import PRESENT
from groups.models import GroupAttendance, GroupMeeting
from stats import indicators as _registered  # noqa: F401
from stats.models import ChangedKey, EveningPresenceNow, FirstPresence, FirstPresenceNow, PeopleMonth, PeopleMonthNow
from stats.once import counted_once
from stats.periods import Period
from stats.registry import INDICATORS
from stats.services.counts import count_again, keep_changed
from tests.advising.factories.sessions import AdviceSessionFactory, AdviserUserFactory, ParticipantFactory
from tests.conftest import NOW
from tests.courses.factories import offering
from tests.groups.factories import meeting, member, support_group

pytestmark = pytest.mark.django_db


def present(session: AdviceSession, count: int, **fields: object) -> None:
    for number in range(count):
        ParticipantFactory(session=session, position=50 + number, present=True, **fields)


def people_kept() -> Counter:
    return Counter({(row.month, row.relation, row.gender): row.people for row in PeopleMonthNow.objects.all()})


def people_counted() -> Counter:
    present = SessionParticipant.objects.filter(present=True, session__status="held")
    rows = present.annotate(month=TruncMonth("session__session_date")).values_list("month", "relation", "gender")
    return Counter((month, relation, gender) for month, relation, gender in rows.order_by())


def first_kept() -> list[tuple]:
    return sorted(FirstPresenceNow.objects.values_list("entry_id", "meeting_id"))


def first_counted() -> list[tuple]:
    place = Window(Rank(), partition_by=F("entry_id"), order_by=F("meeting__starts_at").asc())
    cells = GroupAttendance.objects.filter(attendance__in=PRESENT).annotate(place=place)
    return sorted((cell.entry_id, cell.meeting_id) for cell in cells if cell.place == 1)


def test_people_by_month_follow_every_write():
    chance, adviser = Random(5), AdviserUserFactory()
    for number in range(6):
        starts_at = NOW - timedelta(days=25 * number)
        session = AdviceSessionFactory(adviser=adviser, starts_at=starts_at, status=chance.choice(("held", "booked")))
        present(session, 2)
    for number in range(50):
        people, sessions = SessionParticipant.objects.all(), AdviceSession.objects.all()
        one = chance.choice(list(sessions))
        match chance.choice(("person", "presence", "relation", "status", "day", "gone", "night")):
            case "person":
                ParticipantFactory(session=one, present=chance.choice((True, False, None)), position=100 + number)
            case "presence":
                people.filter(session=one).update(present=chance.choice((True, False, None)))
            case "relation":
                people.filter(session=one).update(relation=chance.choice(("father", "sister")), gender="male")
            case "status":
                sessions.filter(pk=one.pk).update(status=chance.choice(("held", "no_show", "booked")))
            case "day":
                sessions.filter(pk=one.pk).update(session_date=F("session_date") - timedelta(days=31))
            case "gone":
                people.filter(session=one, position__gte=100).delete()
            case _:
                keep_changed()
                assert ChangedKey.objects.filter(what="people").count() == 0
        assert people_kept() == people_counted()
    keep_changed()
    assert PeopleMonth.objects.count() == len(people_counted())
    count_again()
    assert people_kept() == people_counted()
    assert sum(people_counted().values()) > 0


def test_first_presences_follow_every_write(now):
    chance, group = Random(8), support_group(now, capacity=9)
    meetings = [meeting(group, now - timedelta(days=20 * number, hours=number)) for number in range(6)]
    entries = [member(group, number, now) for number in range(4)]
    for _ in range(60):
        cells = GroupAttendance.objects.all()
        one, entry = chance.choice(meetings), chance.choice(entries)
        match chance.choice(("cell", "cell", "mark", "all", "moved", "gone", "night")):
            case "cell":
                cells.update_or_create(
                    meeting=one, entry=entry, defaults={"attendance": chance.choice(sorted(PRESENT))}
                )
            case "mark":
                cells.filter(entry=entry).update(attendance=chance.choice(("absent", "present")))
            case "all":
                cells.filter(meeting=one).update(attendance="absent")
            case "moved":
                span = timedelta(days=chance.randrange(-90, 90))
                GroupMeeting.objects.filter(pk=one.pk).update(
                    starts_at=F("starts_at") + span, ends_at=F("ends_at") + span
                )
            case "gone":
                cells.filter(meeting=one, entry=entry).delete()
            case _:
                keep_changed()
                assert ChangedKey.objects.filter(what="first").count() == 0
        assert first_kept() == first_counted()
    keep_changed()
    assert sorted(FirstPresence.objects.values_list("entry_id", "meeting_id")) == first_counted()
    count_again()
    assert first_kept() == first_counted() != []
    GroupMeeting.objects.all().delete()
    assert first_kept() == []


def test_who_came_of_those_expected_follows_every_write(now):
    chance, evening = Random(4), offering(now, days_ahead=-20).evenings.get()
    other = offering(now, days_ahead=-50).evenings.get()
    for number in range(4):
        fields = {"state": "confirmed", "queue_number": number + 1, "joined_date": now.date()}
        seat = Registration.objects.create(offering=evening.offering, **fields)
        for at in (evening, other):
            Presence.objects.create(evening=at, registration=seat, attendance="present", is_make_up=number == 3)
    item, year = INDICATORS["course_presence_percent"], Period.year(now.year)
    for _ in range(25):
        some = Presence.objects.filter(pk=chance.choice(list(Presence.objects.all())).pk)
        match chance.choice(("mark", "mark", "make up", "evening", "gone", "night")):
            case "mark":
                some.update(attendance=chance.choice(("absent", "present", "online")))
            case "make up":
                some.update(is_make_up=chance.choice((True, False)))
            case "evening" if Presence.objects.filter(evening=other).exists():
                some.update(person_number=chance.randrange(2, 2000))
                some.update(evening=chance.choice((evening, other)))
            case "gone" if Presence.objects.count() > 3:
                some.delete()
            case _:
                keep_changed()
                assert ChangedKey.objects.filter(what="evening").count() == 0
        kept = {row.evening_id: (row.came, row.expected) for row in EveningPresenceNow.objects.all()}
        cells = Presence.objects.filter(is_make_up=False).values_list("evening_id", "attendance")
        expected, came = Counter(each for each, _ in cells), Counter(each for each, mark in cells if mark in PRESENT)
        assert kept == {each: (came[each], count) for each, count in expected.items()}
        assert item.quick_values([year]) == [item.value(year)]
    count_again()
    assert item.quick_values([year]) == [item.value(year)]


def test_figures_by_month_are_those_counted_from_the_rows(now):
    group, session = support_group(now, capacity=9), AdviceSessionFactory(starts_at=now, status="held")
    present(session, 3)
    for number, days in enumerate((0, 40, 400)):
        cell = {"entry": member(group, number, now), "attendance": "present"}
        for before in (days, days - 7):
            held = meeting(group, now - timedelta(days=before, minutes=number), marked_date=now.date())
            GroupAttendance.objects.create(meeting=held, **cell)
    year = Period.year(now.year)
    for key, value in (("group_first_timers", 2), ("group_seats_used", 4), ("advice_participants", 3)):
        item = INDICATORS[key]
        with counted_once():
            assert (sum(item.by_month(year)), item.value(year)) == (value, value)
            for dimension in item.dimensions:
                assert item.quickly_by(dimension, year) == item.by(dimension, year)


def test_change_that_counts_nothing_names_no_key(now):
    session = AdviceSessionFactory(starts_at=now, status="held")
    ParticipantFactory(session=session, present=True)
    held = meeting(support_group(now), now)
    GroupAttendance.objects.create(meeting=held, entry=member(held.group, 1, now), attendance="present")
    keep_changed()
    SessionParticipant.objects.update(age_band="40_49")
    AdviceSession.objects.update(minutes=50)
    GroupAttendance.objects.update(version=3)
    GroupMeeting.objects.update(head_count=2)
    assert ChangedKey.objects.count() == 0


def test_presence_of_the_counts_is_that_of_the_groups():
    assert {"online", "present", "trial"} == PRESENT  # as the migration of what is kept has it
