"""Safe hours, also on the nights the clock changes, and the form of a late reminder."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pio.messaging import lateness, safe_hours
from pio.messaging.enums import Channel
from pio.messaging.lateness import Reminder

OSLO = ZoneInfo("Europe/Oslo")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("now", "avoid", "expected"),
    [
        ("2026-11-24T10:00", [], "2026-11-24T10:00"),
        ("2026-11-24T20:59", [], "2026-11-24T20:59"),
        ("2026-11-24T21:00", [], "2026-11-25T08:00"),
        ("2026-11-24T07:59", [], "2026-11-24T08:00"),
        ("2026-11-24T08:30", [(time(8), time(10))], "2026-11-24T10:00"),
        ("2026-11-24T20:30", [(time(20), time(9))], "2026-11-25T09:00"),
        ("2026-11-24T12:00", [(time(10), time(16)), (time(16), time(23))], "2026-11-25T08:00"),
        ("2026-11-24T12:00", [(time(10), time(10))], "2026-11-24T12:00"),
        ("2026-10-24T22:00", [], "2026-10-25T08:00"),
        ("2027-03-27T22:00", [], "2027-03-28T08:00"),
        ("2026-12-31T23:00", [], "2027-01-01T08:00"),
    ],
)
def test_sms_wait_for_allowed_hours(now, avoid, expected):
    assert safe_hours.earliest(at(now), channel=Channel.SMS, avoid=avoid) == at(expected)


def test_mail_may_come_at_night_unless_that_is_to_be_avoided():
    night = at("2026-11-24T23:00")
    assert safe_hours.earliest(night, channel=Channel.EMAIL) == night
    avoided = safe_hours.earliest(night, channel=Channel.EMAIL, avoid=[(time(22), time(7))])
    assert avoided == at("2026-11-25T07:00")


def test_when_nothing_is_ever_allowed_the_moment_itself_is_returned():
    now = at("2026-11-24T12:00")
    assert safe_hours.earliest(now, channel=Channel.SMS, avoid=[(time(8), time(21))]) == now


@pytest.mark.parametrize(
    ("minutes", "form"),
    [
        (24 * 60, Reminder.FULL),
        (180, Reminder.FULL),
        (179, Reminder.SHORT_SMS),
        (30, Reminder.SHORT_SMS),
        (29, Reminder.TOO_LATE),
        (-1, Reminder.TOO_LATE),
    ],
)
def test_late_reminder(minutes, form):
    start = at("2026-11-24T12:00")
    assert lateness.form_of(starts_at=start, now=start - timedelta(minutes=minutes)) == form
