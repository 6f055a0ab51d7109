"""200 visitors want one time, through HTTP, against real web processes: one gets it, 199 are offered the nearest.

booking.md, test 1. The control runs without the lock and without the constraint, and books the time more than once.
"""

import asyncio
import re
from collections import Counter
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from advising.booking_draft import BookingDraft
from advising.models import AdviceSession
from advising.selectors.session_offers import offer
from advising.selectors.session_times import staffing
from pio.core.public import form_token
from pio.scheduling.enums import BUSY
from pio.scheduling.models import Reservation
from tests.advising.factories.sessions import open_adviser
from tests.races import crowd
from tests.races.crowd import how_crowded, press

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/radgivning/bestill/"
CLIENTS, SECONDS, ROUNDS = 200, 2.0, 3
CONSTRAINT = "scheduling_reservation_no_overlap"
TYPED = {"p1-relation": ["mother"], "email": ["kari@example.org"], "may_leave_message": ["no"]}


portal = partial(crowd.portal, "tests.races.booking_server", URL)


def forms(slot, step):
    """One form a visitor: choosing the time (step 2), or sending all without a hold (step 4)."""
    for _number in range(CLIENTS):
        draft = BookingDraft(
            key=uuid4().hex, step=step, channel="video", typed=TYPED, complete=step == 4,
            start=slot.start.isoformat() if step == 4 else "",
            chosen_adviser=str(slot.adviser_id) if step == 4 else "",
        )  # fmt: skip
        chosen = {"slot": slot.value} if step == 2 else {}
        yield {"form_token": form_token(URL), "state": draft.seal()} | chosen


def race(address, step):
    """One round about the first free time; the answers by status, the slowest, and how many now have the time."""
    now = timezone.now()
    slot = offer(staffing(), "video", adviser=None, week=(now + timedelta(days=7)).date(), now=now).first
    answers = asyncio.run(press(address, [(URL, form) for form in forms(slot, step)]))
    holding = Reservation.objects.filter(status__in=BUSY, period__startswith=slot.start).count()
    return answers, Counter(answer.status for answer in answers), holding


@pytest.mark.parametrize("step", [2, 4])
def test_one_of_200_gets_the_time_and_the_others_the_nearest(step):
    open_adviser()
    slowest = []
    with portal() as address:
        for number in range(1, ROUNDS + 1):
            crowding = how_crowded()
            answers, statuses, holding = race(address, step)
            assert statuses == {200: 1, 422: CLIENTS - 1}
            assert holding == 1
            assert {len(re.findall(r'class="slot"', each.text)) for each in answers if each.status == 422} == {3}
            assert AdviceSession.objects.count() == (number if step == 4 else 0)
            slowest.append(max(each.seconds for each in answers) / crowding)
    assert min(slowest) < SECONDS, slowest


def test_control_without_lock_and_constraint_books_it_more_than_once():
    open_adviser()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [CONSTRAINT])
        definition = cursor.fetchone()[0]
        cursor.execute(f"ALTER TABLE scheduling_reservation DROP CONSTRAINT {CONSTRAINT}")
    try:
        with portal(control=True) as address:
            assert max(race(address, 2)[2] for _round in range(5)) > 1
    finally:
        Reservation.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE scheduling_reservation ADD CONSTRAINT {CONSTRAINT} {definition}")
