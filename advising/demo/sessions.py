"""Demo advice sessions: a counted past, and a living present made through the services people use."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from advising.demo.calls import SERVICES, TOPICS
from advising.demo.days import at, pick_days
from advising.demo.people import DemoPerson, some_person
from advising.enums.sessions import Channel, SessionOrigin, SessionStatus
from advising.models import AdviceSession, SessionParticipant
from pio.accounts.models import User

SIZES = {1: 562, 2: 138, 3: 12}
"""Sessions of the counted year by the number of people present: 712 sessions, 874 people."""

CHANNELS = {Channel.IN_PERSON: 46, Channel.VIDEO: 22, Channel.PHONE: 27, Channel.EMAIL: 5}
STARTS = (time(9), time(10), time(11), time(12, 30), time(13, 30), time(14, 30))
LENGTH = timedelta(minutes=60)

Rows = tuple[list[AdviceSession], list[SessionParticipant]]


def counted_sessions(people: Sequence[DemoPerson], days: list[date], advisers: Sequence[User], random: Random) -> Rows:
    """The sessions held of a year with exactly these people present, and some that were cancelled or missed."""
    sizes = [size for size, count in SIZES.items() for _ in range(count)]
    random.shuffle(sizes)
    queue = iter(people)
    groups = [[next(queue) for _ in range(size)] for size in sizes]
    missed = [[some_person(random)] for _ in range(len(groups) // 9)]
    return _past(groups, missed, days, advisers, random)


def some_sessions(count: int, days: list[date], advisers: Sequence[User], random: Random) -> Rows:
    """Sessions of other years, with some that were cancelled or missed."""
    sizes = random.choices(list(SIZES), list(SIZES.values()), k=count)
    groups = [[some_person(random) for _ in range(size)] for size in sizes]
    missed = [[some_person(random)] for _ in range(count // 9)]
    return _past(groups, missed, days, advisers, random)


def _past(
    held: list[list[DemoPerson]], missed: list[list[DemoPerson]], days: list[date], advisers: Sequence[User],
    random: Random,
) -> Rows:  # fmt: skip
    sessions: list[AdviceSession] = []
    participants: list[SessionParticipant] = []
    places = _free_places(days, len(held) + len(missed), advisers, random)
    lost = (SessionStatus.CANCELLED_IN_TIME, SessionStatus.CANCELLED_IN_TIME, SessionStatus.CANCELLED_LATE,
            SessionStatus.NO_SHOW, SessionStatus.CANCELLED_BY_US)  # fmt: skip
    for group, (starts_at, adviser) in zip(held + missed, places, strict=True):
        was_held = len(sessions) < len(held)
        session = _session(starts_at, adviser, random)
        session.status = SessionStatus.HELD if was_held else random.choice(lost)
        session.minutes = random.choice((45, 50, 60, 60, 60, 75)) if was_held else None
        sessions.append(session)
        participants += [
            SessionParticipant(
                session=session, position=position, relation=person.relation, gender=person.gender,
                age_band=person.age_band, child_consent=person.age_band == "under_18", present=was_held,
            )
            for position, person in enumerate(group, start=1)
        ]  # fmt: skip
    return sessions, participants


def _free_places(days: list[date], count: int, advisers: Sequence[User], random: Random) -> list[tuple[datetime, User]]:
    """Different times for each adviser; when a year is too short for them, the last ones share."""
    places: dict[tuple[datetime, User], None] = {}
    for _ in range(60):
        for day in pick_days(days, count - len(places), random):
            places[at(day, random.choice(STARTS)), random.choice(advisers)] = None
    while len(places) < count and days:
        places[at(random.choice(days), time(8, 5 * random.randrange(12))), random.choice(advisers)] = None
    return list(places)[:count]


def _session(starts_at: datetime, adviser: User, random: Random) -> AdviceSession:
    channel = random.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    timed = channel != Channel.EMAIL
    day = starts_at.date()
    return AdviceSession(
        reference=f"{random.randrange(16**8):08X}", origin=random.choice(SessionOrigin.values), channel=channel,
        session_date=day, starts_at=starts_at if timed else None, ends_at=starts_at + LENGTH if timed else None,
        adviser=adviser, themes=list(dict.fromkeys(random.choices(list(TOPICS), list(TOPICS.values()), k=2))),
        referred_from=random.choices(list(SERVICES), list(SERVICES.values()), k=1) if random.random() < 0.4 else [],
        created_on=day - timedelta(days=random.randrange(1, 21)),
    )  # fmt: skip
