"""Counts kept by triggers always equal a count of the log, whatever is written, and hand-written SQL agrees."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from advising.models import Call
from groups.models import GroupAttendance
from stats import indicators as _registered  # noqa: F401
from stats.charts.weekdays import calls_by_weekday_and_hour
from stats.models import CallHour, CallMonth, MeetingCount
from stats.periods import Period
from stats.registry import INDICATORS
from stats.services.counts import count_again, put_together
from tests.advising.factories.calls import CallFactory
from tests.groups.factories import meeting, member, support_group

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")
GOLDEN = (
    datetime(2025, 12, 31, 22, 55, tzinfo=UTC),  # 31 December 23:55 in Oslo: the old year
    datetime(2025, 12, 31, 23, 0, tzinfo=UTC),  # midnight in Oslo: the new year
    datetime(2026, 3, 29, 0, 55, tzinfo=UTC),  # 01:55, just before the hour that is skipped
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # 03:00
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # 02:30 the first time
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # 02:30 the second time
    datetime(2026, 10, 31, 22, 55, tzinfo=UTC),  # October still
    datetime(2026, 10, 31, 23, 0, tzinfo=UTC),  # November
)


def kept() -> tuple[Counter, Counter]:
    hours: Counter = Counter()
    months: Counter = Counter()
    for row in CallHour.objects.all():
        hours[row.day, row.hour, row.channel, row.kind] += row.calls
    for row in CallMonth.objects.all():
        months[row.month, row.channel, row.kind, row.relation, row.gender] += row.calls
    return +hours, +months


def counted() -> tuple[Counter, Counter]:
    hours: Counter = Counter()
    months: Counter = Counter()
    for call in Call.objects.all():
        wall = call.started_at.astimezone(OSLO)
        hours[wall.date(), wall.hour, call.channel, call.kind] += 1
        months[wall.date().replace(day=1), call.channel, call.kind, call.relation, call.caller_gender] += 1
    return hours, months


def test_counts_follow_every_write():
    chance = Random(3)
    for moment in GOLDEN:
        CallFactory(started_at=moment)
    for _ in range(40):
        rows = list(Call.objects.all())
        match chance.choice(("insert", "update", "delete")):
            case "insert":
                moment = chance.choice(GOLDEN) + timedelta(minutes=5 * chance.randrange(200))
                CallFactory.create_batch(2, started_at=moment, channel=chance.choice(("phone", "chat")))
            case "update" if rows:
                some = [row.pk for row in chance.sample(rows, min(3, len(rows)))]
                Call.objects.filter(pk__in=some).update(relation=chance.choice(("father", "mother", "")))
            case _:
                Call.objects.filter(pk__in=[row.pk for row in rows[:1]]).delete()
        assert kept() == counted()
    put_together()
    assert kept() == counted()
    assert put_together() == 0
    count_again()
    assert kept() == counted()


def test_rows_of_one_key_are_put_together_and_nought_leaves_none():
    for _ in range(3):
        CallFactory(started_at=GOLDEN[2], relation="mother")
    gone = CallFactory(started_at=GOLDEN[4], relation="father")
    gone.delete()
    assert CallHour.objects.count() == 5
    put_together()
    assert [(row.hour, row.calls) for row in CallHour.objects.all()] == [(1, 3)]
    assert [(row.relation, row.calls) for row in CallMonth.objects.all()] == [("mother", 3)]


def test_change_that_counts_nothing_adds_no_row():
    CallFactory(started_at=GOLDEN[2], note="Et notat")
    before = CallHour.objects.count()
    Call.objects.update(note=None, severity="none")
    assert CallHour.objects.count() == before


def test_counts_of_attendances_follow_every_write(now):
    group = support_group(now, capacity=5)
    evening = meeting(group, now)
    entries = [member(group, number, now) for number in range(3)]
    cells = [GroupAttendance.objects.create(meeting=evening, entry=each, attendance="present") for each in entries]
    GroupAttendance.objects.filter(pk=cells[0].pk).update(attendance="absent")
    cells[1].delete()
    attendances, year = INDICATORS["group_attendances"], Period.year(evening.starts_at.year)
    assert (sum(attendances.by_month(year)), attendances.value(year)) == (1, 1)
    assert attendances.quickly_by("group_kind", year) == attendances.by("group_kind", year)
    evening.delete()
    assert sum(attendances.by_month(year)) == 0
    put_together()
    assert MeetingCount.objects.count() == 0


def test_months_of_the_golden_year_equal_hand_written_sql():
    for moment in GOLDEN:
        CallFactory(started_at=moment)
    CallFactory(started_at=GOLDEN[4], kind="silent")
    CallFactory(started_at=GOLDEN[4], channel="chat")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(month FROM started_at AT TIME ZONE 'Europe/Oslo')::int, count(*) FROM advising_call "
            "WHERE extract(year FROM started_at AT TIME ZONE 'Europe/Oslo') = 2026 AND channel = 'phone' "
            "AND kind = 'support' GROUP BY 1"
        )
        by_hand = dict(cursor.fetchall())
    period = Period.year(2026)
    calls = INDICATORS["helpline_calls"]
    assert calls.by_month(period) == [by_hand.get(month, 0) for month in range(1, 13)]
    assert calls.by_month(period) == [1, 0, 2, 0, 0, 0, 0, 0, 0, 3, 1, 0]
    assert calls.value(period) == 7
    assert calls.value(Period.year(2025)) == 1
    assert INDICATORS["inquiries_total"].value(period) == 8
    assert INDICATORS["helpline_attempts"].by_month(period) == [0] * 9 + [1, 0, 0]


@pytest.mark.parametrize("key", ["inquiries_total", "helpline_calls", "helpline_attempts", "people_in_contact"])
def test_months_sum_to_the_figure(key: str):
    for moment in GOLDEN:
        CallFactory(started_at=moment, kind="silent" if key == "helpline_attempts" else "support")
    for year in (2025, 2026):
        assert sum(INDICATORS[key].by_month(Period.year(year))) == INDICATORS[key].value(Period.year(year))


def test_heat_map_is_in_wall_time_and_sums_to_the_calls():
    for moment in GOLDEN:
        CallFactory(started_at=moment)
    heat = calls_by_weekday_and_hour(Period.year(2026))
    assert heat == {"4-00": 1, "6-23": 1, "7-00": 1, "7-01": 1, "7-02": 2, "7-03": 1}
    assert sum(heat.values()) == INDICATORS["helpline_calls"].value(Period.year(2026))


def test_shares_from_the_counts_equal_those_from_the_log():
    CallFactory.create_batch(3, started_at=GOLDEN[2], relation="mother", caller_gender="female")
    CallFactory.create_batch(2, started_at=GOLDEN[3], relation="father", caller_gender="male")
    people, period = INDICATORS["people_in_contact"], Period.year(2026)
    for dimension in ("relation", "gender"):
        assert people.quickly_by(dimension, period) == people.by(dimension, period)
