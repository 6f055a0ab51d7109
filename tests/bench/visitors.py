"""Visitors who sign up for a course or book an advice session, as a browser without scripts does it."""

import html
import http.client
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
BOOKING = "/radgivning/bestill/"
SLOT = re.compile(r'<button[^>]*name="slot"[^>]*value="([^"]+)"')


class Refused(AssertionError):
    """The portal answered otherwise than it should."""


@dataclass
class Visitor:
    """One browser: a connection, and what it has asked for so far."""

    address: str
    requests: int = 0
    seconds: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)

    def close(self) -> None:
        """Leave."""
        self.connection.close()

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """One request; the status, where it leads, and the page."""
        headers = {"Origin": self.address, "Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        begun = time.perf_counter()
        self.connection.request(method, path, urlencode(fields) if fields else None, headers)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        self.seconds.append(time.perf_counter() - begun)
        self.requests += 1
        return answer.status, answer.headers.get("Location", ""), body

    def page(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[str, str]:
        """One page, redirects followed; its path and text.

        Raises:
            Refused: it is not 200.
        """
        status, onward, body = self.ask(method, path, fields)
        while status in {302, 303}:
            path = onward
            status, onward, body = self.ask("GET", path)
        if status != 200:
            raise Refused(f"{status} from {path}")
        return path, body


def main_form(page: str) -> dict[str, str]:
    """What the form with the most fields would send untouched, its hidden fields and first choices."""
    form = max(FORM.findall(page), key=lambda text: len(INPUT.findall(text)))
    fields: dict[str, str] = {}
    for tag in INPUT.findall(form):
        given = {name: html.unescape(value) for name, value in ATTRIBUTE.findall(tag)}
        if "name" in given and (given.get("type") not in {"radio", "checkbox"} or " checked" in tag):
            fields[given["name"]] = given.get("value", "")
    return fields


def sign_up(visitor: Visitor, path: str, email: str) -> str:
    """A course: the page, the form, the receipt. Returns the receipt."""
    _path, page = visitor.page("GET", path)
    return visitor.page("POST", path, main_form(page) | {"party_size": "1", "email": email})[1]


def book(visitor: Visitor, email: str, *, choice: int = 0) -> str:
    """An advice session: all five pages. Returns the last one.

    Args:
        visitor: who books.
        email: where the confirmation goes.
        choice: which of the offered times to take; the next is tried when somebody else was faster.

    Raises:
        Refused: no time was to be had.
    """
    page = visitor.page("GET", BOOKING)[1]
    page = visitor.page("POST", BOOKING, main_form(page) | {"channel": "video"})[1]
    for attempt in range(20):
        times = SLOT.findall(page)
        slot = html.unescape(times[(choice + attempt) % len(times)])
        _status, _onward, page = visitor.ask("POST", BOOKING, main_form(page) | {"slot": slot})
        if 'name="p1-relation"' in page:
            break
    else:
        raise Refused("no time")
    words = {"p1-relation": "mother", "email": email, "may_leave_message": "no"}
    page = visitor.page("POST", BOOKING, main_form(page) | words)[1]
    return visitor.page("POST", BOOKING, main_form(page))[1]
