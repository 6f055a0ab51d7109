"""One wake-up at a time: while one waits for a worker, another would only stand behind it and lengthen the queue.

A burst of sign-ups would otherwise leave hundreds of wake-ups for an outbox that the first of them empties, and what
else waits for a worker (heartbeats among it) would stand behind them all. The mark is in Redis: it goes when a worker
takes the wake-up, before it looks at the outbox, so that whoever writes later wakes again; and by itself after five
seconds, should the wake-up be lost. Whoever cannot ask Redis wakes.
"""

from functools import cache

import redis
from django.conf import settings

KEY = "pio:outbox:woken"
SECONDS = 5


@cache
def _store() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)


def is_needed() -> bool:
    """Say whether nobody has been woken for the outbox yet, and remember that somebody is now."""
    try:
        return bool(_store().set(KEY, 1, nx=True, ex=SECONDS))
    except redis.RedisError:
        return True


def is_taken() -> None:
    """A worker has the wake-up and is about to look: what is written from now on needs another."""
    try:
        _store().delete(KEY)
    except redis.RedisError:
        return
