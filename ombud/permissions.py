"""Who reaches a case: the assigned ombud, a deputy until their day, and the manager for an hour through break-glass.

Everybody else gets the 404 that a case which never was gives. The deny-list of a case beats them all.
"""

import hashlib
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import timezone

from ombud.models import CalendarFeed, Case, Document, Office
from pio.accounts.models import User
from pio.audit import selectors as audit
from pio.core.errors import or_404

Row = TypeVar("Row", bound=Model)


def access_case(user: User, pk: UUID, *, now: datetime, lock: bool = False) -> Case:
    """Fetch a case that `user` works on; with `lock`, its row is locked until the end of the transaction.

    Raises:
        Http404: there is none, or it is not theirs (any more).
    """
    rows = Case.objects.worked_by(user, today=timezone.localdate(now))
    rows = (
        rows.select_for_update(no_key=True, of=("self",)) if lock else rows.select_related("client", "ombud", "deputy")
    )
    found: Case | None = rows.filter(pk=pk).first()
    return or_404(found)


def read_case(user: User, pk: UUID, *, now: datetime) -> Case:
    """Fetch a case that `user` may read: one they work on, or one whose glass they have broken and still may break.

    Raises:
        Http404: there is none, or it is not theirs to read.
    """
    rows = Case.objects.not_denied(user).select_related("client", "ombud", "deputy")
    found: Case | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    works = user.has_right("ombud.work") and works_on(user, found, now=now)
    may_break = user.has_right("ombud.break_glass")
    if not works and not (may_break and audit.open_break_glass_of(user, found, now=now)):
        raise Http404
    return found


def works_on(user: User, case: Case, *, now: datetime) -> bool:
    """Assigned ombud, or deputy until their day; the case must already be past the deny-list."""
    is_deputy = case.deputy_id == user.pk and case.deputy_until is not None
    still = case.deputy_until is not None and case.deputy_until >= timezone.localdate(now)
    return case.ombud_id == user.pk or (is_deputy and still)


def access_countable(user: User, pk: UUID) -> Case:
    """Fetch a case for the manager, who assigns and counts: no client, no text.

    Raises:
        Http404: there is none, or the deny-list names the manager.
    """
    rows = Case.objects.not_denied(user).select_related("ombud", "deputy")
    found: Case | None = rows.filter(pk=pk).first()
    if found is None or not user.has_right("ombud.assign"):
        raise Http404
    return found


def access_own_case(user: User) -> Case | None:
    """The client's own case, or None."""
    return Case.objects.filter(account=user).select_related("client", "ombud").order_by("-enquired_date").first()


def access_document(case: Case, pk: str) -> Document:
    """A document of this case.

    Raises:
        Http404: it is another case's, older than what the client chose to show, or there is none.
    """
    return one_of(case.documents.shown_in(case), pk)


def access_office(slug: str) -> Office:
    """An office. Raises Http404."""
    found = Office.objects.filter(slug=slug).first()
    return or_404(found)


def access_feed(token: str) -> User:
    """Whose calendar a secret address is. Raises Http404: unknown, replaced, or no longer an ombud."""
    feed = CalendarFeed.objects.select_related("user").filter(token_digest=digest(token)).first()
    if feed is None or not feed.user.is_active or not feed.user.has_right("ombud.work"):
        raise Http404
    return feed.user


def digest(text: str) -> bytes:
    """What is stored of a secret that we gave away (32 bytes)."""
    return hashlib.sha256(text.encode()).digest()


def one_of(rows: QuerySet[Row], pk: str) -> Row:
    """The row with this key among `rows`; the key comes from a form or an address and may be anything.

    Raises:
        Http404: none of them.
    """
    try:
        found = rows.filter(pk=UUID(pk)).first()
    except ValueError:
        found = None
    return or_404(found)
