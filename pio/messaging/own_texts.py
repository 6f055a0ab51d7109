"""The centre's own wording of a message instead of the one in the template.

A text has a key (`advising-session_booked_email`, with the part behind where one template holds several) and is kept by
language. Its `{names}` stand for the strings that the template is given. Rules at the moment of sending: the own text
is used only when every name it uses has a value, when the yes-and-no facts that change the template's words are those
of the sample it was written on (a session that we cancel reads otherwise than one that they cancel), and when an SMS is
one SMS; otherwise the template speaks. So no edit can stop a message. Other processes know an edit within a minute.
"""

import dataclasses
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.utils.functional import Promise

from pio.messaging.models import MessageTextVersion

FRESH = 60  # seconds
NAME = re.compile(r"\{([a-z_]+)\}")
PART = "part"
Key = tuple[str, str]
"""A text's key and its language."""


@dataclass(frozen=True)
class OwnText:
    """The wording that holds now; `flags` are the facts of the sample on which the template's words depend."""

    subject: str
    body: str
    flags: Mapping[str, bool]


@dataclass(frozen=True)
class Seen:
    """One text that was rendered while somebody watched: its key, and what its template was given."""

    key: str
    template: str
    context: Mapping[str, Any]
    values: Mapping[str, str]
    flags: Mapping[str, bool]

    @property
    def is_sms(self) -> bool:
        """Whether it must be one SMS."""
        return self.template.endswith("sms.txt")


_remembered: list[tuple[float, dict[Key, OwnText]]] = []
_watching: ContextVar[list[Seen] | None] = ContextVar("_watching", default=None)


def remember(own: dict[Key, OwnText], *, until: float) -> None:
    """Keep the texts in this process until a moment of the monotonic clock."""
    _remembered[:] = [(until, own)]


def forget() -> None:
    """Read the texts anew next time."""
    _remembered.clear()


def all_own() -> dict[Key, OwnText]:
    """Every own text that holds now; read once a minute and process, by one query."""
    if not _remembered or time.monotonic() > _remembered[0][0]:
        rows = MessageTextVersion.objects.order_by("key", "language", "-number").distinct("key", "language")
        own = {(row.key, row.language): OwnText(row.subject, row.body, row.flags) for row in rows if not row.is_default}
        remember(own, until=time.monotonic() + FRESH)
    return _remembered[0][1]


@contextmanager
def watched() -> Iterator[list[Seen]]:
    """Collect what is rendered inside, in order."""
    found: list[Seen] = []
    token = _watching.set(found)
    try:
        yield found
    finally:
        _watching.reset(token)


def find(template: str, context: Mapping[str, Any], language: str) -> tuple[str, str, bool] | None:
    """Subject and body of the own text with its values in, and whether it must be one SMS; None for the template's."""
    watching, own = _watching.get(), all_own()
    if watching is None and not own:
        return None
    seen = look_at(template, context)
    if watching is not None:
        watching.append(seen)
    text = own.get((seen.key, language))
    if text is None or any(seen.flags.get(name) != value for name, value in text.flags.items()):
        return None
    if not all(seen.values.get(name) for name in NAME.findall(text.subject + text.body)):
        return None
    return filled(text.subject, seen.values), filled(text.body, seen.values), seen.is_sms


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its values in."""
    return NAME.sub(lambda match: values.get(match[1], match[0]), text)


def look_at(template: str, context: Mapping[str, Any]) -> Seen:
    """The key of a text and its names with their values."""
    path = PurePosixPath(template)
    part = str(context.get(PART, ""))
    key = "-".join(each for each in (path.parts[0], path.stem, part) if each)
    leaves = list(_leaves(context))
    values = {name: value for name, value in leaves if isinstance(value, str) and name != PART}
    flags = {name: value for name, value in leaves if isinstance(value, bool)}
    return Seen(key, template, context, values, flags)


def _leaves(context: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Names with strings and facts, one level down into what is a dataclass; a list of strings is one value."""
    for name, value in context.items():
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            yield from _leaves({each.name: getattr(value, each.name) for each in dataclasses.fields(value)})
        elif isinstance(value, list | tuple) and value and all(isinstance(each, str | Promise) for each in value):
            yield name, "\n- ".join(map(str, value))
        else:
            yield name, str(value) if isinstance(value, Promise) else value


def with_names(context: Mapping[str, Any]) -> dict[str, Any]:
    """The same context with `{name}` for every string: the template rendered with it is the text to edit."""
    return {name: value if name == PART else _named(name, value) for name, value in context.items()}


def _named(name: str, value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
        return dataclasses.replace(value, **{key: _named(key, each) for key, each in fields.items()})
    if isinstance(value, str | Promise):
        return f"{{{name}}}" if value else value
    if isinstance(value, list | tuple) and value and all(isinstance(each, str | Promise) for each in value):
        return type(value)([f"{{{name}}}"])
    return value


def turned(context: Mapping[str, Any], flag: str) -> dict[str, Any]:
    """The same context with one fact turned round."""
    found: dict[str, Any] = {}
    for name, value in context.items():
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            has = isinstance(getattr(value, flag, None), bool)
            found[name] = dataclasses.replace(value, **{flag: not getattr(value, flag)}) if has else value
        else:
            found[name] = not value if name == flag and isinstance(value, bool) else value
    return found
