"""SMS by one interface with two backends: `console` writes to the log's place in development, `http` asks a provider.

The provider's address is `PIO_SMS_URL`, its key `PIO_SMS_TOKEN`. One JSON object is posted: `to` (E.164), `from`,
`text` and `reference`; the reference is made from the row's key, so a provider that honours it never sends twice.
"""

from __future__ import annotations

import hashlib
import json
import re
import socket
import sys
from collections.abc import Callable
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from pio.messaging.channels.outcomes import Ambiguous, Refused, Unreachable
from pio.messaging.kinds import Message

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
TOO_MANY = 429


def send(message: Message, *, reference: str, handing_over: Callable[[], None]) -> None:
    """Send one SMS by the backend in `PIO_SMS_BACKEND`. Raises as `channels.send` says."""
    if not E164.fullmatch(message.to):
        raise Refused("bad_number")
    {"console": _to_console, "http": _by_http}[settings.PIO_SMS_BACKEND](message, reference, handing_over)


def provider_reference(message: Message, reference: str) -> str:
    """What the provider sees of the row's key: stable, and telling nothing."""
    return message.sms_reference or hashlib.sha256(f"{settings.SECRET_KEY}:{reference}".encode()).hexdigest()[:32]


def _to_console(message: Message, reference: str, handing_over: Callable[[], None]) -> None:
    handing_over()
    sys.stderr.write(f"SMS {provider_reference(message, reference)}: {len(message.body)} characters\n")


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        """A provider that points elsewhere is not followed: the number would go to a host nobody chose."""


def _by_http(message: Message, reference: str, handing_over: Callable[[], None]) -> None:
    body = {
        "to": message.to,
        "from": settings.PIO_SMS_SENDER,
        "text": message.body,
        "reference": provider_reference(message, reference),
    }
    request = Request(  # noqa: S310  the address comes from the settings, which allow http and https only
        settings.PIO_SMS_URL,
        data=json.dumps(body).encode(),
        method="POST",
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.PIO_SMS_TOKEN}",
        },
    )
    handing_over()
    try:
        with build_opener(_NoRedirect).open(request, timeout=settings.EMAIL_TIMEOUT):
            return
    except HTTPError as problem:
        problem.close()
        raise _by_status(problem.code) from None
    except URLError as problem:
        if isinstance(problem.reason, ConnectionRefusedError | socket.gaierror):
            raise Unreachable("no_connection") from None
        raise Ambiguous("no_answer") from None
    except (HTTPException, OSError):
        raise Ambiguous("no_answer") from None


def _by_status(status: int) -> Refused | Unreachable | Ambiguous:
    if status == TOO_MANY:
        return Unreachable("http_429")
    if status >= 500:
        return Ambiguous(f"http_{status}")
    return Refused(f"http_{status}")
