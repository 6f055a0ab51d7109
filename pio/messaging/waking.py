"""One wake-up at a time: while one waits for a worker, another would only stand behind it and lengthen the queue.

A burst of sign-ups would otherwise leave hundreds of wake-ups for an outbox that the first of them empties, and what
else waits for a worker (heartbeats among it) would stand behind them all. The mark is in Redis. The worker that was
woken leaves it while it stays (`staying.py`) and takes it away before its last look at the outbox, so that whoever
writes later wakes again; by itself it goes after five seconds, should wake-up or worker be lost. Whoever cannot ask
Redis wakes.
"""

from pio.core import fast_redis

KEY = "pio:outbox:woken"
SECONDS = 5


def is_needed() -> bool:
    """Say whether nobody has been woken for the outbox yet, and remember that somebody is now."""
    return fast_redis.ask(("SET", KEY, 1, "NX", "EX", SECONDS)) != [None]


def hold() -> None:
    """A worker is here, looks now and will look again: what is written meanwhile needs no other."""
    fast_redis.ask(("SET", KEY, 1, "EX", SECONDS))


def is_over() -> None:
    """The worker is about to look for the last time: what is written from now on needs another."""
    fast_redis.ask(("DEL", KEY))
