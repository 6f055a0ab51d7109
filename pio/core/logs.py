"""What stands in a line of the log, and what never does: one JSON object a line on standard error.

Rules (privacy.md, Logs): no body, no query string, no e-mail address, telephone number, national id, postal or network
address, token or text of anybody. So a line is built from what is known to be harmless instead of cleaned afterwards:

- arguments of a message pass when they are numbers, faults (their type) or dotted names of our own code;
- of `extra` only the names in `FIELDS` pass;
- a fault is told by its type, SQLSTATE and constraint, and by the places in the code: never by its message or its
  locals, which may quote a row; that of a server that writes the whole traceback into its message (granian) as well;
- a request is told by its route's name; one of the anonymous pages is not told at all (P01).

What then is left is searched once more for everything that looks like personal data, and that is replaced by █.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import UUID

import structlog

from pio.core import written_faults

OURS = ("pio", "advising", "courses", "groups", "ombud", "platform_stories", "stats")
FIELDS = frozenset({
    "by", "check", "ends_at", "error", "kind", "number", "rule", "seconds", "subject_type", "task", "user",
})  # fmt: skip
HIDDEN = "█"
FRAMES = 12  # the innermost places of a fault that are told
LONGEST = 600  # characters of a message
ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"[A-Za-z_]{1,40}(?:\.[A-Za-z_]{1,40}){0,5}")
IDENTITY = frozenset({"by", "user"})  # keys of accounts: whose act it was, looked up in the database only
PATTERNS = (
    re.compile(r"\S+@\S+"),
    re.compile(r"(?<=\?)\S+"),  # a query string
    re.compile(r"\b[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}\b"),  # IPv6
    re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"),  # IPv4
    re.compile(r"\+?\d(?:[ .-]?\d){4,}"),  # telephone, national id, account number, any long number
    re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{16,}\b|\b[\w-]{32,}\b"),  # tokens, keys, receipts
    re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|«[^»\n]*»"),  # what a library quotes is what somebody sent
)


def config(*, level: str = "WARNING") -> dict[str, Any]:
    """The value of Django's `LOGGING`: everything goes to one place in one form, ours from INFO, others from `level`.

    Answers of 4xx are not lines: who may see what is in the tests, and an address says who looked for what.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "pio.core.logs.JsonLines"}},
        "filters": {"no_anonymous": {"()": "pio.core.logs.NotAnonymous"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["no_anonymous"]}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            **{name: {"level": "INFO", "propagate": True} for name in OURS},
            **{name: {"handlers": [], "level": level, "propagate": True} for name in ("django", "_granian", "celery")},
            **{name: {"handlers": [], "level": "ERROR"} for name in ("django.request", "django.security")},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }


def configure_structlog() -> None:
    """Let structlog's lines go through the same handler and the same rules."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.render_to_log_kwargs],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


class NotAnonymous(logging.Filter):
    """Drops what Django says about a request to the anonymous pages; they log a fault's type themselves."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line may be written."""
        from pio.core import public_zone

        request = getattr(record, "request", None)
        return request is None or not public_zone.is_anonymous(getattr(request, "path_info", ""))


class JsonLines(logging.Formatter):
    """One JSON object: time, level, logger, event, and what of the rest is known to be harmless."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
            **dict(_fields(record)),
            **dict(_request(record)),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line |= _fault(record.exc_info[1])
        elif written := written_faults.read(str(record.msg)):
            line |= {"fault": written.types, "at": [_place(*place) for place in written.places][-FRAMES:]}
        return json.dumps(line, ensure_ascii=False)


def scrub(text: str) -> str:
    """`text` with everything that looks like personal data, a token or a query string replaced by █."""
    from pio.core import personal_data

    text = text[:LONGEST]
    for pattern in PATTERNS:
        text = pattern.sub(HIDDEN, text)
    return personal_data.redact(text, personal_data.scan(text))


def _event(record: logging.LogRecord) -> str:
    if isinstance(status := getattr(record, "status_code", None), int):
        return HTTPStatus(status).phrase  # Django's line would say the address
    template, is_ours = written_faults.before(str(record.msg)), record.name.startswith(OURS)
    if not record.args:
        return scrub(template)
    try:
        if isinstance(record.args, Mapping):
            text = template % {key: _harmless(value, is_ours=is_ours) for key, value in record.args.items()}
        else:
            text = template % tuple(_harmless(value, is_ours=is_ours) for value in record.args)
    except (TypeError, ValueError, KeyError):
        text = template
    return scrub(text)


def _harmless(value: object, *, is_ours: bool) -> object:
    """A value that may stand in a message: numbers, types of faults, names of our own code."""
    if isinstance(value, int | float):
        return value
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, str) and NAME.fullmatch(value) and (is_ours or value.split(".")[0] in OURS):
        return value
    return HIDDEN


def _fields(record: logging.LogRecord) -> Iterator[tuple[str, object]]:
    for name in sorted(FIELDS & record.__dict__.keys()):
        value = record.__dict__[name]
        if isinstance(value, bool | float) or (isinstance(value, int) and abs(value) < 10**6):
            yield name, value
        elif isinstance(value, datetime | date):
            yield name, value.isoformat()
        elif name in IDENTITY and _is_key(str(value)):
            yield name, str(value)
        elif value is not None and str(value):
            yield name, str(value) if NAME.fullmatch(str(value)) else scrub(str(value))


def _is_key(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _request(record: logging.LogRecord) -> Iterator[tuple[str, object]]:
    """Of a request its method, its route's name and the status of the answer."""
    request = getattr(record, "request", None)
    if request is None:
        return
    yield "method", request.method if request.method in {"GET", "HEAD", "POST", "OPTIONS"} else "other"
    match = getattr(request, "resolver_match", None)
    yield "route", (match.view_name if match and match.view_name else "unknown")
    if isinstance(status := getattr(record, "status_code", None), int):
        yield "status", status


def _fault(fault: BaseException) -> dict[str, object]:
    """Types of the fault and of what caused it, its SQLSTATE and constraint, and where in the code it came."""
    chain: list[BaseException] = []
    link: BaseException | None = fault
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    told: dict[str, object] = {"fault": [type(each).__name__ for each in chain], "at": _places(fault.__traceback__)}
    for each in chain:
        if state := getattr(each, "sqlstate", None):
            told["sqlstate"] = str(state)
            if constraint := getattr(getattr(each, "diag", None), "constraint_name", None):
                told["constraint"] = str(constraint)
    return told


def _places(traceback: TracebackType | None) -> list[str]:
    places: list[str] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        places.append(_place(code.co_filename, traceback.tb_lineno, code.co_name))
        traceback = traceback.tb_next
    return places[-FRAMES:]


def _place(filename: str, number: int, function: str) -> str:
    return f"{_short(filename)}:{number} {function}"


def _short(filename: str) -> str:
    """The path inside the project or inside the installed packages: it says where, and on whose machine to nobody."""
    _, installed, inside = filename.rpartition("/site-packages/")
    if installed:
        return inside
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
