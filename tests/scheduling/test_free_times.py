"""Free times against brute force minute by minute, on the hard days, and their cost in queries."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pio.scheduling import availability, models, selectors, services
from pio.scheduling.intervals import OSLO
from pio.scheduling.needs import Need, Span
from tests.scheduling.factories import (
    AdviserFactory,
    ClosureFactory,
    ExceptionFactory,
    ReservationFactory,
    RoomFactory,
    RuleFactory,
    open_all_week,
)

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=OSLO)
EVER = timedelta(days=3000)
ANY = Need(minutes=60, notice=timedelta(), horizon=EVER)
MINUTE = timedelta(minutes=1)


def brute_force(resource: models.Resource, start: datetime, end: datetime, need: Need) -> list[datetime]:
    """The definition, minute by minute: the clock on the wall, the closed days, what is taken."""
    rules, exceptions = list(resource.rules.all()), list(resource.exceptions.all())
    closed = {each.date for each in models.Closure.objects.all() if not each.open_anyway}
    taken = [(each.period.lower, each.period.upper) for each in resource.reservations.exclude(status="cancelled")]

    def touches(each: models.AvailabilityException, wall: datetime) -> bool:
        if not each.from_date <= wall.date() <= each.to_date:
            return False
        return each.start_wall is None or each.start_wall <= wall.time() < each.end_wall

    def opened(at: datetime) -> bool:
        wall = at.astimezone(OSLO)
        by_rule = any(
            rule.weekday == wall.weekday()
            and rule.valid_from <= wall.date() <= (rule.valid_to or date.max)
            and rule.start_wall <= wall.time() < rule.end_wall
            for rule in rules
        )
        return by_rule or any(each.kind == "open" and touches(each, wall) for each in exceptions)

    def usable(at: datetime) -> bool:
        wall = at.astimezone(OSLO)
        away = any(each.kind == "closed" and touches(each, wall) for each in exceptions)
        return opened(at) and wall.date() not in closed and not away

    before, after = (
        timedelta(minutes=need.before_minutes),
        timedelta(minutes=max(need.after_minutes, resource.recovery_minutes)),
    )
    length, found, anchor = timedelta(minutes=need.minutes), [], None
    at = start - timedelta(days=1)
    while at < end:
        anchor = (anchor or at) if opened(at) else None
        on_grid = anchor is not None and (at - anchor) % timedelta(minutes=need.step_minutes) == timedelta()
        if on_grid and at >= start and all(usable(at + MINUTE * n) for n in range(need.minutes)):
            low, high = at - before, at + length + after
            if all(busy_end <= low or busy_start >= high for busy_start, busy_end in taken):
                found.append(at)
        at += MINUTE
    return found


quarter = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
two_times = st.lists(quarter, min_size=2, max_size=2, unique=True).map(sorted)
hard_days = st.sampled_from([
    date(2026, 10, 25), date(2027, 3, 28), date(2028, 3, 26), date(2028, 10, 29), date(2029, 3, 25), date(2030, 10, 27),
    date(2027, 5, 17), date(2026, 12, 24), date(2026, 12, 31), date(2028, 2, 29),
])  # fmt: skip
days = st.one_of(hard_days, st.dates(date(2026, 1, 1), date(2030, 12, 30)))


class FreeTimesProperty(TestCase):
    """hypothesis.extra.django rolls each example back."""

    @settings(max_examples=60)
    @given(
        day=days,
        rules=st.lists(st.tuples(st.integers(-1, 1), two_times, st.booleans()), max_size=4),
        exceptions=st.lists(
            st.tuples(st.sampled_from(["open", "closed"]), st.integers(-1, 1), two_times, st.booleans()), max_size=3
        ),
        closures=st.sets(st.tuples(st.integers(-1, 1), st.booleans()), max_size=2),
        taken=st.lists(st.tuples(st.integers(0, 190), st.integers(1, 30)), max_size=4),
        minutes=st.sampled_from([15, 45, 60, 90]),
        step=st.sampled_from([15, 30, 60]),
        around=st.tuples(st.sampled_from([0, 5, 15]), st.sampled_from([0, 10])),
    )
    def test_free_times_equal_brute_force(self, day, rules, exceptions, closures, taken, minutes, step, around) -> None:
        """Random rules, exceptions, closures and reservations around a day, 2026–2030."""
        resource = AdviserFactory(recovery_minutes=around[1])
        for shift, (start, end), ends in rules:
            on = day + timedelta(days=shift)
            RuleFactory(
                resource=resource, weekday=on.weekday(), start_wall=start, end_wall=end,
                valid_from=date(2026, 1, 1), valid_to=day if ends else None,
            )  # fmt: skip
        for kind, shift, (start, end), whole in exceptions:
            all_day = whole and kind == "closed"
            on = day + timedelta(days=shift)
            ExceptionFactory(
                resource=resource, kind=kind, from_date=on, to_date=on,
                start_wall=None if all_day else start, end_wall=None if all_day else end,
            )  # fmt: skip
        for number, (shift, open_anyway) in enumerate(closures):
            on = day + timedelta(days=shift)
            models.Closure.objects.get_or_create(
                date=on, defaults={"source": "own", "name": str(number), "open_anyway": open_anyway}
            )
        begins = datetime.combine(day, time(), OSLO).astimezone(UTC)
        last = begins - timedelta(days=1)
        for gap, length in sorted(taken):
            start = max(last, begins + timedelta(minutes=gap * 10 - 120))
            last = start + timedelta(minutes=length * 5)
            ReservationFactory(resource=resource, period=DateTimeTZRange(start, last))
        need = Need(minutes=minutes, step_minutes=step, notice=timedelta(), horizon=EVER, before_minutes=around[0])
        ends = begins + timedelta(hours=26)
        now = datetime(2026, 1, 1, tzinfo=UTC)
        found = selectors.free_times([resource], begins, ends, need=need, now=now)
        assert [each.start for each in found] == brute_force(resource, begins, ends, need)
        more = availability.load([resource], begins - timedelta(days=9), ends + timedelta(days=40), now=now)
        assert selectors.free_times([resource], begins, ends, need=need, now=now, found=more) == found


def walls(found: list[object]) -> list[str]:
    return [f"{each.start.astimezone(OSLO):%d %H:%M%z}" for each in found]


def on(day: date, **values: object) -> list[str]:
    """Free times of a day for an adviser who is there at all hours asked for."""
    begins = datetime.combine(day, time(), OSLO)
    need = values.pop("need", ANY)
    return walls(selectors.free_times(
        values.pop("resources"), begins, begins + timedelta(days=1), need=need, now=begins - timedelta(days=1), **values
    ))  # fmt: skip


@pytest.fixture
def anne(db: None) -> models.Resource:
    return AdviserFactory(name="Anne")


def test_night_when_the_clock_goes_back_has_the_hour_twice(anne: models.Resource) -> None:
    RuleFactory(resource=anne, weekday=6, start_wall=time(1), end_wall=time(4))
    assert on(date(2026, 10, 25), resources=[anne], need=Need(minutes=60, step_minutes=60, horizon=EVER)) == [
        "25 01:00+0200",
        "25 02:00+0200",
        "25 02:00+0100",
        "25 03:00+0100",
    ]


def test_easter_night_when_the_clock_goes_forward_lacks_the_hour(anne: models.Resource) -> None:
    RuleFactory(resource=anne, weekday=6, start_wall=time(1), end_wall=time(5))
    need = Need(minutes=60, step_minutes=60, horizon=EVER)
    assert on(date(2027, 3, 28), resources=[anne], need=need) == ["28 01:00+0100", "28 03:00+0200", "28 04:00+0200"]
    services.load_closures([2027])
    assert on(date(2027, 3, 28), resources=[anne], need=need) == []


@pytest.mark.parametrize("day", [date(2027, 5, 17), date(2026, 12, 24), date(2026, 12, 31), date(2026, 12, 25)])
def test_closed_days_have_no_times_unless_open_anyway(anne: models.Resource, day: date) -> None:
    RuleFactory(resource=anne, weekday=day.weekday(), start_wall=time(9), end_wall=time(10))
    services.load_closures([day.year])
    assert on(day, resources=[anne]) == []
    models.Closure.objects.filter(date=day).update(open_anyway=True)
    assert [each[3:8] for each in on(day, resources=[anne])] == ["09:00"]


def test_rooms_are_free_at_all_hours_without_rules_and_only_within_them_with(anne: models.Resource) -> None:
    day = date(2026, 11, 30)
    RuleFactory(resource=anne, start_wall=time(9), end_wall=time(12))
    room = RoomFactory()
    assert len(on(day, resources=[anne], rooms=[room])) == 5
    RuleFactory(resource=room, start_wall=time(10), end_wall=time(11), valid_to=date(2026, 12, 31))
    assert on(day, resources=[anne], rooms=[room]) == ["30 10:00+0100"]
    RuleFactory(resource=anne, start_wall=time(9), end_wall=time(12), valid_from=date(2027, 1, 1))
    assert on(date(2027, 1, 4), resources=[anne], rooms=[room]) == []


def test_day_cap_hides_the_rest_of_the_day(anne: models.Resource) -> None:
    anne.max_per_day = 1
    day = date(2026, 11, 30)
    RuleFactory(resource=anne, start_wall=time(9), end_wall=time(12))
    eight = datetime(2026, 11, 30, 8, tzinfo=OSLO)
    blocked = ReservationFactory(resource=anne, status="blocked", period=(eight, eight + timedelta(hours=1)))
    assert len(on(day, resources=[anne])) == 5
    models.Reservation.objects.filter(id=blocked.id).update(status="booked")
    assert on(day, resources=[anne]) == []
    assert len(on(day, resources=[anne], ignore=[blocked.id])) == 5


def test_several_advisers_share_the_times(anne: models.Resource) -> None:
    berit = AdviserFactory()
    RuleFactory(resource=anne, start_wall=time(9), end_wall=time(10))
    RuleFactory(resource=berit, start_wall=time(9), end_wall=time(10, 30))
    day = datetime(2026, 11, 30, tzinfo=OSLO)
    found = selectors.free_times([anne, berit], day, day + timedelta(days=1), need=ANY, now=NOW)
    assert [each.resource_ids for each in found] == [(anne.id, berit.id), (berit.id,)]
    assert found[0].end - found[0].start == timedelta(hours=1)


def test_notice_and_horizon_are_inclusive(anne: models.Resource) -> None:
    open_all_week(anne)
    need = Need(minutes=60, step_minutes=60, notice=timedelta(hours=2), horizon=timedelta(days=1))
    found = selectors.free_times([anne], NOW - timedelta(days=9), NOW + timedelta(days=9), need=need, now=NOW)
    assert walls(found) == ["24 12:00+0100", "24 13:00+0100", "24 14:00+0100", "25 09:00+0100", "25 10:00+0100"]


def test_nothing_within_reach_costs_nothing(anne: models.Resource, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):
        assert selectors.free_times([anne], NOW - timedelta(days=9), NOW, need=ANY, now=NOW) == []


@pytest.mark.parametrize("number", [1, 3, 20])
def test_free_times_cost_three_queries(db: None, number: int, django_assert_num_queries: object) -> None:
    advisers, rooms = AdviserFactory.create_batch(number), RoomFactory.create_batch(number)
    for adviser in advisers:
        open_all_week(adviser)
        ExceptionFactory(resource=adviser)
    ClosureFactory()
    services.reserve(
        [Span((advisers[0].id, rooms[0].id), NOW + timedelta(days=1), NOW + timedelta(days=1, hours=1))],
        purpose="course",
        now=NOW,
    )
    with django_assert_num_queries(1):
        found = selectors.free_times(advisers, NOW, NOW + timedelta(days=31), need=ANY, now=NOW, rooms=rooms)
    assert found


def test_nearest_looks_further_when_the_week_is_empty(anne: models.Resource) -> None:
    RuleFactory(resource=anne, start_wall=time(9), end_wall=time(10), valid_from=date(2026, 12, 14))
    near = selectors.nearest_free([anne], NOW + timedelta(days=3), need=ANY, now=NOW)
    assert walls(near) == ["14 09:00+0100", "21 09:00+0100"]


def test_taken_and_closed_days(anne: models.Resource) -> None:
    ReservationFactory(resource=anne, period=(NOW, NOW + timedelta(hours=1)))
    ReservationFactory(resource=anne, period=(NOW, NOW + timedelta(hours=1)), status="cancelled")
    ClosureFactory()
    ClosureFactory(date=date(2026, 12, 31), name="Nyttårsaften", open_anyway=True)
    rows = selectors.taken([anne.id], NOW, NOW + timedelta(minutes=1), now=NOW)
    assert [each.period.lower for each in rows] == [NOW]
    assert selectors.taken([anne.id], NOW + timedelta(hours=1), NOW + timedelta(hours=2), now=NOW) == []
    assert selectors.closed_days(date(2026, 12, 1), date(2026, 12, 31)) == {date(2026, 12, 24): "Julaften"}
