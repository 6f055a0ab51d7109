"""Who may plan for a day on which an adviser is sick: those who hold sessions, and the manager."""

from uuid import UUID

from django.http import Http404

from advising.models import SickDay
from pio.accounts.models import User


def access_sick_day(user: User, pk: UUID) -> SickDay:
    """Fetch a plan.

    Raises:
        Http404: there is none, or the user does not record sessions.
    """
    plan: SickDay | None = SickDay.objects.select_related("adviser").filter(pk=pk).first()
    if plan is None or not user.has_right("advising.record"):
        raise Http404
    return plan
