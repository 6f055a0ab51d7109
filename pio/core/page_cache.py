"""The short-lived copy of public pages in Redis: one copy serves everybody, since nobody is known there.

Rules: at most a minute old; key = path + the query parameters that some page declares, sorted (the path holds the
language); only what `public_page` marks; never filled by a page that was begun before the last emptying. The format is
plain: a line of JSON with status and headers, then the body. A Redis that is away means no copy, never an error.
"""

import json
import time
from collections.abc import Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pio.core import fast_redis

PAGES, GENERATION = "pio:pages", "pio:pages:generation"
MOST_PAGES = 2000
MOST_KEY = 300  # characters; a longer address is computed each time
_known: set[str] = set()

_STORE = """
if (redis.call('GET', KEYS[2]) or '0') ~= ARGV[1] then return 0 end
if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
redis.call('EXPIRE', KEYS[1], 120)
return 1
"""


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
    answer = fast_redis.ask(("HGET", PAGES, key))
    if not answer or answer[0] is None:
        return None
    head, body = answer[0].split(b"\n", 1)
    until, status, headers = json.loads(head)
    return HttpResponse(body, status=status, headers=headers) if time.time() < until else None


def generation() -> str | None:
    """What `fill` must be given; asked before the page is computed. None when Redis is away."""
    answer = fast_redis.ask(("GET", GENERATION))
    return (answer[0] or b"0").decode() if answer else None


def fill(key: str, response: HttpResponse, begun: str) -> None:
    """Keep `response` under `key` for PIO_PAGE_SECONDS, unless the copies were emptied since `begun`."""
    until = time.time() + settings.PIO_PAGE_SECONDS
    head = json.dumps([until, response.status_code, dict(response.headers)]).encode()
    copy = head + b"\n" + response.content
    fast_redis.ask(("EVAL", _STORE, 2, PAGES, GENERATION, begun, key, copy, MOST_PAGES))


def empty() -> None:
    """Forget every copy, also those being computed right now."""
    fast_redis.ask(("INCR", GENERATION), ("DEL", PAGES))
