"""No line of the log tells about anybody: not messages, not arguments, not extra fields, not faults."""

import ast
import io
import json
import logging
import traceback
from pathlib import Path

import psycopg
import pytest
import structlog
from django.db import IntegrityError, connection, transaction
from django.test import Client, RequestFactory

from pio.core import logs

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "h3Jq8_vLxT0aNwRk29bFzYpQ7sUeMcDg"
SECRETS = (
    "kari.nordmann@example.org", "+47 912 34 567", "91234567", "01017012345", "010170 12345", "1234.56.78903",
    "192.168.17.23", "2001:db8:85a3::8a2e:370:7334", TOKEN, "7ZK4M-QW2XB-9TR3V-HN8PD", "Storgata 14 B", "Kari Nordmann",
)  # fmt: skip
BODY = "min mor drikker og slår meg"


class Written(io.StringIO):
    """What the loggers of a test have written."""

    def __call__(self, name: str) -> logging.Logger:
        """A logger by this name, through the real formatter and filter into this text."""
        logger = logging.getLogger(name)
        self.made.append((logger, logger.handlers, logger.propagate, logger.level))
        logger.handlers, logger.propagate = [self.handler], False
        logger.setLevel("INFO")
        return logger

    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def log():
    """`log("pio.x")` is a logger; `log.lines` and `log.getvalue()` are what was written."""
    written = Written()
    written.handler, written.made = logging.StreamHandler(written), []
    written.handler.setFormatter(logs.JsonLines())
    written.handler.addFilter(logs.NotAnonymous())
    yield written
    for logger, handlers, propagate, level in reversed(written.made):
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("name", ["pio.somewhere", "celery.app.trace", "django.request"])
def test_nothing_about_anybody_in_message_argument_or_field(log, name, secret) -> None:
    log(name).error(f"could not reach {secret} at once")
    log(name).error("could not reach %s at once", secret)
    log(name).error("could not reach %(who)s at once", {"who": secret})
    log(name).error("not reached", extra={"error": secret, "kind": secret, "email": secret, "user": secret})
    told = log.getvalue()
    assert len(told.splitlines()) == 4
    for part in (secret, secret.replace(" ", ""), *secret.split()):
        assert len(part) < 4 or part not in told


@pytest.mark.parametrize("text", [BODY, f"/radgivning/time/{TOKEN}/?navn=Ola&q=mor"])
@pytest.mark.parametrize("name", ["pio.somewhere", "django.request"])
def test_no_text_and_no_address_with_its_query(log, name, text) -> None:
    log(name).error("refused %r: %s", text, ValueError(text), extra={"request_body": text})
    told = log.lines
    assert [line["event"] for line in told] == ["refused █: ValueError"]
    assert set(told[0]) == {"time", "level", "logger", "event"}


def test_what_helps_the_technician_stays(log) -> None:
    log("pio.messaging.dispatch").error("message failed: %s", "OSError", extra={"kind": "booking.reminder"})
    log("celery.app.trace").error("Task %(name)s of %(n)d", {"name": "pio.core.tasks.forget", "n": 12})
    key = "8d2f9a54-4a52-4c0e-9d4c-1f5d34a0b0aa"
    log("pio.audit").warning("break_glass", extra={"user": key, "subject_type": "ombud.case"})
    assert [{name: line[name] for name in line if name != "time"} for line in log.lines] == [
        {"level": "error", "logger": "pio.messaging.dispatch", "event": "message failed: OSError",
         "kind": "booking.reminder"},
        {"level": "error", "logger": "celery.app.trace", "event": "Task pio.core.tasks.forget of 12"},
        {"level": "warning", "logger": "pio.audit", "event": "break_glass", "subject_type": "ombud.case", "user": key},
    ]  # fmt: skip


def refuse(words: str) -> None:
    raise LookupError(words)


def test_a_fault_is_told_by_type_and_place_never_by_its_words_or_locals(log) -> None:
    secret = BODY
    try:
        try:
            refuse(f"no row for {secret} kari@example.org")
        except LookupError as cause:
            raise RuntimeError(secret) from cause
    except RuntimeError:
        log("pio.somewhere").exception("could not")
    (line,) = log.lines
    assert line["fault"] == ["RuntimeError", "LookupError"]
    assert [place.split(":")[0] for place in line["at"]] == ["tests/core/test_logs.py"]
    assert BODY not in json.dumps(line, ensure_ascii=False)
    assert "kari" not in json.dumps(line)


def deep(number: int) -> None:
    if number:
        deep(number - 1)
    refuse(BODY * 100)


