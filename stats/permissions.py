"""Who reads a saved report: whoever makes reports all of them, the board those that are opened for it."""

from uuid import UUID

from django.db.models import QuerySet

from pio.accounts.models import User
from pio.core.errors import or_404
from stats.models import SavedReport


def visible_reports(user: User) -> QuerySet[SavedReport]:
    """The reports that `user` may read."""
    if user.has_right("figures.reports"):
        return SavedReport.objects.all()
    return SavedReport.objects.filter(for_board=True) if user.has_right("figures.see") else SavedReport.objects.none()


def access_report(user: User, pk: UUID) -> SavedReport:
    """One report.

    Raises:
        Http404: there is none, or `user` may not read it.
    """
    found = visible_reports(user).filter(pk=pk).first()
    return or_404(found)


def may_receive(user: User, report: SavedReport) -> bool:
    """Whether a link to the report would open for `user`."""
    return user.is_active and visible_reports(user).filter(pk=report.pk).exists()
