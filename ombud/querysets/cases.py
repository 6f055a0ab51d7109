"""Cases. `worked_by` is the one place that says whose cases are whose (P10)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from ombud.enums import ENDED, IN_QUEUE, OPEN_STATUSES
from pio.accounts.models import User

if TYPE_CHECKING:
    from ombud.models import Case  # named in the bases of the class


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases."""

    def worked_by(self, user: User, *, today: date) -> Self:
        """Those that `user` works on: as assigned ombud, or as deputy until the day; never a blocked or an own one."""
        if not user.has_right("ombud.work"):
            return self.none()
        deputised = Q(deputy=user, deputy_until__gte=today)
        return self.filter(Q(ombud=user) | deputised).not_denied(user)

    def not_denied(self, user: User) -> Self:
        """Without those whose deny-list names `user`, and without `user`'s own case as a client."""
        blocks: Any = self.model._meta.get_field("blocks").related_model
        blocked = blocks._default_manager.filter(case=OuterRef("pk"), user=user)
        return self.exclude(Exists(blocked)).exclude(account=user)

    def open(self) -> Self:
        """First talks, in progress or paused."""
        return self.filter(status__in=OPEN_STATUSES)

    def queue(self) -> Self:
        """Enquiries and those who wait: who cares for children first, then by date (centre's rule)."""
        return self.filter(status__in=IN_QUEUE).order_by("-cares_for_children", "enquired_date", "id")

    def after(self, reference: str) -> Self:
        """The cases whose number comes after this one; pages of a list go by key."""
        return self.filter(reference__gt=reference).order_by("reference")

    def queue_after(self, last: "Case") -> Self:
        """Those who stand behind `last` in the queue."""
        same = Q(cares_for_children=last.cares_for_children)
        later = Q(enquired_date__gt=last.enquired_date) | Q(enquired_date=last.enquired_date, pk__gt=last.pk)
        behind = same & later
        return self.queue().filter(behind | Q(cares_for_children=False) if last.cares_for_children else behind)

    def with_load(self) -> Self:
        """Adds `open_assignments`."""
        return self.annotate(
            open_assignments=Count("assignments", filter=~Q(assignments__status__in=ENDED), distinct=True)
        )
