"""The short-lived copy of public pages in Redis: one copy serves everybody, since nobody is known there.

Rules: at most a minute old; key = path + the query parameters that some page declares, sorted (the path holds the
language); only what `public_page` marks; never filled by a page that was begun before the last emptying. The format is
plain: a line of JSON with status and headers, then the body. A Redis that is away means no copy, never an error.
"""

import json
import threading
import time
from collections.abc import Iterable
from functools import cache
from urllib.parse import urlencode

import redis
from django.conf import settings
from django.http import HttpRequest, HttpResponse

PAGES, GENERATION = "pio:pages", "pio:pages:generation"
MOST_PAGES = 2000
MOST_KEY = 300  # characters; a longer address is computed each time
_known: set[str] = set()
_own = threading.local()

_STORE = """
if (redis.call('GET', KEYS[2]) or '0') ~= ARGV[1] then return 0 end
if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
redis.call('EXPIRE', KEYS[1], 120)
return 1
"""


@cache
def _store() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)


def declare(params: Iterable[str]) -> None:
    """Make query parameters part of the key. Called by `public_page` when the address list is loaded."""
    _known.update(params)


def key_of(request: HttpRequest) -> str | None:
    """The key of an anonymous GET, or None when this request is never served from a copy."""
    if request.method != "GET" or not settings.PIO_PAGE_SECONDS:
        return None
    if not request.META.get("QUERY_STRING"):
        return request.path
    pairs = sorted((name, value) for name in request.GET if name in _known for value in request.GET.getlist(name))
    key = f"{request.path}?{urlencode(pairs)}" if pairs else request.path
    return key if len(key) <= MOST_KEY else None


def find(key: str) -> HttpResponse | None:
    """The stored page, or None when there is none or it is too old."""
    entry = _ask_fast("HGET", PAGES, key)
    if entry is None:
        return None
    head, body = entry.split(b"\n", 1)
    until, status, headers = json.loads(head)
    return HttpResponse(body, status=status, headers=headers) if time.time() < until else None


def _ask_fast(*command: str) -> bytes | None:
    """One question on this thread's own connection: half the time of the pool, which looks before it asks.

    A connection that broke is made anew, once.
    """
    for _attempt in range(2):
        connection = getattr(_own, "connection", None)
        if connection is None:
            connection = _own.connection = _store().connection_pool.make_connection()
        try:
            connection.send_command(*command, check_health=False)
            answer: bytes | None = connection.read_response()
        except (redis.RedisError, OSError):
            connection.disconnect()
            _own.connection = None
        else:
            return answer
    return None


def generation() -> str | None:
    """What `fill` must be given; asked before the page is computed. None when Redis is away."""
    try:
        found = _store().get(GENERATION) or b"0"
    except redis.RedisError:
        return None
    return found.decode() if isinstance(found, bytes) else found


def fill(key: str, response: HttpResponse, begun: str) -> None:
    """Keep `response` under `key` for PIO_PAGE_SECONDS, unless the copies were emptied since `begun`."""
    until = time.time() + settings.PIO_PAGE_SECONDS
    head = json.dumps([until, response.status_code, dict(response.headers)]).encode()
    try:
        _store().eval(_STORE, 2, PAGES, GENERATION, begun, key, head + b"\n" + response.content, MOST_PAGES)
    except redis.RedisError:
        return


def empty() -> None:
    """Forget every copy, also those being computed right now."""
    try:
        pipe = _store().pipeline(transaction=True)
        pipe.incr(GENERATION)
        pipe.delete(PAGES)
        pipe.execute()
    except redis.RedisError:
        return
