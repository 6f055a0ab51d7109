"""The ledger of erasures (P17): who must stay forgotten when an older backup is put back.

One line for each erasure, `kind key day`, in a file outside the database and outside every backup. The line is written
before the erasure commits: a line too many erases what was asked to be erased anyway, a line too few would bring
somebody back. It tells a random key and a day, and the file's own time is set to that day (P02). Lines older than any
backup are left out by `prune`.
"""

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

KEPT_DAYS = 90  # backups are kept for 60


@dataclass(frozen=True)
class Entry:
    """One erasure: which kind (a key of `ERASURE_REPLAYS`), of what, on which day."""

    kind: str
    key: UUID
    day: date


def record(kind: str, key: UUID, *, now: datetime) -> None:
    """Write one line, on disk when this returns.

    Raises:
        KeyError: nobody replays that kind.
        OSError: the ledger cannot be written; the erasure must not go through without it.
    """
    if kind not in settings.ERASURE_REPLAYS:
        raise KeyError(kind)
    day = timezone.localdate(now)
    with open(os.open(_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as ledger:
        fcntl.flock(ledger, fcntl.LOCK_EX)
        ledger.write(f"{kind} {key} {day.isoformat()}\n")
        ledger.flush()
        os.fsync(ledger.fileno())
    _forget_the_hour(day)


def entries() -> Iterator[Entry]:
    """Every erasure that stands in the ledger, oldest first; none where there is no ledger yet."""
    if _path().exists():
        for line in _path().read_text(encoding="utf-8").splitlines():
            kind, key, day = line.split()
            yield Entry(kind, UUID(key), date.fromisoformat(day))


def replay(*, now: datetime) -> int:
    """Erase again everything in the ledger. Returns how many entries; each may be replayed any number of times."""
    found = list(dict.fromkeys((entry.kind, entry.key) for entry in entries()))
    for kind, key in found:
        import_string(settings.ERASURE_REPLAYS[kind])(key, now=now)
    return len(found)


def prune(*, now: datetime) -> int:
    """Leave out what is older than any backup. Returns how many lines went."""
    if not _path().exists():
        return 0
    edge = timezone.localdate(now) - timedelta(days=KEPT_DAYS)
    with open(_path(), "r+", encoding="utf-8") as ledger:
        fcntl.flock(ledger, fcntl.LOCK_EX)
        lines = ledger.readlines()
        kept = [line for line in lines if date.fromisoformat(line.split()[2]) >= edge]
        if len(kept) < len(lines):
            ledger.seek(0)
            ledger.writelines(kept)
            ledger.truncate()
    return len(lines) - len(kept)


def _forget_the_hour(day: date) -> None:
    midnight = datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone()).timestamp()
    os.utime(_path(), (midnight, midnight))


def _path() -> Path:
    return Path(settings.PIO_ERASURE_LEDGER)
