"""Documents, by what the client lets the ombud of today see."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from ombud.enums import DocumentKind

if TYPE_CHECKING:
    from ombud.models import Case, Document  # noqa: F401  # named in the bases of the class


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents."""

    def shown_in(self, case: "Case") -> Self:
        """All, or from the day the client chose at the last hand-over; signed mandates stay with the mandates."""
        if case.history_from is None:
            return self
        return self.filter(Q(added_on__gte=case.history_from) | Q(kind=DocumentKind.MANDATE))
