"""A guest's session joins an account, and a signed-in relative begins a booking with what the account knows.

The booking is a public page and reads no cookie: the account and its safe contact travel sealed in the form that
`/min-side/` shows, like everything else that the booking remembers.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import Http404

from advising.booking_draft import HIDDEN, BookingDraft
from advising.models import AdviceSession
from advising.permissions.sessions import access_by_token
from advising.services.session_messages import contact_of
from advising.services.session_orders import normalise_reference
from advising.services.sessions import join_account
from pio.accounts.models import User
from pio.core.joining import Joinable, last_part


def find(text: str, *, now: datetime) -> Joinable | None:
    """The guest's session of a link or a reference; None when there is none, or an account has it."""
    session = AdviceSession.objects.filter(reference=normalise_reference(text)).first() or _by_link(last_part(text))
    contact = contact_of(session) if session and session.account_id is None else None
    if session is None or contact is None:
        return None
    phone = (contact.phone or "") if contact.may_text else ""
    return Joinable(session.pk, contact.email or "", phone, tuple(contact.avoid_hours), session.language)


def _by_link(token: str) -> AdviceSession | None:
    try:
        return access_by_token(token)
    except Http404:
        return None


def join(target: UUID, *, by: User, now: datetime) -> None:
    """Join the session to the account of `by`."""
    join_account(AdviceSession.objects.get(pk=target), by=by, now=now)


def targets(*, user: User) -> list[UUID]:
    """The account's own sessions."""
    return list(AdviceSession.objects.own(user).values_list("pk", flat=True))


def sealed_booking(user: User, wishes: Mapping[str, list[str]]) -> tuple[str, str]:
    """Name and value of the hidden field that begins a booking for `user` with the contact filled in."""
    return HIDDEN, BookingDraft(typed=wishes, account=str(user.pk)).seal()


def join_begun(session: AdviceSession, draft: BookingDraft, *, now: datetime) -> None:
    """Join a booking that was begun on `/min-side/` to its account; an account deleted meanwhile is none."""
    user = User.objects.active().filter(pk=draft.account).first() if draft.account else None
    if user is not None:
        join_account(session, by=user, now=now)
