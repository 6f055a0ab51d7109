"""How often somebody may try (P12).

Counted in this process's memory only, under keys that are hashed with a secret which dies with the process: no address
is written anywhere. Only failed logins count, so nobody is slowed by their own success, and a limit on an account never
closes its other doors (code, passkey), so nobody can lock out somebody else.
"""

import hashlib
import hmac
import secrets
import threading
import time
from collections import deque

from django.conf import settings
from django.http import HttpRequest

_KEY = secrets.token_bytes(32)
_LOCK = threading.Lock()
_TRIES: dict[bytes, deque[float]] = {}
MOST_KEYS = 100_000

ADDRESS_FAILURES = (10, 60.0)
"""Failed logins from one address, and in how many seconds."""
ACCOUNT_FAILURES = (5, 300.0)
"""Failed logins on one account, and in how many seconds."""
CODES_FROM_ADDRESS = (20, 60.0)
CODES_TO_ACCOUNT = (3, 60.0)


def client_address(request: HttpRequest) -> str:
    """Return the caller's address: the header our own proxy sets where one is configured, never X-Forwarded-For."""
    header = settings.ALLAUTH_TRUSTED_CLIENT_IP_HEADER
    if header:
        return str(request.META.get(f"HTTP_{header.upper().replace('-', '_')}", ""))
    return str(request.META.get("REMOTE_ADDR", ""))


def _name(kind: str, value: str) -> bytes:
    return hmac.digest(_KEY, f"{kind}:{value.strip().lower()}".encode(), hashlib.sha256)


def _recent(key: bytes, seconds: float) -> deque[float]:
    """Return the live tries of `key`; call it with the lock held."""
    tries = _TRIES.get(key, deque())
    oldest = time.monotonic() - seconds
    while tries and tries[0] <= oldest:
        tries.popleft()
    if not tries:
        _TRIES.pop(key, None)
    return tries


def is_free(kind: str, value: str, limit: tuple[int, float]) -> bool:
    """Say whether `value` has tries left under `limit` (number, seconds)."""
    most, seconds = limit
    with _LOCK:
        return len(_recent(_name(kind, value), seconds)) < most


def note(kind: str, value: str, limit: tuple[int, float]) -> None:
    """Count one try of `value`."""
    key = _name(kind, value)
    with _LOCK:
        if len(_TRIES) >= MOST_KEYS:
            _TRIES.pop(next(iter(_TRIES)))
        tries = _recent(key, limit[1])
        tries.append(time.monotonic())
        _TRIES[key] = tries


def login_allowed(address: str, account: str) -> bool:
    """Say whether a password may be tried from `address` on `account` now."""
    return is_free("login-address", address, ADDRESS_FAILURES) and is_free("login-account", account, ACCOUNT_FAILURES)


def note_failed_login(address: str, account: str) -> None:
    """Count a password that did not fit."""
    note("login-address", address, ADDRESS_FAILURES)
    note("login-account", account, ACCOUNT_FAILURES)


def forget() -> None:
    """Forget every try; for tests."""
    with _LOCK:
        _TRIES.clear()
