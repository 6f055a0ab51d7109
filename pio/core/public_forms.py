"""Rules of a form that a stranger sends without cookies: the signed token, the sealed state, the honeypot.

The token is bound to the path and has a greatest age, never a least (product.md). State that travels in a form is
encrypted and signed, so that neither the page source nor a changed field tells or decides anything.
"""

import base64
import json
import os
import struct
import time
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core import signing
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from pio.core.errors import Refusal

TOKEN, HONEYPOT = "form_token", "website"
LATER = "[[form token]]"  # stands in a part that is drawn for everybody
MAX_AGE = 24 * 60 * 60  # seconds
_SALT = "pio.public.form"
_MOST_STATE = 64 * 1024  # bytes of JSON; a form of ours needs a few kB


class StateInvalid(Refusal):
    """The state in the form is too old, changed, or made for something else."""


def form_token(path: str) -> str:
    """A token for the form on `path`, good for 24 h."""
    return signing.dumps(path, salt=_SALT)


def guarded(part: str, path: str) -> SafeString:
    """A part that was drawn for everybody, with a token of its own for the form on `path`, if there is one in it."""
    own = part.replace(LATER, form_token(path)) if LATER in part else part
    return mark_safe(own)  # the part is a template's output


def is_token_good(token: str, path: str) -> bool:
    """Whether `token` was made for `path` in the last 24 h."""
    try:
        return bool(signing.loads(token, salt=_SALT, max_age=MAX_AGE) == path)
    except signing.BadSignature:
        return False


def _keys() -> list[AESGCM]:
    secrets = [str(one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return [
        AESGCM(HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"pio.public.state").derive(one.encode()))
        for one in secrets
    ]


def seal_state(data: dict[str, Any], purpose: str) -> str:
    """Encrypt and sign `data` (JSON values) for a hidden field or an address; `purpose` separates uses."""
    plain = struct.pack(">Q", int(time.time())) + zlib.compress(json.dumps(data, ensure_ascii=False).encode())
    nonce = os.urandom(12)
    sealed = nonce + _keys()[0].encrypt(nonce, plain, purpose.encode())
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def open_state(text: str, purpose: str, max_age: int = MAX_AGE) -> dict[str, Any]:
    """The data that `seal_state` was given.

    Args:
        max_age: seconds.

    Raises:
        StateInvalid: too old, changed, or sealed for another purpose.
    """
    refusal = StateInvalid(_("Siden har stått åpen for lenge. Begynn på nytt."))
    try:
        sealed = base64.urlsafe_b64decode(text.encode("ascii", "replace") + b"=" * (-len(text) % 4))
    except ValueError:
        raise refusal from None
    for key in _keys():
        try:
            plain = key.decrypt(sealed[:12], sealed[12:], purpose.encode())
        except (InvalidTag, ValueError):
            continue
        if time.time() - struct.unpack(">Q", plain[:8])[0] > max_age:
            raise refusal
        opened: dict[str, Any] = json.loads(zlib.decompressobj().decompress(plain[8:], _MOST_STATE))
        return opened
    raise refusal
