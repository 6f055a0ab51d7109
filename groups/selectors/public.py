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
from groups.models import IntakeStop, SupportGroup
from pio.core import choices, words
from pio.core.composed import Raw, Reading
from pio.waitlist.forecast import Forecast, forecast

Read = tuple[list[Raw], list[Raw]]


def _running(*, now: datetime, slug: str | None = None) -> Any:
    groups = SupportGroup.objects.public().with_places().with_next_meeting(now=now)
    return groups.filter(slug=slug) if slug else groups.order_by("name")


_GROUPS: Reading[SupportGroup] = Reading(_running)
_STOPS = Reading[IntakeStop](lambda *, day: IntakeStop.objects.on(day).order_by("pk"))


@dataclass(frozen=True)
class Status:
    """How one gets in: a tag with a tone, and a note under it."""

    text: str
    tone: str = ""
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One group in the list."""

    group: Any  # a SupportGroup with its counts and `next_starts_at`
    stop: IntakeStop | None
    status: Status
    rhythm: str

    @property
    def audience(self) -> str:
        """Whom it is for, in words."""
        return choices.label("group_audience", self.group.audience)


def read_groups(*, now: datetime) -> Read:
    """What `rows` are made of; two queries, whatever the number of groups."""
    return _GROUPS.rows(now=now), _STOPS.rows(day=localdate(now))


def find_group(slug: str, *, now: datetime) -> Read | None:
    """The same of one running group, None when there is none; two queries."""
    found = _GROUPS.rows(slug=slug, now=now)
    return (found, _STOPS.rows(day=localdate(now))) if found else None


def rows(read: Read) -> list[Row]:
    """The running groups by whom they are for; no query."""
    order = choices.codes("group_audience")
    groups: list[Any] = _GROUPS.objects(read[0])
    stops = _STOPS.objects(read[1])
    groups.sort(key=lambda group: (order.index(group.audience) if group.audience in order else len(order), group.name))
    found = [(group, stop_of(group, stops)) for group in groups]
    return [Row(group, stop, status_of(group, stop), rhythm(group)) for group, stop in found]


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
