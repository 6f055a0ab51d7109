"""Chainable questions about advice sessions."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from advising.enums.sessions import Channel, SessionStatus, WrittenBy

if TYPE_CHECKING:
    from advising.models import AdviceSession  # noqa: F401  the class's parameter
    from pio.accounts.models import User


class AdviceSessionQuerySet(models.QuerySet["AdviceSession"]):
    """Reads of advice sessions."""

    def visible_to(self, user: User) -> Self:
        """Sessions that `user` may see in lists: all for those who book, none for others (P10)."""
        return self if user.has_right("advising.see") else self.none()

    def own(self, user: User) -> Self:
        """Sessions that a signed-in relative has joined to the account."""
        return self.filter(account=user)

    def live(self) -> Self:
        """Agreed and not yet held, cancelled or missed."""
        return self.filter(status=SessionStatus.BOOKED)

    def held(self) -> Self:
        """Sessions that took place: what the figures count."""
        return self.filter(status=SessionStatus.HELD)

    def between(self, first: date, last: date) -> Self:
        """Sessions on the wall dates `first` to `last`, both included."""
        return self.filter(session_date__range=(first, last))

    def timed(self) -> Self:
        """Sessions with a time of the day."""
        return self.exclude(channel=Channel.EMAIL)

    def threads(self) -> Self:
        """E-mail advice that is not finished."""
        return self.filter(channel=Channel.EMAIL, status=SessionStatus.BOOKED)

    def of_adviser(self, user_id: UUID) -> Self:
        """Sessions of one adviser."""
        return self.filter(adviser_id=user_id)

    def upcoming(self, *, now: datetime) -> Self:
        """Live sessions that have not ended, by start."""
        return self.live().filter(ends_at__gt=now).order_by("starts_at", "id")

    def without_outcome(self, *, now: datetime) -> Self:
        """Sessions that have begun and whose outcome nobody has written."""
        return self.live().filter(starts_at__lte=now).order_by("starts_at", "id")

    def with_people(self) -> Self:
        """With participants and adviser: one query more for any number of sessions."""
        return self.select_related("adviser").prefetch_related("participants")

    def with_contact(self) -> Self:
        """With the contact and the room, for those who may read them."""
        return self.select_related("contact", "room_time__resource")

    def with_last_writer(self) -> Self:
        """With `last_writer` (relative or adviser) and `last_written_at` of the thread."""
        newest = self.model._meta.get_field("messages").related_model._default_manager.filter(session=OuterRef("pk"))
        newest = newest.order_by("-written_at")
        return self.annotate(
            last_writer=Subquery(newest.values("written_by")[:1]),
            last_written_at=Subquery(newest.values("written_at")[:1]),
        )

    def unanswered(self) -> Self:
        """Threads whose last word is the relative's, or that nobody has taken."""
        return self.threads().with_last_writer().filter(Q(adviser=None) | Q(last_writer=WrittenBy.RELATIVE))

    def of_contact(self, *, email_index: bytes | None, phone_index: bytes | None) -> Self:
        """Sessions booked with the same e-mail or mobile, as long as the contact is kept."""
        same = Q(pk__in=[])
        if email_index:
            same |= Q(contact__email_index=email_index)
        if phone_index:
            same |= Q(contact__phone_index=phone_index)
        return self.filter(same)

    def holding(self, reservation_ids: list[UUID]) -> Self:
        """Sessions that hold one of these reservations (adviser's or room's time)."""
        return self.filter(Q(adviser_time__in=reservation_ids) | Q(room_time__in=reservation_ids))
