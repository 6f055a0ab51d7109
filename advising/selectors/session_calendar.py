"""The staff's calendar of advice sessions: days with their sessions, and what waits for somebody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from advising.enums.sessions import SessionStatus
from advising.models import AdviceSession
from advising.services.session_messages import contact_of
from advising.services.session_orders import contact_index
from advising.terms import THREAD_WORKING_DAYS, wall_date
from pio.accounts.enums import Role
from pio.accounts.models import User
from pio.scheduling import selectors as scheduling
from pio.scheduling import working_days

SATURDAY = 5
MOST_OTHERS = 10


@dataclass(frozen=True)
class CalendarDay:
    """One day of the calendar. `closed` is the name of what closes the centre, or empty."""

    date: date
    is_today: bool
    sessions: list[AdviceSession] = field(default_factory=list)
    closed: str = ""


@dataclass(frozen=True)
class Thread:
    """E-mail advice that waits, and the day by which it is to be answered."""

    session: AdviceSession
    due_date: date
    is_late: bool


def calendar(user: User, *, first: date, last: date, adviser: UUID | None, now: datetime) -> list[CalendarDay]:
    """The days `first` to `last` with their sessions; weekends only when something stands there. Three queries.

    Args:
        adviser: the user whose sessions are shown, None for all.
    """
    rows = AdviceSession.objects.visible_to(user).timed().between(first, last).with_people()
    rows = rows.select_related("adviser", "room_time__resource").order_by("starts_at", "id")
    if adviser is not None:
        rows = rows.of_adviser(adviser)
    by_date: dict[date, list[AdviceSession]] = {}
    for session in rows:
        by_date.setdefault(session.session_date, []).append(session)
    closed, today = scheduling.closed_days(first, last), wall_date(now)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [
        CalendarDay(day, day == today, by_date.get(day, []), closed.get(day, ""))
        for day in days
        if first == last or day.weekday() < SATURDAY or day in by_date
    ]


def advisers() -> Sequence[User]:
    """Those who hold sessions, by name."""
    return list(User.objects.active().with_role(Role.ADVISER).order_by("name", "id"))


def threads(user: User, *, now: datetime) -> list[Thread]:
    """Open e-mail advice that nobody has taken, or whose last word is the relative's: one query and the closures."""
    rows = AdviceSession.objects.visible_to(user).unanswered().with_people().order_by("created_on", "id")
    today = wall_date(now)
    found = []
    for session in rows:
        last: datetime | None = getattr(session, "last_written_at", None)  # annotated by `unanswered`
        written = wall_date(last) if last else session.created_on
        due = working_days.add_working_days(written, THREAD_WORKING_DAYS)
        found.append(Thread(session, due, today > due))
    return found


def other_sessions(session: AdviceSession) -> list[AdviceSession]:
    """Sessions booked with the same e-mail or mobile: so that the same adviser can go on. Never their notes."""
    contact = contact_of(session)
    if contact is None:
        return []
    same = AdviceSession.objects.of_contact(
        email_index=contact_index(contact.email), phone_index=contact_index(contact.phone)
    )
    return list(same.exclude(pk=session.pk).select_related("adviser").order_by("-session_date", "id")[:MOST_OTHERS])


def describe_reservations(reservation_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Words for reservations of sessions, for the preview of closures and exceptions: never who comes."""
    return _of_each(
        reservation_ids,
        lambda session: _("Rådgivningstime, %(way)s") % {"way": session.get_channel_display().lower()},
    )


def pages_of_reservations(reservation_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The page of the session that holds each reservation, where it is moved or cancelled."""
    return _of_each(reservation_ids, AdviceSession.get_absolute_url)


def _of_each(reservation_ids: Sequence[UUID], tell: Callable[[AdviceSession], str]) -> dict[UUID, str]:
    rows = AdviceSession.objects.holding(list(reservation_ids)).filter(status=SessionStatus.BOOKED)
    return {
        reservation: tell(session)
        for session in rows
        for reservation in (session.adviser_time_id, session.room_time_id)
        if reservation is not None
    }
