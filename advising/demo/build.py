"""`build`: what the demo command calls for this part."""

from datetime import date, datetime, timedelta
from random import Random

from advising.demo import calls, present, sessions
from advising.demo.days import OSLO, working_days
from advising.demo.people import counted_people
from advising.models import AdviceSession, Call, SessionParticipant
from pio.accounts.enums import Role
from pio.accounts.models import User

CALLS_A_DAY, SESSIONS_A_DAY = 8.6, 2.7
YEAR_BEFORE = 0.93


def build(*, year: int, now: datetime, random: Random) -> None:
    """Fill log and sessions: `year` with the published figures, the year before, until `now`, and what is coming."""
    today = now.astimezone(OSLO).date()
    advisers = list(User.objects.filter(roles__contains=[Role.ADVISER], is_active=True).order_by("email"))
    session_people, callers = counted_people(random)
    days = working_days(date(year, 1, 1), date(year + 1, 1, 1))
    found = calls.counted_calls(year, callers, days, random)
    rows = [sessions.counted_sessions(session_people, days, advisers, random)]
    for start, end, share in (
        (date(year - 1, 1, 1), date(year, 1, 1), YEAR_BEFORE),
        (date(year + 1, 1, 1), today + timedelta(days=1), 1.0),
    ):
        days = working_days(start, end)
        found += calls.some_calls(days, round(len(days) * CALLS_A_DAY * share), now, random)
        before_today = [day for day in days if day < today]
        rows.append(
            sessions.some_sessions(round(len(before_today) * SESSIONS_A_DAY * share), before_today, advisers, random)
        )
    Call.objects.bulk_create(found, batch_size=2000)
    AdviceSession.objects.bulk_create([session for part, _ in rows for session in part], batch_size=1000)
    SessionParticipant.objects.bulk_create([person for _, part in rows for person in part], batch_size=2000)
    present.build(now=now, random=random)
