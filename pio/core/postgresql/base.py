"""Django's PostgreSQL backend; only whether a kept connection still lives is asked of its socket, not of the server.

Django asks `SELECT 1` before the first statement of each request: a round trip that every page waits for. A connection
that waits for work is silent. When its server has gone, there is something to read: the server's last word, or the end
of the line. Then, and after any fault, Django's question decides.
"""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL that is kept between requests."""

    def is_usable(self) -> bool:
        """Whether the next statement can be sent on it."""
        if self.errors_occurred or self.connection is None or self.connection.closed:
            return bool(super().is_usable())
        return _is_silent(self.connection.fileno()) or bool(super().is_usable())


def _is_silent(socket: int) -> bool:
    looking = select.poll()
    looking.register(socket, select.POLLIN)
    return not looking.poll(0)