@pytest.mark.parametrize("depth", [0, 40])
def test_a_traceback_in_the_text_of_a_message_is_told_like_a_fault(log, depth) -> None:
    """So granian does when a page fails outside of Django. However long it is, the type is there and no word of it."""
    try:
        try:
            deep(depth)
        except LookupError as cause:
            raise psycopg.errors.UniqueViolation(f"{BODY}\nkari@example.org\nDETAIL: Key (email)=(kari)") from cause
    except psycopg.Error:
        written = traceback.format_exc()
    log("_granian.wsgi.callbacks").error(f"Application callable raised an exception\n{written}")
    (line,) = log.lines
    assert (line["event"], line["fault"]) == (
        "Application callable raised an exception", ["UniqueViolation", "LookupError"],
    )  # fmt: skip
    assert [place.split(":")[0] for place in line["at"]] == ["tests/core/test_logs.py"]
    assert [secret for secret in ("kari", "drikker", "DETAIL") if secret in log.getvalue()] == []


@pytest.mark.parametrize(
    ("last", "told"),
    [("", "unknown"), ("Drikker og slår: meg", "unknown"), ("drikker", "unknown"), ("socket.timeout", "timeout")],
)
def test_a_traceback_whose_type_cannot_be_read_says_so(log, last, told) -> None:
    log("_granian").error(f'Failed\nTraceback (most recent call last):\n  File "/x/y.py", line 3, in z\n{last}')
    (line,) = log.lines
    assert (line["event"], line["at"]) == ("Failed", ["y.py:3 z"])
    assert line["fault"] == [told]


@pytest.mark.django_db
def test_a_refusal_of_the_database_names_constraint_and_no_row(log) -> None:
    logger = log("pio.somewhere")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE told (email text CONSTRAINT told_once UNIQUE) ON COMMIT DROP")
        cursor.execute("INSERT INTO told VALUES ('kari@example.org')")
        try:
            with transaction.atomic():
                cursor.execute("INSERT INTO told VALUES ('kari@example.org')")
        except IntegrityError:
            logger.exception("refused")
    (line,) = log.lines
    assert (line["fault"], line["sqlstate"], line["constraint"]) == (
        ["IntegrityError", "UniqueViolation"], psycopg.errors.UniqueViolation.sqlstate, "told_once",
    )  # fmt: skip
    assert "kari" not in json.dumps(line)


def test_structlog_goes_the_same_way(log) -> None:
    log("pio.core.retention")
    structlog.get_logger("pio.core.retention").error(
        "retention_failed", rule="advising.note", error="OSError", text=BODY
    )
    (line,) = log.lines
    assert (line["event"], line["rule"], line["error"]) == ("retention_failed", "advising.note", "OSError")
    assert BODY not in json.dumps(line)


@pytest.mark.parametrize("path", ["/erfaringer/les/", "/en/erfaringer/del/"])
def test_p01_a_line_about_a_request_to_the_anonymous_pages_is_dropped(log, path) -> None:
    request = RequestFactory().get(path)
    log("django.request").error("Internal Server Error: %s", path, extra={"request": request, "status_code": 500})
    assert log.lines == []


def test_a_request_that_failed_is_told_by_its_route(log, monkeypatch) -> None:
    def broken(*, now):
        secret = BODY
        raise ValueError(f"{secret} kari@example.org")

    log("django.request").setLevel("ERROR")
    monkeypatch.setattr("pio.core.health.report", broken)
    visitor = Client(
        raise_request_exception=False, headers={"user-agent": "Firefox/123.4"}, REMOTE_ADDR="192.168.17.23"
    )
    assert visitor.get("/readyz?epost=kari@example.org").status_code == 500
    assert visitor.get("/finnes-ikke/kari@example.org/").status_code == 404
    (line,) = log.lines
    assert {name: line[name] for name in ("level", "event", "method", "route", "status", "fault")} == {
        "level": "error", "event": "Internal Server Error", "method": "GET", "route": "readyz", "status": 500,
        "fault": ["ValueError"],
    }  # fmt: skip
    for secret in ("drikker", "kari", "192.168", "Firefox"):
        assert secret not in log.getvalue()


def test_readiness_is_asked_too_often_to_be_a_line(log, monkeypatch) -> None:
    log("django.request").setLevel("ERROR")
    monkeypatch.setattr("pio.core.health.report", lambda now: {"worker": False})
    assert Client().get("/readyz").status_code == 503
    assert log.lines == []


def test_every_logger_ends_in_the_one_handler(settings) -> None:
    ours = [each for each in logging.getLogger().handlers if isinstance(each.formatter, logs.JsonLines)]
    assert len(ours) == 1
    for name in ("django", "django.request", "django.security", "django.server", "celery", "_granian", "pio"):
        assert (logging.getLogger(name).handlers, logging.getLogger(name).propagate) == ([], True), name


def test_our_own_lines_are_constant_sentences() -> None:
    """A message of ours is a literal; what changes in it is an argument, which the formatter judges."""
    odd = [
        f"{path}:{node.lineno}"
        for part in logs.OURS
        for path in (ROOT / part).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"log", "logger"}
        and not isinstance(node.args[0], ast.Constant)
    ]
    assert odd == []
