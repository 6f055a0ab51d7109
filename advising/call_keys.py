"""Keyed hashes of the helpline log: what must be recognised again but never read.

Each purpose has its own prefix, so that equal values of two purposes never give equal keys. The key is
`settings.KEYS.calls` and stands outside the database and its backups.
"""

import hashlib
import hmac
import uuid

from django.conf import settings


def _keyed(purpose: str, *parts: str) -> bytes:
    message = "\x1f".join((purpose, *parts)).encode()
    return hmac.digest(settings.KEYS.calls, message, hashlib.sha256)


def external_key(call_id: str) -> bytes:
    """The key (32 bytes) under which an imported `call_id` is recognised."""
    return _keyed("call_id", call_id)


def digest(values: tuple[str, ...]) -> bytes:
    """The fingerprint (32 bytes) of an imported row's countable answers; the note is not among them."""
    return _keyed("row", *values)


def author_key(user_id: uuid.UUID, call_id: uuid.UUID) -> bytes:
    """The key (32 bytes) by which a call's author is recognised; different for each call of one author."""
    return _keyed("author", str(user_id), str(call_id))


def submission_key(user_id: uuid.UUID, draft_id: uuid.UUID) -> bytes:
    """The key (32 bytes) by which a second submit of one form is recognised."""
    return _keyed("submission", str(user_id), str(draft_id))


def word_key(word: str) -> bytes:
    """The key (32 bytes) of a caller's code word; spaces and case do not matter."""
    return _keyed("word", " ".join(word.split()).casefold())
