"""The receipt: 20 characters that let the writer come back without being anybody (P03).

Crockford's base 32, so that no letter is mistaken for a digit: 5 characters find the row, 15 (75 bits) prove the right
to it and are kept only as an Argon2id hash. A wrong receipt costs the same time as a right one.
"""

import hashlib
import re
import secrets

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SELECTOR, VERIFIER, GROUP = 5, 15, 5
MOST_TYPED = 64
"""A longer text is no receipt and is never hashed."""

NO_CODE = "-" * (SELECTOR + VERIFIER)
"""Stands for what cannot be a receipt; it is looked up and hashed like any other, and never fits."""

_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
_NOBODY = _HASHER.hash(secrets.token_hex(8))  # what an unknown receipt is compared with


def new_code() -> str:
    """A new receipt of 20 characters, without hyphens."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SELECTOR + VERIFIER))


def code_after(code: str) -> str:
    """The receipt for which one that cannot be used stands in: always the same, and known to nobody else."""
    digest = hashlib.sha256(code.encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[: SELECTOR + VERIFIER])


def shown(code: str) -> str:
    """As people read and write it: `7KQ2M-XW4D9-0RTA8-ZB3FH`."""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def read(typed: str) -> str:
    """The code in what somebody typed: any case, with or without hyphens and spaces. Empty when it cannot be one."""
    if len(typed) > MOST_TYPED:
        return ""
    code = re.sub(r"[\s\-\u2010-\u2015\u00ad.]", "", typed).upper().translate(_ALIKE)
    is_whole = len(code) == SELECTOR + VERIFIER and all(letter in ALPHABET for letter in code)
    return code if is_whole else ""


def selector_of(code: str) -> str:
    """The part that finds the row."""
    return code[:SELECTOR]


def hash_of(code: str) -> str:
    """The Argon2id hash of the part that proves."""
    return _HASHER.hash(code[SELECTOR:])


def proves(code: str, verifier: str | None) -> bool:
    """Whether the code fits the stored hash; without one, the same work is done and the answer is no."""
    try:
        return _HASHER.verify(verifier or _NOBODY, code[SELECTOR:]) and verifier is not None
    except (VerificationError, InvalidHashError):
        return False
