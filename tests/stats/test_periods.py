"""Periods are whole days in Oslo."""

from datetime import UTC, date, datetime

from stats.periods import Period


def test_year_begins_and_ends_at_midnight_in_oslo():
    assert Period.year(2025).instants == (
        datetime(2024, 12, 31, 23, tzinfo=UTC),
        datetime(2025, 12, 31, 23, tzinfo=UTC),
    )


def test_month_with_the_clock_change_is_an_hour_longer():
    start, end = Period.month(2026, 10).instants
    assert (end - start).total_seconds() == 31 * 24 * 3600 + 3600


def test_december_ends_with_the_year():
    assert Period.month(2025, 12) == Period(date(2025, 12, 1), date(2026, 1, 1))
    assert Period.month(2025, 12).last_day == date(2025, 12, 31)


def test_months_of_a_year():
    months = Period.year(2025).months
    assert len(months) == 12
    assert (months[0].start, months[-1].end) == (date(2025, 1, 1), date(2026, 1, 1))
