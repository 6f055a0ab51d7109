"""What is asked of Redis on a thread's own connection: one round trip, no error when it is away, made anew once."""

import os
import threading
from collections.abc import Iterator

import pytest
import redis
from django.conf import settings

from pio.core import fast_redis

KEY = "pio:test:fast"


@pytest.fixture(autouse=True)
def own_connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No connection yet in this thread, and nothing left behind."""
    monkeypatch.setattr(fast_redis, "_own", threading.local())
    yield
    redis.Redis.from_url(settings.REDIS_URL).delete(KEY)


def test_answers_come_in_the_order_of_the_commands() -> None:
    assert fast_redis.ask(("SET", KEY, 1, "EX", 5), ("INCR", KEY), ("GET", KEY)) == [b"OK", 2, b"2"]
    assert fast_redis.ask(("SET", KEY, 1, "NX", "EX", 5)) == [None]


def test_a_redis_that_is_away_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    away = redis.ConnectionPool.from_url("unix:///nonexistent/redis.sock")
    monkeypatch.setattr(fast_redis, "_pool", lambda: away)
    assert fast_redis.ask(("GET", KEY)) is None


def test_a_connection_that_redis_has_closed_is_made_anew() -> None:
    (number,) = fast_redis.ask(("CLIENT", "ID")) or [0]
    redis.Redis.from_url(settings.REDIS_URL).client_kill_filter(_id=str(number))
    assert fast_redis.ask(("SET", KEY, 7), ("GET", KEY)) == [b"OK", b"7"]


def test_a_refused_command_leaves_no_answer_behind_for_the_next() -> None:
    assert fast_redis.ask(("SET", KEY, "text"), ("INCR", KEY), ("GET", KEY)) is None
    assert fast_redis.ask(("GET", KEY)) == [b"text"]


def test_each_thread_has_its_own() -> None:
    found: list[object] = []
    asking = threading.Thread(target=lambda: found.append(fast_redis.ask(("CLIENT", "ID"))))
    asking.start()
    asking.join()
    assert found[0] not in (None, fast_redis.ask(("CLIENT", "ID")))


def test_a_child_process_does_not_speak_on_its_parents() -> None:
    (ours,) = fast_redis.ask(("CLIENT", "ID")) or [0]
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, str((fast_redis.ask(("CLIENT", "ID")) or [0])[0]).encode())
        os._exit(0)
    os.waitpid(child, 0)
    theirs = int(os.read(reading, 20))
    assert theirs not in (0, ours)
    assert fast_redis.ask(("CLIENT", "ID")) == [ours]


def test_there_is_no_number_of_connections_after_which_none_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    few = redis.ConnectionPool.from_url(settings.REDIS_URL, max_connections=2)
    monkeypatch.setattr(fast_redis, "_pool", lambda: few)
    for _time in range(5):
        monkeypatch.setattr(fast_redis, "_own", threading.local())
        assert fast_redis.ask(("PING",)) in ([b"PONG"], ["PONG"])
