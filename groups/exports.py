"""Lists as files: meetings with counts, the register of self-run groups. Counts and groups, never a person."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from groups.enums import PRESENT
from groups.models import GroupMeeting, SelfRunGroup
from pio.core import choices

Row = tuple[object, ...]
CHUNK = 500


def meeting_rows() -> Iterator[Row]:
    """Heading and one row a meeting of the led groups, the oldest first."""
    yield (
        _("Gruppe"), _("For hvem"), _("Dato"), _("Fra kl."), _("Avlyst"), _("Ført"), _("Plasser"), _("Kom"),
        _("Meldt avbud"), _("Ikke møtt"), _("Kom uten å stå på listen"),
    )  # fmt: skip
    rows = GroupMeeting.objects.select_related("group").annotate(
        came=_number(PRESENT), excused=_number(["excused"]), absent=_number(["absent"])
    )
    for row in rows.order_by("starts_at", "pk").iterator(chunk_size=CHUNK):
        yield (
            row.group.name, choices.label("group_audience", row.group.audience), f"{localtime(row.starts_at):%Y-%m-%d}",
            f"{localtime(row.starts_at):%H:%M}", _yes(row.is_cancelled), _yes(row.marked_date), row.group.capacity,
            row.came, row.excused, row.absent, row.head_count,
        )  # fmt: skip


def self_run_rows() -> Iterator[Row]:
    """Heading and one row a self-run group, ended ones too; no contact person."""
    yield (
        _("Gruppe"), _("For hvem"), _("Siden"), _("Registrert"), _("Avsluttet"), _("Sist bekreftet"),
        _("Avtale om støtte"), _("Ønsker besøk"), _("Meldte møter"), _("Oppmøter"), _("Nye"),
    )  # fmt: skip
    held = Q(reports__was_held=True)
    rows = SelfRunGroup.objects.annotate(
        held=Count("reports", filter=held), heads=Sum("reports__head_count", filter=held),
        new=Sum("reports__new_count", filter=held),
    )  # fmt: skip
    for row in rows.order_by("registered_date", "name").iterator(chunk_size=CHUNK):
        yield (
            row.name, choices.label("group_audience", row.audience), row.since_year or "", str(row.registered_date),
            str(row.ended_date or ""), str(row.confirmed_date or ""), _yes(row.has_support_agreement),
            _yes(row.wants_visit), row.held, row.heads or 0, row.new or 0,
        )  # fmt: skip


LISTS: dict[str, Callable[[], Iterator[Row]]] = {"gruppemoter": meeting_rows, "selvstyrte-grupper": self_run_rows}


def _number(codes: Any) -> Count:
    return Count("attendances", filter=Q(attendances__attendance__in=codes))


def _yes(value: object) -> str:
    return _("Ja") if value else _("Nei")
