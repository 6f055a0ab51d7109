"""What the pages of one call show beside its own fields: the receipt, the form's extras, the call in words."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from advising.forms.calls import CallForm
from advising.models import Call, CallAmendment
from advising.querysets.calls import conversation_kinds
from advising.selectors.calls import Labels
from advising.services import call_code_words
from pio.core import choices, personal_data, words
from pio.core.choices import Option
from pio.core.personal_data import Finding

SAVED_SALT = "advising.call.saved"
SAVED_SECONDS = 600
ONE_KEY = {"silent": "S", "hang_up": "L", "wrong_number": "F", "inappropriate": "U", "test": "P", "missed": "B"}
FIRST_KINDS = 3
DURATIONS = (5, 10, 15, 20, 30, 45, 60, 90)


@dataclass(frozen=True)
class Saved:
    """The receipt of a call that was just saved. It travels as a signed token, so that no session knows of the call."""

    call_id: uuid.UUID
    logged_at: dt.datetime
    kind: str
    token: str
    has_findings: bool

    @classmethod
    def of(cls, call: Call, *, now: dt.datetime) -> "Saved":
        """The receipt of this call, logged now."""
        found = bool(call.note and personal_data.scan(call.note))
        token = signing.dumps([str(call.pk), now.timestamp(), call.kind, found], salt=SAVED_SALT)
        return cls(call.pk, now, call.kind, token, found)

    @classmethod
    def from_token(cls, token: str) -> "Saved | None":
        """The receipt in a token; None when it is empty, forged or older than ten minutes."""
        try:
            pk, seconds, kind, found = signing.loads(token, salt=SAVED_SALT, max_age=SAVED_SECONDS)
        except signing.BadSignature:
            return None
        return cls(uuid.UUID(pk), dt.datetime.fromtimestamp(seconds, dt.UTC), kind, token, found)

    @property
    def is_talk(self) -> bool:
        """Whether a conversation was saved; other calls can be taken back."""
        return self.kind in conversation_kinds()

    @property
    def label(self) -> str:
        """The kind in words."""
        return choices.label("call_kind", self.kind)


@dataclass(frozen=True)
class NoTalk:
    """A button that logs a call without a conversation by one key."""

    code: str
    label: str
    key: str


class FormExtras:
    """What the call form shows beside its fields."""

    def __init__(self, form: CallForm, most_used: list[Option], *, now: dt.datetime) -> None:
        self.form, self.most_used, self.now = form, most_used, now
        self.durations = DURATIONS
        self.has_code_words = call_code_words.is_on()

    @cached_property
    def no_talks(self) -> list[NoTalk]:
        """The one-key calls: first those that have a button of their own."""
        talks = conversation_kinds()
        options = [option for option in choices.options("call_kind") if option.code not in talks]
        return [NoTalk(each.code, each.label, ONE_KEY.get(each.code, "")) for each in options]

    @property
    def first_no_talks(self) -> list[NoTalk]:
        """Those always in sight."""
        return self.no_talks[:FIRST_KINDS]

    @property
    def more_no_talks(self) -> list[NoTalk]:
        """Those behind "Mer"."""
        return self.no_talks[FIRST_KINDS:]

    @property
    def opened_seconds(self) -> int:
        """Seconds since the form was opened first, by the server's clock; an invalid form goes on counting."""
        if not self.form.is_bound or not hasattr(self.form, "cleaned_data"):
            return 0
        return max(0, round((self.now - self.form.opened_at()).total_seconds()))

    @staticmethod
    def words_for(findings: Sequence[Finding]) -> str:
        """What a warning says of findings; empty when there are none."""
        if not findings:
            return ""
        kinds = {
            "national_id": _("et fødselsnummer"), "account": _("et kontonummer"), "email": _("en e-postadresse"),
            "phone": _("et telefonnummer"), "address": _("en adresse"), "name": _("et navn"),
        }  # fmt: skip
        first = findings[0]
        text = _("Ser ut som %(kind)s: «%(text)s»") % {"kind": kinds[first.kind], "text": first.text}
        more = len(findings) - 1
        return f"{text} {_('og %(count)d til') % {'count': more}}" if more else text

    @cached_property
    def note_warning(self) -> str:
        """The warning beside the note as it stands."""
        return (
            self.words_for(personal_data.scan(str(self.form["note"].value() or "")))
            if "note" in self.form.fields
            else ""
        )


@dataclass(frozen=True)
class Change:
    """One field of an amendment in words."""

    field: str
    before: str
    after: str


class CallDetail:
    """A call in words."""

    def __init__(self, call: Call) -> None:
        self.call, self.labels = call, Labels()

    @property
    def started_at(self) -> str:
        """Day and time."""
        return words.at(self.call.started_at)

    @property
    def kind(self) -> str:
        """The kind in words."""
        return self.labels.of("kind", self.call.kind)

    @cached_property
    def answers(self) -> list[tuple[str, str]]:
        """Every answer that was given, as label and words."""
        names = [*Labels.LISTS, "county", "municipality"]
        return [(self._name(name), text) for name in names if (text := self._words(name, getattr(self.call, name)))]

    def _name(self, field: str) -> str:
        column: Any = Call._meta.get_field(field)
        return str(column.verbose_name).capitalize()

    def _words(self, field: str, value: object) -> str:
        if isinstance(value, list):
            return self.labels.of_all(field, value)
        if field in Labels.LISTS or field in ("county", "municipality"):
            return self.labels.of(field, str(value)) if value else ""
        return words.at(dt.datetime.fromisoformat(str(value))) if field == "started_at" else str(value)

    @cached_property
    def note_warning(self) -> str:
        """What looks like personal data in the note."""
        return FormExtras.words_for(personal_data.scan(self.call.note or ""))

    @cached_property
    def amendments(self) -> list[tuple[CallAmendment, list[Change]]]:
        """The amendments with their changes in words."""
        rows = list(self.call.amendments.select_related("amended_by"))
        return [(row, [self._change(*each) for each in row.changes.items()]) for row in rows]

    def _change(self, field: str, values: list[object]) -> Change:
        before, after = (self._words(field, value) or _("ikke svart") for value in values)
        return Change(self._name(field), before, after)
