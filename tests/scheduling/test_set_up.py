"""Demo, command, task and check: what is there when the portal starts."""

import random
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from pio.scheduling import demo, selectors, tasks
from pio.scheduling.checks import isolation_is_read_committed
from pio.scheduling.intervals import OSLO
from pio.scheduling.models import Closure, ClosureYear, Resource
from pio.scheduling.needs import Need
from tests.accounts.factories import person

NOW = datetime(2026, 11, 24, 10, tzinfo=OSLO)


@pytest.mark.django_db
def test_demo_has_free_times_in_each_of_the_next_eight_weeks() -> None:
    for email, role in (("leder", "manager"), ("radgiver", "adviser"), ("radgiver2", "adviser")):
        person(role, email=f"{email}@example.org", name=email, created_on=NOW.date())
    demo.build(year=2025, now=NOW, random=random.Random(1))
    advisers, rooms = list(Resource.objects.advisers()), list(Resource.objects.rooms())
    assert (len(advisers), len(rooms), len(Resource.objects.rooms(seats=6))) == (5, 3, 2)
    assert selectors.adviser_for(advisers[0].user_id) == advisers[0]
    for week in range(8):
        start = NOW + timedelta(weeks=week)
        need = Need(minutes=60, channel="in_person")
        found = selectors.free_times(advisers, start, start + timedelta(weeks=1), need=need, now=NOW, rooms=rooms)
        assert len(found) > 10
    assert {each.date.year for each in Closure.objects.all()} == {2025, 2026, 2027, 2028, 2029}
    assert ClosureYear.objects.get().year == 2026


@pytest.mark.django_db
def test_demo_without_accounts_has_the_hired_advisers() -> None:
    demo.build(year=2026, now=NOW, random=random.Random(1))
    assert len(Resource.objects.advisers()) == 3


@pytest.mark.django_db
def test_command_and_task_lay_in_this_year_and_three_more(at: object) -> None:
    at(NOW)
    out = StringIO()
    call_command("load_closures", stdout=out)
    assert out.getvalue() == f"{Closure.objects.count()} new closed days.\n"
    assert Closure.objects.order_by("date").last().date == date(2029, 12, 31)
    assert tasks.load_closures() == 0


def test_check_refuses_another_isolation(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isolation_is_read_committed(None) == []
    monkeypatch.setitem(settings.DATABASES["default"], "OPTIONS", {"isolation_level": 3})
    assert [each.id for each in isolation_is_read_committed(None)] == ["scheduling.E001"]
