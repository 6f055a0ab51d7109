"""Heavy reads of the figures go to a streaming replica where there is one (`DATABASE_REPLICA_URL`).

A selector says so itself: `@replica.reads()`. Everything else, and everything inside a transaction (which must see its
own writes), stays at the primary. A replica that is unset, away, promoted, cut off from its primary or more than
`PIO_REPLICA_LAG_SECONDS` behind is left alone until it has caught up: a figure is never older than that.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

ALIAS = "replica"
JUDGED_SECONDS = 5.0  # how long a process believes its last look at the replica
BEHIND = """
    SELECT CASE
        WHEN NOT pg_is_in_recovery() OR NOT EXISTS (SELECT FROM pg_stat_wal_receiver) THEN NULL
        WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
        ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
    END
"""
_is_reading: ContextVar[bool] = ContextVar("reads_from_replica", default=False)
_judged: list[tuple[float, bool]] = []


class Router:
    """Sends reads to the replica inside `reads()`; named in DATABASE_ROUTERS."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """The replica, or nobody's opinion."""
        return ALIAS if _is_reading.get() else None

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Always the primary, also for a row that was read from the replica."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool | None:
        """Both are the same database."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """The schema comes with the stream."""
        return False if db == ALIAS else None


@contextmanager
def reads() -> Iterator[None]:
    """Read from the replica until the end of the block (or of the function that this decorates)."""
    token = _is_reading.set(is_usable())
    try:
        yield
    finally:
        _is_reading.reset(token)


def is_usable() -> bool:
    """Whether the replica may be read now; outside transactions only."""
    if ALIAS not in settings.DATABASES or connections[DEFAULT_DB_ALIAS].in_atomic_block:
        return False
    now = time.monotonic()
    if not _judged or _judged[0][0] < now:
        behind = seconds_behind()
        _judged[:] = [(now + JUDGED_SECONDS, behind is not None and behind <= settings.PIO_REPLICA_LAG_SECONDS)]
    return _judged[0][1]


def seconds_behind() -> float | None:
    """How far the replica is behind its primary; None when it cannot be asked or follows nobody."""
    try:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(BEHIND)
            behind = cursor.fetchone()[0]
    except DatabaseError:
        connections[ALIAS].close()
        return None
    return None if behind is None else float(behind)
