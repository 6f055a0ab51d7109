"""A call and the booking made in it cannot be joined, not by somebody who has the whole database and all the logs."""

import datetime as dt
import itertools
import logging
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from advising.models import AdviceSession, Call
from advising.selectors.session_offers import offer
from advising.selectors.session_times import staffing, wish_for
from advising.services import calls
from advising.services.sessions import book_time
from pio.accounts.models import User
from pio.messaging.dispatch import send_due
from pio.messaging.models import OutboxMessage
from pio.scheduling.models import SubmitRecord
from pio.scheduling.needs import Submit
from tests.advising.factories.calls import OSLO, answers
from tests.advising.factories.sessions import AdviserUserFactory, an_order, open_adviser
from tests.conftest import NOW

CALLS, SESSIONS = "advising_call", "advising_advicesession"
UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
HEX = re.compile(r"(?<![0-9a-f-])[0-9a-f]{16,}(?![0-9a-f-])")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d(?::\d\d)?)?")
Dump = dict[str, list[str]]
FEWEST = 5
DAYS, BOOKINGS_A_DAY, CALLS_A_DAY = 50, 5, 4


@pytest.fixture
def adviser(login: Callable[..., Client], at: Callable[[dt.datetime], None], settings: LazySettings) -> Client:
    settings.PIO_MESSAGES_VIA = "live"  # the demo's own inbox is no part of a real portal
    at(NOW + dt.timedelta(minutes=3, seconds=17))
    return login("adviser")


def full_dump() -> Dump:
    """Every row of every table as `pg_dump` writes it, history and contexts included."""
    tables = sorted(connection.introspection.table_names())
    dump: Dump = {}
    with connection.cursor() as cursor:
        for table in tables:
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                dump[table] = b"".join(bytes(part) for part in copy).decode().splitlines()
    return dump


def tokens(rows: list[str]) -> set[str]:
    """What rows could be joined by: keys, digests and sealed values, instants."""
    text = "\n".join(rows)
    return {found for pattern in (UUID, HEX, MOMENT) for found in pattern.findall(text)}


def about(dump: Dump, table: str) -> dict[str, list[str]]:
    """The rows of a table, and all rows anywhere that name a key of those, and so on: what hangs together."""
    found = {table: dump[table]}
    keys = {row.split("\t", 1)[0] for row in dump[table]}
    if table == SESSIONS:
        keys |= {key for row in dump[table] for key in UUID.findall(row)} - {
            row.split("\t")[0] for row in dump["accounts_user"]
        }
    for name, rows in dump.items():
        if hits := [row for row in rows if keys & set(UUID.findall(row))]:
            found[name] = hits
    return found


def book_by_phone(client: Client, start: dt.datetime) -> None:
    slots = offer(staffing(), "phone", adviser=None, week=start.date(), now=NOW)
    slot = next(each for day in slots.days for each in day.slots if each.start > NOW + dt.timedelta(days=1))
    client.post("/intern/radgivning/ny/", {
        "key": uuid4().hex, "draft_id": str(uuid4()), "draft_finish": "1", "channel": "phone", "slot": slot.value,
        "p1-relation": "mother", "p1-gender": "unknown", "p1-age_band": "unknown", "phone": "90000123",
        "may_leave_message": "sms_only", "shown": "2026-11-23",
    })  # fmt: skip


