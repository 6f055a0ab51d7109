"""Hostile input into every form and every address of a running demo: whatever comes, never a fault of ours."""

import re
import socket
from itertools import islice

import httpx
import pytest
from django.urls import reverse
from django.urls.exceptions import NoReverseMatch

from pio.accounts.addresses import every_address
from tests.security import walker

pytestmark = pytest.mark.walk
HOSTILE = (
    "", "\x00", "' OR 1=1 --", "<script>alert(1)</script>", "{{ 7*7 }}{% debug %}", "../../etc/passwd", "9" * 400,
    "-1", "1e999", "NaN", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "\u202e\u0000\ufeff",
    "a" * 70_000, "2026-02-31", "99999-01-01", "0000-00-00T25:61", "\r\nSet-Cookie: a=b", "[]", "null",
    "00000000-0000-0000-0000-000000000000", "=cmd|' /C calc'!A0", "%00%ff", "\uffff",
)  # fmt: skip
SHORT = tuple(word for word in HOSTILE if word and len(word) < 100 and "/" not in word)
POST = b"POST /radgivning/bestill/ HTTP/1.1\r\nHost: localhost\r\n"
TOKEN = re.compile("csrf|token|guard|state|honeypot|website", re.IGNORECASE)
LEFT_ALONE = re.compile(r"logout|/slett/|innlogginger/avslutt|/konto/")  # they end the session that asks


def visits(client: httpx.Client, role: str) -> list[walker.Page]:
    return walker.walk(client, walker.STARTS if role else walker.PUBLIC_STARTS)


def send(client: httpx.Client, form: walker.Form, page: walker.Page, word: str) -> int:
    """Fill every field with the word; the hidden ones of the guards as they are. Returns the status."""
    data = {name: value if kind == "hidden" and TOKEN.search(name) else word for name, kind, value in form.fields}
    data["unknown"] = word
    if form.method == "post":
        headers = {"Origin": str(client.base_url).rstrip("/"), "Referer": f"{client.base_url}{page.path}"}
        try:
            return client.post(form.action, data=data, headers=headers).status_code
        except httpx.RemoteProtocolError:
            # The answer before was to a body refused unread: then the server hangs up, and the client asks anew.
            return client.post(form.action, data=data, headers=headers).status_code
    return client.get(form.action, params={name: value[:2000] for name, value in data.items()}).status_code


@pytest.mark.parametrize("role", ["", "adviser", "group_leader", "course_host", "ombud", "editor", "board", "manager"])
def test_no_form_ends_in_a_fault(demo_portal: str, role: str) -> None:
    faults, sent = [], 0
    with walker.enter(demo_portal, role) as client:
        for page in visits(client, role):
            for number, form in enumerate(page.forms):
                if LEFT_ALONE.search(form.action) or LEFT_ALONE.search(page.path):
                    continue
                for word in islice(HOSTILE[(number + len(page.path)) % 3 :: 3], 8):
                    status = send(client, form, page, word)
                    sent += 1
                    if status >= 500:
                        faults.append((form.action, form.method, word[:40], status))
    assert faults == []
    assert sent > 20


def addresses(words: tuple[str, ...]) -> list[str]:
    """Every address with a hostile word for each of its arguments, and as a query."""
    found = []
    for address in every_address():
        names = list(address.pattern.pattern.converters)
        for number, word in enumerate(words):
            other = dict.fromkeys(names, "00000000-0000-4000-8000-000000000000")
            try:
                path = reverse(address.name, kwargs=dict.fromkeys(names, word))
            except NoReverseMatch:
                try:
                    path = reverse(address.name, kwargs=other)
                except NoReverseMatch:
                    continue
            if "logout" not in path and (names or number < 3):
                query = httpx.QueryParams(
                    dict.fromkeys(("q", "page", "kind", "month", "day", "sort", "from", "to", "after", "adviser"), word)
                )
                found.append(f"{path}?{query}")
    return found


@pytest.mark.parametrize("role", ["", "manager"])
def test_no_address_ends_in_a_fault(demo_portal: str, role: str) -> None:
    with walker.enter(demo_portal, role) as client:
        faults = [(path[:120], code) for path in addresses(SHORT[:6]) if (code := client.get(path).status_code) >= 500]
    assert faults == []


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /%ff%fe HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        POST + b"Content-Type: multipart/form-data\r\nContent-Length: 3\r\n\r\nabc",
        POST + b"Content-Length: -1\r\n\r\n",
        b"GET /kurs/?" + b"a=1&" * 1500 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"PROPFIND /intern/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_odd_requests_are_refused_without_a_fault(demo_portal: str, raw: bytes) -> None:
    port = int(demo_portal.rsplit(":", 1)[1])
    with socket.create_connection(("localhost", port), timeout=10) as connection:
        connection.sendall(raw)
        answer = connection.recv(200)
    assert not answer.startswith(b"HTTP/1.1 5"), answer
