"""E-mail: plain text and, where there is one, a calendar part whose METHOD equals the one in the file.

Sender and subject are neutral (P14). A line break in a header is refused, never cleaned (P18). The Message-ID is made
from the row's key, so that a re-sent mail is the same mail. Django's SMTP settings give the server; its client is used
in steps, so that the row is marked as handed over just before the content leaves and not before the connection.
Any other `EMAIL_BACKEND` (a provider through django-anymail) works too, with one step.
"""

from __future__ import annotations

import hashlib
import smtplib
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from email import policy
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage as Mail
from email.utils import format_datetime, parseaddr
from functools import cache

from django.conf import settings
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email
from django.utils import timezone

from pio.messaging.channels.outcomes import Ambiguous, Refused, Unreachable
from pio.messaging.kinds import Message

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
TRANSIENT = range(400, 500)
CONTROL = frozenset({"Cc", "Cs", "Zl", "Zp"})  # Unicode categories: controls, halves of letters, line separators


class Headers(HeaderRegistry):
    """The library's registry makes a class anew for each header of each mail; that was half of what a mail costs."""

    @cache  # noqa: B019  one registry for each process
    def __getitem__(self, name: str) -> type:
        found: type = super().__getitem__(name)
        return found


POLICY = policy.SMTP.clone(header_factory=Headers())
_kept: ContextVar[EmailBackend | None] = ContextVar("kept_mail_connection", default=None)


def send(message: Message, *, reference: str, handing_over: Callable[[], None]) -> None:
    """Send by SMTP, or by the configured backend. Raises as `channels.send` says."""
    mail = build(message, reference=reference)
    if settings.EMAIL_BACKEND == SMTP_BACKEND:
        _send_by_smtp(mail.as_bytes(), mail["To"].addresses[0].addr_spec, handing_over)
    else:
        _send_by_backend(mail, message, handing_over)


def build(message: Message, *, reference: str) -> Mail:
    """The whole mail.

    Raises:
        Refused: `unsafe_header` or `bad_address`.
    """
    if any(unicodedata.category(letter) in CONTROL for letter in message.to + message.subject):
        raise Refused("unsafe_header")
    mail = Mail(policy=POLICY)
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    mail["From"] = Address(display_name=name, addr_spec=address)
    mail["To"] = Address(addr_spec=_in_ascii(message.to))
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(timezone.now())
    mail["Message-ID"] = message_id(reference)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(message.body, charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = message.language
    if message.calendar is not None:
        _add_calendar(mail, message)
    return mail


def _in_ascii(address: str) -> str:
    """The address with its domain in punycode. Raises Refused: not an address, or letters before the @ beyond ASCII."""
    try:
        validate_email(address)
        local, _at, domain = address.rpartition("@")
        return f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}"
    except (ValidationError, UnicodeError):
        raise Refused("bad_address") from None


def message_id(reference: str) -> str:
    """The same for every re-send of a row; tells nothing about what it is about."""
    digest = hashlib.sha256(f"{settings.SECRET_KEY}:{reference}".encode()).hexdigest()[:40]
    return f"<{digest}@{settings.PIO_CALENDAR_DOMAIN}>"


def _add_calendar(mail: Mail, message: Message) -> None:
    calendar = message.calendar
    if calendar is None or f"METHOD:{calendar.method}\r\n".encode() not in calendar.body:
        raise Refused("calendar_method")
    text = calendar.body.decode()
    mail.add_alternative(text, subtype="calendar", charset="utf-8", cte="base64")
    part = list(mail.iter_parts())[-1]
    del part["Content-Type"]
    part["Content-Type"] = f'text/calendar; charset="utf-8"; method="{calendar.method}"; component="VEVENT"'


@contextmanager
def kept_connection() -> Iterator[None]:
    """One SMTP connection for all mails sent inside; opened by the first, opened again after a fault.

    Inside another, that one's connection is used.
    """
    if _kept.get() is not None:
        yield
        return
    backend = EmailBackend(timeout=settings.EMAIL_TIMEOUT)
    token = _kept.set(backend)
    try:
        yield
    finally:
        _kept.reset(token)
        _drop(backend)


def _send_by_smtp(content: bytes, to: str, handing_over: Callable[[], None]) -> None:
    backend = _kept.get()
    if backend is None:
        with kept_connection():
            _send_by_smtp(content, to, handing_over)
        return
    client = _greet(backend, to)
    try:
        handing_over()
    except BaseException:
        _drop(backend)
        raise
    try:
        code, _answer = client.data(content)
    except smtplib.SMTPDataError as problem:  # the server's answer to DATA itself: the content has not left
        _drop(backend)
        raise _by_code(problem.smtp_code) from None
    except (smtplib.SMTPException, OSError):
        _drop(backend)
        raise Ambiguous("line_broke_after_data") from None
    if code != 250:
        _drop(backend)
        raise _by_code(code)


def _greet(backend: EmailBackend, to: str) -> smtplib.SMTP:
    """Everything before the content: connection, sender, recipient. A kept connection that has died is opened again."""
    for fresh in (False, True):
        if fresh or backend.connection is None:
            _drop(backend)
            _open(backend)
            fresh = True  # noqa: PLW2901
        try:
            return _envelope(backend, to)
        except (smtplib.SMTPServerDisconnected, OSError):
            _drop(backend)
            if fresh:
                raise Unreachable("no_answer") from None
    raise Unreachable("no_answer")


def _open(backend: EmailBackend) -> None:
    try:
        backend.open()
    except smtplib.SMTPResponseException as problem:
        raise Unreachable(f"smtp_{problem.smtp_code}") from None
    except (smtplib.SMTPException, OSError):
        raise Unreachable("no_connection") from None


def _envelope(backend: EmailBackend, to: str) -> smtplib.SMTP:
    client = backend.connection
    if client is None:
        raise Unreachable("no_connection")
    client.ehlo_or_helo_if_needed()
    code, _answer = client.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    if code == 250:
        code, _answer = client.rcpt(to)
    if code not in {250, 251}:
        _drop(backend)
        raise _by_code(code)
    return client


def _by_code(code: int) -> Refused | Unreachable:
    return Unreachable(f"smtp_{code}") if code in TRANSIENT or code < 0 else Refused(f"smtp_{code}")


def _drop(backend: EmailBackend) -> None:
    """Close without a word to a server that may not answer."""
    client, backend.connection = backend.connection, None
    if client is not None:
        with suppress(smtplib.SMTPException, OSError):
            client.close()


def _send_by_backend(mail: Mail, message: Message, handing_over: Callable[[], None]) -> None:
    outgoing = django_mail.EmailMultiAlternatives(
        message.subject,
        message.body,
        settings.DEFAULT_FROM_EMAIL,
        [message.to],
        headers={name: mail[name] for name in ("Message-ID", "Auto-Submitted", "Content-Language")},
    )
    if message.calendar is not None:
        outgoing.attach_alternative(
            message.calendar.body.decode(),
            f"text/calendar; method={message.calendar.method}; charset=utf-8",
        )
    handing_over()
    try:
        outgoing.send()
    except smtplib.SMTPResponseException as problem:
        raise _by_code(problem.smtp_code) from None
    except Exception:  # noqa: BLE001  each provider has exceptions of its own; none tells whether the mail has left
        raise Ambiguous("backend_error") from None
