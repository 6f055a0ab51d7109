"""How the log of reads is chained (P09): each entry's digest covers the one before it, under a key of ours.

Who can write to the database but lacks the key cannot make an entry that fits, nor a head that fits a shortened chain.
"""

import hashlib
import hmac
import json
from datetime import UTC
from functools import cache

from django.conf import settings

from pio.audit.models import ReadChain, ReadEntry


@cache
def _key() -> bytes:
    return hmac.digest(settings.KEYS.index, b"audit.chain", hashlib.sha256)


def _mac(*parts: object) -> bytes:
    text = json.dumps([str(part) for part in parts], ensure_ascii=False, separators=(",", ":"))
    return hmac.digest(_key(), text.encode(), hashlib.sha256)


def digest_of(entry: ReadEntry, chain: ReadChain, previous: bytes) -> bytes:
    """The digest of an entry after `previous`. The reason counts by its words, so that it may be sealed again."""
    at = entry.at.astimezone(UTC).isoformat()
    return _mac(
        previous.hex(),
        chain.subject_type,
        chain.subject,
        entry.id,
        entry.number,
        entry.reader,
        entry.verb,
        entry.reason or "",
        at,
    )


def seal_of(chain: ReadChain) -> bytes:
    """The seal of a chain's head: its subject, length and last digest."""
    return _mac(chain.subject_type, chain.subject, chain.entries, bytes(chain.last_digest).hex())


def fault_in(chain: ReadChain) -> str:
    """What is wrong with a chain, in words for the log of the command; empty when it is whole."""
    previous, count = b"", 0
    for entry in chain.log.order_by("number"):
        count += 1
        if entry.number != count:
            return f"entry {count} is missing"
        if digest_of(entry, chain, previous) != bytes(entry.digest):
            return f"entry {count} has been changed"
        previous = bytes(entry.digest)
    if count != chain.entries or previous != bytes(chain.last_digest):
        return f"{chain.entries} entries were written, {count} are there"
    return "" if seal_of(chain) == bytes(chain.seal) else "the head has been changed"