@pytest.mark.django_db
def test_a_call_and_its_booking_share_no_key_token_context_history_or_log_line(
    adviser: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    open_adviser()
    page = adviser.get("/intern/telefon/ny/").content.decode()
    draft = re.search(r'name="draft_id" value="([^"]+)"', page).group(1)
    book_by_phone(adviser, NOW)
    given = {"channel": "phone", "kind": "support", "relation": "mother", "topics": ["groups"], "draft_id": draft}
    adviser.post("/intern/telefon/ny/", given | {"help_given": ["booked"], "duration_minutes": "12"})
    send_due(now=NOW + dt.timedelta(minutes=4))
    assert (Call.objects.count(), AdviceSession.objects.count()) == (1, 1)
    assert OutboxMessage.objects.filter(part="booked", state="sent").count() == 1
    dump = full_dump()
    call, booking = about(dump, CALLS), about(dump, SESSIONS)
    assert {name for name in set(call) & set(booking) if set(call[name]) & set(booking[name])} == set()
    mine, theirs = tokens(list(itertools.chain(*call.values()))), tokens(list(itertools.chain(*booking.values())))
    assert mine & theirs == set()
    assert len(mine) >= 4
    assert len(theirs) >= 8
    lines = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert [line for line in lines if any(each in line for each in (mine | theirs | {draft}))] == []
    assert list(call) == [CALLS]


@pytest.mark.django_db
def test_control_a_planted_key_is_found(adviser: Client) -> None:
    session = book_one(open_adviser().user, NOW)
    call = calls.log_call(answers(), by=adviser.user, now=NOW)
    SubmitRecord.objects.create(
        key=f"call-{call.pk}", body_hash=b"x" * 32, answer={"session": str(session.pk)}, created_at=NOW
    )
    dump = full_dump()
    call_rows, booking_rows = about(dump, CALLS), about(dump, SESSIONS)
    assert tokens(call_rows[CALLS]) & tokens(booking_rows["scheduling_submitrecord"]) == {str(call.pk)}


def book_one(by: User, now: dt.datetime, hour: int = 9) -> AdviceSession:
    """A session of the day a week later, booked by phone at `now`, and its confirmation sent."""
    start = dt.datetime.combine((now + dt.timedelta(days=7)).date(), dt.time(hour), OSLO)
    wish = wish_for(staffing(), "phone", start, adviser=None)
    session = book_time(an_order(channel="phone"), wish=wish, submit=Submit(key=uuid4().hex), by=by, now=now).session
    send_due(now=now + dt.timedelta(seconds=20))
    return session


def moments_of_bookings() -> dict[AdviceSession, set[dt.datetime]]:
    """For each session every moment of the day it was made on that stands anywhere in the dump beside its key."""
    sessions = {str(session.pk): session for session in AdviceSession.objects.all()}
    found: dict[AdviceSession, set[dt.datetime]] = {session: set() for session in sessions.values()}
    for row in itertools.chain(*full_dump().values()):
        for key in sessions.keys() & set(UUID.findall(row)):
            moments = {dt.datetime.fromisoformat(each).astimezone(OSLO) for each in MOMENT.findall(row)}
            day = sessions[key].created_on
            found[sessions[key]] |= {each for each in moments if each.date() == day and each.time() != dt.time()}
    return found


def candidates(call: Call, bookings: dict[AdviceSession, set[dt.datetime]]) -> int:
    """How many bookings could have been made in the call, by all that is known of when they were made."""
    begins = call.started_at - dt.timedelta(minutes=5)
    ends = call.started_at + dt.timedelta(minutes=call.duration_minutes + 10)
    that_day = [each for each in bookings if each.created_on == call.started_at.astimezone(OSLO).date()]
    return sum(not bookings[each] or any(begins <= at <= ends for at in bookings[each]) for each in that_day)


@pytest.mark.slow
@pytest.mark.django_db
def test_fifty_days_leave_no_call_with_fewer_than_five_bookings(
    settings: LazySettings, at: Callable[[dt.datetime], None]
) -> None:
    settings.PIO_MESSAGES_VIA = "live"
    adviser = AdviserUserFactory()
    open_adviser()
    first = dt.datetime(2026, 8, 31, 9, 0, tzinfo=OSLO)
    made = []
    for number in range(DAYS):
        morning = first + dt.timedelta(days=number + 2 * (number // 5))
        for booking in range(BOOKINGS_A_DAY):
            moment = morning + dt.timedelta(minutes=7 + 67 * booking)
            at(moment)
            book_one(adviser, moment, hour=9 + booking)
        for minute in range(0, 71 * CALLS_A_DAY, 71):
            started = morning + dt.timedelta(minutes=minute)
            after = started + dt.timedelta(minutes=19, seconds=13)
            made.append(calls.log_call(answers(started_at=started, help_given=("booked",)), by=adviser, now=after))
    bookings = moments_of_bookings()
    assert (len(made), len(bookings)) == (DAYS * CALLS_A_DAY, DAYS * BOOKINGS_A_DAY)
    assert min(candidates(call, bookings) for call in made) >= FEWEST


@pytest.mark.django_db
def test_control_a_moment_of_booking_singles_it_out(settings: LazySettings, at: Callable[[dt.datetime], None]) -> None:
    settings.PIO_MESSAGES_VIA = "live"
    adviser = open_adviser().user
    for number in range(3):
        at(NOW + dt.timedelta(hours=number))
        book_one(adviser, NOW + dt.timedelta(hours=number), hour=9 + number)
    call = calls.log_call(answers(started_at=NOW), by=adviser, now=NOW + dt.timedelta(minutes=10))
    assert candidates(call, moments_of_bookings()) == 3
    for number, record in enumerate(SubmitRecord.objects.order_by("pk")):
        SubmitRecord.objects.filter(pk=record.pk).update(created_at=NOW + dt.timedelta(minutes=60 * number, seconds=9))
    assert candidates(call, moments_of_bookings()) == 1
