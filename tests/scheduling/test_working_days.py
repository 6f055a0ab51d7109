"""Working days, the 08–20 clock of offers, and the closed days that are laid in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from pio.scheduling import holiday_names, services, working_days
from pio.scheduling.intervals import OSLO
from pio.scheduling.models import Closure
from tests.scheduling.factories import ClosureFactory


def oslo(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),
        (date(2026, 11, 29), False),
        (date(2027, 5, 17), False),
        (date(2027, 3, 29), False),
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_working_days_are_weekdays_without_public_holidays(day: date, is_working: bool) -> None:
    assert working_days.is_working_day(day) == is_working


def test_names_of_holidays_are_norwegian_and_english_on_english_pages() -> None:
    assert holiday_names.public_holidays(2026)[date(2026, 5, 17)] == "Grunnlovsdag"
    assert holiday_names.name_of(date(2026, 5, 17), "Grunnlovsdag") == "Grunnlovsdag"
    with translation.override("en"):
        names = [
            holiday_names.name_of(date(2026, 5, 17), "Grunnlovsdag"),
            holiday_names.name_of(date(2026, 12, 24), "Julaften"),
            holiday_names.name_of(date(2026, 9, 1), "Planleggingsdag"),
        ]
    assert names == ["Constitution Day", "Christmas Eve", "Planleggingsdag"]


def test_own_closures_count_when_asked() -> None:
    assert not working_days.is_working_day(date(2026, 12, 24), closed=frozenset({date(2026, 12, 24)}))


@pytest.mark.django_db
def test_own_closures_leave_out_days_that_are_open_anyway() -> None:
    ClosureFactory()
    ClosureFactory(date=date(2026, 12, 31), open_anyway=True)
    assert working_days.own_closures(date(2026, 12, 1), date(2026, 12, 31)) == {date(2026, 12, 24)}


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 28), 0, date(2026, 11, 30)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2027, 3, 24), 1, date(2027, 3, 30)),
        (date(2026, 12, 23), 2, date(2026, 12, 28)),
        (date(2026, 12, 30), 2, date(2027, 1, 4)),
    ],
)
def test_add_working_days(start: date, count: int, end: date) -> None:
    assert working_days.add_working_days(start, count) == end
    if working_days.is_working_day(start):
        assert working_days.working_days_between(start, end) == count
        assert working_days.working_days_between(end, start) == -count


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        working_days.add_working_days(date(2026, 11, 24), -1)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param(oslo(2026, 11, 24, 10), oslo(2026, 11, 24, 10), id="inside"),
        pytest.param(oslo(2026, 11, 24, 7, 59), oslo(2026, 11, 24, 8), id="early"),
        pytest.param(oslo(2026, 11, 24, 20), oslo(2026, 11, 25, 8), id="the clock has stopped"),
        pytest.param(oslo(2026, 11, 27, 21), oslo(2026, 11, 30, 8), id="friday night"),
        pytest.param(oslo(2027, 3, 24, 21), oslo(2027, 3, 30, 8), id="over Easter and the change of the clock"),
        pytest.param(oslo(2026, 10, 25, 2, 30), oslo(2026, 10, 26, 8), id="the hour that comes twice"),
        pytest.param(oslo(2026, 12, 31, 23), oslo(2027, 1, 4, 8), id="new year"),
    ],
)
def test_next_working_instant(moment: datetime, expected: datetime) -> None:
    assert working_days.next_working_instant(moment.astimezone(UTC)) == expected


@pytest.mark.parametrize(
    ("moment", "hours", "expected"),
    [
        pytest.param(oslo(2026, 11, 24, 10), 4, oslo(2026, 11, 24, 14), id="the same day"),
        pytest.param(oslo(2026, 11, 24, 16), 4, oslo(2026, 11, 24, 20), id="to the last minute"),
        pytest.param(oslo(2026, 11, 24, 18), 4, oslo(2026, 11, 25, 10), id="pauses at night"),
        pytest.param(oslo(2026, 11, 27, 19), 24, oslo(2026, 12, 1, 19), id="pauses over the weekend"),
        pytest.param(oslo(2027, 3, 24, 19), 2, oslo(2027, 3, 30, 9), id="pauses over Easter"),
    ],
)
def test_working_time_runs_from_eight_to_twenty(moment: datetime, hours: int, expected: datetime) -> None:
    assert working_days.add_working_time(moment, timedelta(hours=hours)) == expected


@pytest.mark.django_db
def test_load_closures_lays_in_holidays_and_own_days_once() -> None:
    ClosureFactory(date=date(2026, 12, 31), name="Festen", open_anyway=True)
    assert services.load_closures([2026, 2027]) == 26
    assert services.load_closures([2026, 2027]) == 0
    rows = {each.date: (each.name, each.source, each.open_anyway) for each in Closure.objects.all()}
    assert rows[date(2026, 12, 31)] == ("Festen", "own", True)
    assert rows[date(2026, 12, 24)] == ("Julaften", "own", False)
    assert rows[date(2027, 3, 28)] == ("Første påskedag", "holidays", False)
