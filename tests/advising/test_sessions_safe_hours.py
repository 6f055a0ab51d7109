"""Hours in which no contact is made, also on the nights the clock changes."""

from datetime import datetime

import pytest

from pio.messaging import hours_to_avoid
from pio.messaging.hours_to_avoid import next_contact
from tests.advising.factories.sessions import OSLO


def at(day, hour, minute=0, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("moment", "avoid", "allowed"),
    [
        (at(24, 9, 59), ("before_10",), False),
        (at(24, 10), ("before_10",), True),
        (at(24, 15, 59), ("from_10_to_16",), False),
        (at(24, 16), ("from_10_to_16",), True),
        (at(24, 16), ("after_16",), False),
        (at(28, 12), ("weekend",), False),
        (at(27, 12), ("weekend",), True),
        (at(24, 12), (), True),
    ],
)
def test_is_allowed(moment, avoid, allowed):
    assert hours_to_avoid.is_allowed(moment, avoid) is allowed


@pytest.mark.parametrize(
    ("moment", "avoid", "then"),
    [
        (at(24, 9), ("before_10",), at(24, 10)),
        (at(24, 17), ("after_16",), at(25, 0)),
        (at(27, 17), ("after_16", "weekend"), at(30, 0)),
        (at(27, 17), ("before_10", "after_16", "weekend"), at(30, 10)),
        (at(24, 12), ("before_10",), at(24, 12)),
        (at(24, 12), ("before_10", "from_10_to_16", "after_16"), None),
    ],
)
def test_next_allowed(moment, avoid, then):
    assert hours_to_avoid.next_allowed(moment, avoid) == then


@pytest.mark.parametrize(
    ("moment", "avoid", "then"),
    [
        (at(24, 12), ("from_10_to_16",), at(24, 9, 55)),
        (at(30, 9), ("before_10", "weekend"), at(27, 23, 55)),
        (at(24, 12), (), at(24, 12)),
        (at(24, 12), ("before_10", "from_10_to_16", "after_16"), None),
        (at(26, 9, month=10), ("before_10", "weekend"), at(23, 23, 55, month=10)),
    ],
)
def test_last_allowed(moment, avoid, then):
    assert hours_to_avoid.last_allowed(moment, avoid) == then


@pytest.mark.parametrize(
    ("moment", "channel", "avoid", "then"),
    [
        (at(24, 23), "email", (), at(24, 23)),
        (at(24, 23), "sms", (), at(25, 8)),
        (at(24, 23), "sms", ("before_10",), at(25, 10)),
        (at(24, 17), "sms", ("after_16", "from_10_to_16"), at(25, 8)),
        (at(24, 17), "sms", ("before_10", "from_10_to_16", "after_16"), None),
    ],
)
def test_next_contact(moment, channel, avoid, then):
    assert next_contact(moment, channel=channel, avoid=avoid) == then
