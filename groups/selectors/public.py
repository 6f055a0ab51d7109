"""What the public pages of groups show: the state of each group, its rhythm, and how long the wait may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import dates
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from groups.enums import GroupKind, GroupPlace
from groups.models import GroupMeeting, IntakeStop, SupportGroup
from pio.core import choices, words
from pio.waitlist.forecast import Forecast, forecast


@dataclass(frozen=True)
class Status:
    """How one gets in: a tag with a tone, and a note under it."""

    text: str
    tone: str = ""
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One group in the list."""

    group: SupportGroup
    status: Status
    rhythm: str
    next_meeting: GroupMeeting | None

    @property
    def audience(self) -> str:
        """Whom it is for, in words."""
        return choices.label("group_audience", self.group.audience)


def rows(*, now: datetime) -> list[Row]:
    """The running groups by whom they are for: three queries, whatever their number."""
    order = choices.codes("group_audience")
    groups = list(SupportGroup.objects.public().with_places())
    groups.sort(key=lambda group: (order.index(group.audience) if group.audience in order else len(order), group.name))
    stops = list(IntakeStop.objects.on(localdate(now)))
    upcoming = GroupMeeting.objects.upcoming(now=now).filter(group__in=groups)
    following = {each.group_id: each for each in upcoming.order_by("group_id", "starts_at", "id").distinct("group_id")}
    return [
        Row(group, status_of(group, stop_of(group, stops)), rhythm(group), following.get(group.pk)) for group in groups
    ]


def statuses(*, now: datetime) -> list[Status]:
    """How one gets into each running group, for the front page: two queries."""
    groups, stops = list(SupportGroup.objects.public().with_places()), list(IntakeStop.objects.on(localdate(now)))
    return [status_of(group, stop_of(group, stops)) for group in groups]


def stop_of(group: SupportGroup, stops: Sequence[IntakeStop]) -> IntakeStop | None:
    """The stop among `stops` that holds for the group: its own, else one for all."""
    own = [stop for stop in stops if stop.group_id == group.pk]
    general = [stop for stop in stops if stop.group_id is None]
    return next(iter([*own, *general]), None)


def status_of(group: Any, stop: IntakeStop | None) -> Status:
    """How one gets into a group that carries `taken` and `waiting`."""
    if stop is not None:
        return Status(_("Inntaksstopp"), "", stop.text())
    free = group.capacity - group.taken if group.capacity is not None else 1
    if group.waiting or free <= 0:
        note = ngettext("%(n)s venter", "%(n)s venter", group.waiting) % {"n": group.waiting}
        return Status(_("Venteliste"), "now", note)
    return Status(ngettext("%(n)s ledig plass", "%(n)s ledige plasser", free) % {"n": free}, "good")


def rhythm(group: SupportGroup) -> str:
    """When it meets: `Annenhver tirsdag kl. 11.00–13.00, på senteret`."""
    weekday = str(dates.WEEKDAYS[group.weekday])
    is_english = (get_language() or "nb").startswith("en")
    name = weekday if is_english else weekday.lower()
    separator = ":" if is_english else "."
    span = f"{group.start_wall:%H{separator}%M}{words.JOINER}–{words.JOINER}{group.end_wall:%H{separator}%M}"
    patterns: dict[int, str] = {1: _("Hver %(day)s kl. %(span)s"), 2: _("Annenhver %(day)s kl. %(span)s")}
    pattern = patterns.get(group.every_weeks) or _("Hver %(n)s. %(day)s kl. %(span)s")
    when = pattern % {"day": name, "span": span, "n": group.every_weeks}
    place = _("på video") if group.place == GroupPlace.DIGITAL else _("på senteret")
    return _("%(when)s, %(place)s") % {"when": when, "place": place}


def terms(group: SupportGroup) -> str:
    """How long one stays, in a sentence."""
    if group.kind == GroupKind.SLOW_OPEN and group.meeting_limit:
        return _("Gruppa går hele tiden. Du kan være med på opptil %(n)s møter.") % {"n": group.meeting_limit}
    return _("Gruppa har en start og en slutt, og de samme møtes hver gang.")


def wait_of(group: SupportGroup, number: int, *, now: datetime) -> Forecast | None:
    """How long number `number` in the queue may wait, from the group's own history."""
    return forecast(group.entries.all(), number, now=now)
