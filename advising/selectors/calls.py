"""Reads of the helpline log: the list by key, its filters, the rows of an export, and a person's most used topics.

A page is found by key, never by offset, so that the millionth call is as near as the first.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from advising.models import Call, CallTopicUse
from advising.querysets.calls import CallQuerySet
from pio.accounts.models import User
from pio.core import choices, geography
from pio.core.words import OSLO

PAGE = 50
MOST_USED = 9
FIRST_TOPICS = (
    "burden", "boundaries", "waiting", "confidentiality", "conflict", "child_relative", "relatives_rights",
    "communication", "suicide_risk",
)  # fmt: skip
"""What the keys 1 to 9 mean to somebody who has not logged a call yet."""


@dataclass(frozen=True)
class CallFilters:
    """What the list is narrowed to; empty is everything. Days are wall days in Oslo, both included."""

    first_day: dt.date | None = None
    last_day: dt.date | None = None
    channel: str = ""
    kind: str = ""
    relation: str = ""
    topic: str = ""
    county: str = ""
    severity: str = ""
    source: str = ""

    def calls(self) -> CallQuerySet:
        """The calls that fit."""
        calls = Call.objects.all()
        if self.first_day:
            calls = calls.filter(started_at__gte=_midnight(self.first_day))
        if self.last_day:
            calls = calls.filter(started_at__lt=_midnight(self.last_day + dt.timedelta(days=1)))
        exact = {name: getattr(self, name) for name in ("channel", "relation", "county", "severity", "source")}
        calls = calls.filter(**{name: value for name, value in exact.items() if value})
        if self.kind == "talks":
            calls = calls.conversations()
        elif self.kind:
            calls = calls.filter(kind=self.kind)
        return calls.filter(topics__contains=[self.topic]) if self.topic else calls


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), OSLO)


class Labels:
    """How codes read, each list asked once: for lists and exports of many calls."""

    LISTS = {
        "channel": "channel", "kind": "call_kind", "caller_role": "caller_role", "relation": "relation",
        "caller_gender": "gender", "caller_age_band": "age_band", "diagnosis_areas": "diagnosis_area",
        "topics": "topic", "referred_from": "service", "referred_to": "service", "help_given": "help_given",
        "severity": "severity",
    }  # fmt: skip

    def __init__(self, language: str | None = None) -> None:
        self.language = language
        self._known: dict[tuple[str, str], str] = {}

    def of(self, column: str, code: str) -> str:
        """How one code of a column reads."""
        key = (column, code)
        if key not in self._known:
            self._known[key] = self._look_up(column, code)
        return self._known[key]

    def _look_up(self, column: str, code: str) -> str:
        if column in ("county", "municipality"):
            kind = {"county": "counties", "municipality": "municipalities"}[column]
            return choices.label("gender", code, self.language) if code in choices.EXTRA else geography.name(kind, code)
        return choices.label(self.LISTS[column], code, self.language)

    def of_all(self, column: str, codes: list[str], between: str = ", ") -> str:
        """How several codes of a column read."""
        return between.join(self.of(column, code) for code in codes)


@dataclass(frozen=True)
class CallRow:
    """A call in the list, in words."""

    call: Call
    labels: Labels

    @cached_property
    def channel(self) -> str:
        """The channel in words."""
        return self.labels.of("channel", self.call.channel)

    @cached_property
    def kind(self) -> str:
        """The kind in words."""
        return self.labels.of("kind", self.call.kind)

    @cached_property
    def relation(self) -> str:
        """The relation in words."""
        return self.labels.of("relation", self.call.relation)

    @cached_property
    def topics(self) -> str:
        """The topics in words, the main one first."""
        return self.labels.of_all("topics", self.call.topics)

    @cached_property
    def county(self) -> str:
        """The county in words."""
        return self.labels.of("county", self.call.county)

    @cached_property
    def started_at(self) -> dt.datetime:
        """The start by the wall clock."""
        return self.call.started_at.astimezone(OSLO)


@dataclass(frozen=True)
class CallPage:
    """A page of the list, newest first; `newer` and `older` are keys of the pages beside it, empty when none."""

    rows: list[CallRow]
    newer: str
    older: str


def call_page(filters: CallFilters, *, older: str = "", newer: str = "") -> CallPage:
    """A page after the key `older` or before the key `newer`; a key that makes no sense is the first page."""
    calls = filters.calls().defer("note")
    after, before = _key(older), _key(newer)
    if before:
        found = list(calls.after_row(*before).order_by("started_at", "id")[: PAGE + 1])
        more = len(found) > PAGE
        page = found[:PAGE][::-1]
        return _page(page, has_newer=more, has_older=True)
    found = list((calls.before_row(*after) if after else calls)[: PAGE + 1])
    return _page(found[:PAGE], has_newer=bool(after), has_older=len(found) > PAGE)


def _page(calls: list[Call], *, has_newer: bool, has_older: bool) -> CallPage:
    labels = Labels()
    first, last = (page_key(calls[0]), page_key(calls[-1])) if calls else ("", "")
    rows = [CallRow(call, labels) for call in calls]
    return CallPage(rows, first if has_newer else "", last if has_older else "")


def page_key(call: Call) -> str:
    """The key of a call's place in the list, as it stands in the address."""
    return f"{call.started_at:%Y%m%d%H%M}-{call.pk.hex}"


def _key(text: str) -> tuple[dt.datetime, uuid.UUID] | None:
    moment, _, pk = text.partition("-")
    try:
        return dt.datetime.strptime(moment, "%Y%m%d%H%M").replace(tzinfo=dt.UTC), uuid.UUID(pk)
    except ValueError:
        return None


EXPORTED = (
    "started_at", "duration_minutes", "channel", "call_kind", "caller_role", "relation", "caller_gender",
    "caller_age_band", "county", "municipality", "diagnosis_areas", "topics", "referred_from", "referred_to",
    "help_given", "severity", "source",
)  # fmt: skip


def export_rows(filters: CallFilters) -> Iterator[tuple[object, ...]]:
    """The header and the calls that fit, in words that the import reads again; never the note."""
    labels, many = Labels("nb"), {"diagnosis_areas", "topics", "referred_from", "referred_to", "help_given"}
    columns = ["kind" if name == "call_kind" else name for name in EXPORTED]
    yield EXPORTED
    for values in filters.calls().values_list(*columns).iterator(chunk_size=2000):
        yield tuple(
            value.astimezone(OSLO).strftime("%d.%m.%Y %H:%M") if name == "started_at"
            else value if name in ("duration_minutes", "source")
            else labels.of_all(name, value, "|") if name in many
            else labels.of(name, value)
            for name, value in zip(columns, values, strict=True)
        )  # fmt: skip


def most_used_topics(user: User) -> list[choices.Option]:
    """The nine topics of the keys 1 to 9: this person's most used, filled up with the most common."""
    used = CallTopicUse.objects.filter(user=user).order_by("-times", "topic").values_list("topic", flat=True)
    offered = {option.code: option for option in choices.options("topic")}
    codes = dict.fromkeys([*used[:MOST_USED], *FIRST_TOPICS])
    return [offered[code] for code in codes if code in offered][:MOST_USED]
