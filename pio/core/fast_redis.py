"""Redis for what the portal can do without: copies, counts and marks. That it is away is an answer, never an error.

Each thread has one connection of its own: the pool of redis-py looks at a connection before it hands it out, which took
as long as the question itself, several times in every request.
"""

import os
import threading
from functools import cache
from typing import Any

import redis
from django.conf import settings
from redis.connection import ConnectionInterface

SECONDS = 0.5  # to connect, and for an answer
_own = threading.local()


@cache
def _pool() -> redis.ConnectionPool:
    """Knows how REDIS_URL is reached; it makes no connection itself, since it would count them and refuse some day."""
    return redis.ConnectionPool.from_url(settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)


def ask(*commands: tuple[Any, ...]) -> list[Any] | None:
    """The answers to some commands, sent in one go; None when Redis is away.

    A connection that broke is made anew, once, so any of them may be carried out twice.
    """
    for _attempt in range(2):
        connection = _connection()
        try:
            connection.send_packed_command(connection.pack_commands(commands), check_health=False)
            return [connection.read_response() for _command in commands]
        except (redis.RedisError, OSError):
            connection.disconnect()
            _own.connection = None
    return None


def _connection() -> ConnectionInterface:
    """The thread's own, and of no other process: a child must not share that of its parent."""
    if getattr(_own, "connection", None) is None or _own.process != os.getpid():
        pool = _pool()
        _own.connection, _own.process = pool.connection_class(**pool.connection_kwargs), os.getpid()
    connection: ConnectionInterface = _own.connection
    return connection
