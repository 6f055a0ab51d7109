"""After words are erased or withdrawn: leave nothing of them in the files of the database (decision 0200).

A deleted row stays in PostgreSQL's files until something else is written over it, and the log of changes keeps what was
written last. So each night the tables of the experiences are written anew, from the living rows alone, and the log is
cut. They are small; it takes a second, and waits for nobody.
"""

import structlog
from django.db import DatabaseError, ProgrammingError, connection
from django.db.backends.utils import CursorWrapper

from pio.drafts.models import Draft
from platform_stories.models import Quote, Recusal, Story, StoryMessage

TABLES = tuple(model._meta.db_table for model in (Story, Quote, StoryMessage, Recusal, Draft))
MOST_WAIT = "1s"  # for a table that somebody is using; a visitor behind us waits as long at the most

log = structlog.get_logger(__name__)


def scrub() -> None:
    """Write the tables anew and cut the log. To be called outside a transaction.

    Raises:
        DatabaseError: a table was in use all the time (a backup reads them all); the task tries again each minute.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{MOST_WAIT}'")
        try:
            for table in TABLES:
                cursor.execute(f"VACUUM (FULL) {table}")
        finally:
            cursor.execute("RESET lock_timeout")
        _cut_log(cursor)


def _cut_log(cursor: CursorWrapper) -> None:
    """End the running file of the log and let those before it go; with `wal_recycle = off` they are deleted.

    Needs two rights that a managed database may not give; there its own checkpoints do the same within minutes.
    """
    try:
        cursor.execute("SELECT pg_switch_wal()")
        cursor.execute("CHECKPOINT")
    except ProgrammingError:  # InsufficientPrivilege is one
        log.warning("stories_log_not_cut", why="rights")
    except DatabaseError as error:
        log.warning("stories_log_not_cut", why=type(error).__name__)
