"""The living present: sessions of today and the coming weeks, e-mail threads and call-backs, made by the services.

Most people gave no address (they booked on the phone), so that the demo plans few messages and leaves none due.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from advising.demo.calls import TOPICS
from advising.demo.days import at
from advising.demo.people import some_person
from advising.enums.sessions import Channel, MessageConsent, SessionOrigin, SessionStatus
from advising.models import AdviceSession
from advising.selectors.session_times import Staffing, staffing, wish_for
from advising.services.call_followups import Promise, promise_call_back
from advising.services.session_messages import KIND
from advising.services.session_orders import Person, SafeContact, SessionOrder
from advising.services.session_outcomes import Outcome, Present, record_outcome
from advising.services.session_threads import answer_thread, start_thread, take_thread
from advising.services.sessions import Booked, book_time
from advising.terms import need, wall_date
from pio.accounts.models import User
from pio.messaging.models import OutboxMessage
from pio.scheduling import selectors as scheduling
from pio.scheduling.models import Resource
from pio.scheduling.needs import Submit
from pio.scheduling.refusals import SlotTaken

TODAY = (
    (time(9), Channel.IN_PERSON), (time(10, 30), Channel.PHONE), (time(12, 30), Channel.VIDEO),
    (time(14), Channel.IN_PERSON),
)  # fmt: skip
WEEKS_AHEAD = 4
EVERY = 5
"""Of the free times of an adviser, each fifth is booked; the rest stays free."""
NUMBER = "+4740000100"
"""Where the demo's advisers call: one number for all, since numbers are made up."""

THREADS = (
    ("Broren min vil ikke snakke med oss. Hva kan vi gjøre?", 3, "Takk for at du skriver. Vi tar det bit for bit."),
    ("Hvilke rettigheter har jeg når mor blir utskrevet fra sykehus?", 1, ""),
    ("Kan jeg ta med sønnen min på 15 år til en samtale hos dere?", 0, ""),
)


def build(*, now: datetime, random: Random) -> None:
    """Fill today and the coming weeks. No message is left due."""
    staff = staffing()
    users = {row.user_id: row.user for row in Resource.objects.filter(pk__in=staff.advisers).select_related("user")}
    today = wall_date(now)
    for resource in staff.advisers.values():
        user = users[resource.user_id]
        if user is not None:
            _today(staff, resource, user, today, now=now, random=random)
            _coming(staff, resource, user, now=now, random=random)
    _threads([user for user in users.values() if user is not None], now=now)
    _call_backs([user for user in users.values() if user is not None], today, now=now)
    OutboxMessage.objects.filter(kind=KIND, send_after__lte=now).delete()


def _today(
    staff: Staffing, resource: Resource, user: User, today: date, *, now: datetime, random: Random
) -> None:  # fmt: skip
    """Two sessions today; what is over has its outcome but for the last one, which waits to be written."""
    first = random.randrange(2)
    begun = []
    for wall, channel in TODAY[first::2]:
        start = at(today, wall)
        booked = _book(staff, resource, user, start, str(channel), now=start - timedelta(days=6), random=random)
        if booked is not None and start <= now - timedelta(minutes=60):
            begun.append(booked.session)
    for session in begun[:-1]:
        _hold(session, user, now=now)


def _coming(staff: Staffing, resource: Resource, user: User, *, now: datetime, random: Random) -> None:
    """Some of the free times of the coming weeks."""
    channel = Channel.IN_PERSON
    rooms = staff.rooms_for(channel)
    end = now + timedelta(weeks=WEEKS_AHEAD)
    free = scheduling.free_times([resource], now + timedelta(days=1), end, need=need(channel), now=now, rooms=rooms)
    for place in range(random.randrange(EVERY), len(free), EVERY * 2):
        chosen = random.choice((Channel.IN_PERSON, Channel.IN_PERSON, Channel.VIDEO, Channel.PHONE))
        _book(staff, resource, user, free[place].start, chosen, now=now - timedelta(hours=2), random=random)


def _book(
    staff: Staffing, resource: Resource, user: User, start: datetime, channel: str, *, now: datetime, random: Random
) -> Booked | None:
    people = [some_person(random) for _ in range(random.choice((1, 1, 1, 2)))]
    order = SessionOrder(
        channel=channel, origin=SessionOrigin.STAFF, contact=_contact(random, channel),
        people=[
            Person(each.relation, each.gender, each.age_band, child_consent=each.age_band == "under_18")
            for each in people
        ],
        themes=random.sample(list(TOPICS), 2),
    )  # fmt: skip
    wish = wish_for(staff, channel, start, adviser=resource.pk, obey_rules=False)
    try:
        return book_time(order, wish=wish, submit=Submit(str(UUID(int=random.getrandbits(128)))), by=user, now=now)
    except SlotTaken:
        return None


def _contact(random: Random, channel: str) -> SafeContact:
    phone = NUMBER if channel == Channel.PHONE else ""
    if random.random() > 0.25:
        return SafeContact(phone=phone)
    email = f"parorende{random.randrange(3, 90)}@example.org"
    return SafeContact(email=email, phone=phone, may_leave_message=MessageConsent.SMS_ONLY)


def _hold(session: AdviceSession, user: User, *, now: datetime) -> None:
    people = [
        Present(each.relation, each.gender, each.age_band, position=each.position, child_consent=each.child_consent)
        for each in session.participants.all()
    ]
    outcome = Outcome(SessionStatus.HELD, people, themes=session.themes, minutes=55)
    record_outcome(session, outcome=outcome, by=user, now=now)


def _threads(advisers: list[User], *, now: datetime) -> None:
    """One that is answered, one that is taken, and one that waits for somebody."""
    for place, (text, days, answer) in enumerate(THREADS):
        order = SessionOrder(
            channel=Channel.EMAIL, origin=SessionOrigin.ONLINE, people=[Person("sister", "female", "36_50")],
            contact=SafeContact(email=f"parorende{place + 91}@example.org"),
        )  # fmt: skip
        moment = now - timedelta(days=days, hours=2)
        thread = start_thread(order, text=text, key=UUID(int=place + 1, version=4), now=moment).session
        if days and advisers:
            adviser = advisers[place % len(advisers)]
            take_thread(thread, by=adviser, now=moment + timedelta(hours=1))
            if answer:
                answer_thread(thread, text=answer, by=adviser, now=moment + timedelta(hours=2))


def _call_backs(advisers: list[User], today: date, *, now: datetime) -> None:
    """Three people we have promised to call: today, and in the days to come."""
    if not advisers:
        return
    for place, days in enumerate((0, 0, 2)):
        promise = Promise(
            due_date=today + timedelta(days=days), from_time=time(11 + place), to_time=time(13 + place),
            may_say_who=place == 1, number=f"+4740000{place:03}",
        )  # fmt: skip
        promise_call_back(promise, by=advisers[0], now=now)
