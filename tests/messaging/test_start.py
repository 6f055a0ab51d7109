"""The box on the staff's start page."""

import pytest

from pio.messaging import start
from tests.conftest import NOW
from tests.messaging.factories import OutboxMessageFactory

pytestmark = pytest.mark.django_db


def titles(user):
    return [str(row.title) for box in start.boxes(user=user, now=NOW) for row in box.rows]


def test_nothing_to_decide_shows_no_row(login):
    OutboxMessageFactory(state="sent")
    assert titles(login("technician").user) == []


def test_what_needs_a_person_is_counted(login):
    technician = login("technician").user
    OutboxMessageFactory(state="failed")
    assert titles(technician) == ["1 melding trenger deg"]
    OutboxMessageFactory(state="uncertain", ambiguous_resends=1)
    assert titles(technician) == ["2 meldinger trenger deg"]


def test_late_queue_is_said(login):
    OutboxMessageFactory(send_after="2026-11-24T08:00+01:00")
    assert titles(login("manager").user) == ["Utsendingen er forsinket"]


def test_others_see_no_box(login):
    OutboxMessageFactory(state="failed")
    assert start.boxes(user=login("adviser").user, now=NOW) == []
