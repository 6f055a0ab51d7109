"""Django's PostgreSQL backend, with two habits of its own for what every page waits for.

**Whether a kept connection still lives** is asked of its socket, not of the server. Django asks `SELECT 1` before the
first statement of each request: a round trip. A connection that waits for work is silent. When its server has gone,
there is something to read: the server's last word, or the end of the line. Then, and after any fault, Django's question
decides.

**A statement that is sent again and again** (`pio/core/composed.py`) is planned once for each connection; every other
one is planned as it comes (docs/decisions/0291, 0294).
"""

import select
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from django.db.backends.postgresql import base, operations
from django.db.backends.postgresql.psycopg_any import get_adapters_template
from django.db.backends.utils import CursorWrapper
from django.db.utils import Error
from psycopg import Cursor, errors
from psycopg.adapt import AdaptersMap
from psycopg.types.datetime import TimestamptzLoader

OUTDATED = (errors.FeatureNotSupported, errors.InvalidSqlStatementName, errors.DuplicatePreparedStatement)
"""What the server says when a column has another type than when the statement was prepared, and when a pooler has put
another server behind the connection."""


_ADAPTERS = AdaptersMap(get_adapters_template(use_tz=True, timezone=UTC))
_ADAPTERS.register_loader("timestamptz", TimestamptzLoader)  # psycopg's own is compiled, Django's is not


class PreparedCursor(Cursor[Any]):
    """A cursor that prepares what it sends; what others send with their values in it is not remembered."""

    @property
    def adapters(self) -> AdaptersMap:
        """Those of Django; instants are read more quickly, and as every connection here are in UTC."""
        return _ADAPTERS

    def execute(self, *args: Any, **options: Any) -> Any:
        """Prepare the statement unless this connection has it already, and execute it."""
        self.connection.prepare_threshold = 0  # at the first time
        try:
            return super().execute(*args, **options)
        finally:
            self.connection.prepare_threshold = None


class DatabaseOperations(operations.DatabaseOperations):
    """What a log of statements says of them."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """With its values, as every other statement is sent, and not with numbers in their places."""
        if isinstance(cursor, PreparedCursor):
            return str(self.compose_sql(sql, params))
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL that is kept between requests."""

    ops_class = DatabaseOperations
    _outdated: Any = None  # the connection whose prepared statements fail

    def is_usable(self) -> bool:
        """Whether the next statement can be sent on it."""
        if self.connection is None or self.connection is self._outdated:
            return False
        if self.errors_occurred or self.connection.closed:
            return bool(super().is_usable())
        return _is_silent(self.connection.fileno()) or bool(super().is_usable())

    def fetch_prepared(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of a statement that is planned once for each connection.

        Raises:
            django.db.Error: as any statement. Inside a transaction also when the plan does not hold any more; outside
                it is read on a new connection then.
        """
        try:
            with self._prepared_cursor() as cursor:
                cursor.execute(sql, parameters)
                return list(cursor.fetchall())
        except Error as error:
            if not isinstance(error.__cause__, OUTDATED):
                raise
            self._outdated = self.connection
            if self.in_atomic_block:
                raise
        self.close()
        with self.cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())

    def _prepared_cursor(self) -> CursorWrapper:
        self.validate_thread_sharing()
        self.close_if_health_check_failed()
        self.ensure_connection()
        cursor: Any = PreparedCursor(self.connection)
        return self.make_debug_cursor(cursor) if self.queries_logged else self.make_cursor(cursor)


def _is_silent(socket: int) -> bool:
    looking = select.poll()
    looking.register(socket, select.POLLIN)
    return not looking.poll(0)
