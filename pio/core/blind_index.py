"""Blind index (P07): finds a row by exact e-mail or phone number without the database knowing either.

HMAC-SHA-256 under a key of its own, separate for each purpose, over the normalised address. Stored in a
`BinaryField(max_length=32)` named `<x>_index`.
"""

import hashlib
import hmac
import unicodedata

import phonenumbers
from django.conf import settings

SIZE = 32  # bytes


def normalise(value: str) -> str:
    """An e-mail in lower case, or a phone number as E.164 (Norwegian when no country is given).

    What is neither is returned trimmed, composed and in lower case, so that it still finds its equal.
    """
    text = unicodedata.normalize("NFKC", value).strip()
    if "@" not in text:
        try:
            number = phonenumbers.parse(text, "NO")
        except phonenumbers.NumberParseException:
            return text.casefold()
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return text.casefold()


def blind_index(value: str, purpose: str) -> bytes:
    """32 bytes that are equal for equal addresses within one purpose, such as `contact` or `account`.

    Two purposes never match each other, so two tables with different purposes cannot be joined on it.
    """
    key = hmac.digest(settings.KEYS.index, purpose.encode(), hashlib.sha256)
    return hmac.digest(key, normalise(value).encode(), hashlib.sha256)
