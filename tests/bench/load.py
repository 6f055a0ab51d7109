"""A load of many connections from one thread: cheap for the machine, so that the server is what is measured.

Closed loop: every connection sends the same request again as soon as it has its answer.
"""

import selectors
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

END = b"\r\n\r\n"


@dataclass(frozen=True)
class Load:
    """What one run gave: answers a second, and the milliseconds of each answer, sorted."""

    rate: float
    milliseconds: list[float]

    def percentile(self, share: float) -> float:
        """The time within which this share of the answers came, in milliseconds."""
        return self.milliseconds[min(int(len(self.milliseconds) * share), len(self.milliseconds) - 1)]


@dataclass
class _Line:
    connection: socket.socket
    sent_at: float
    read: bytes = b""

    def is_whole(self) -> bool:
        head, found, body = self.read.partition(END)
        if not found:
            return False
        head = head.lower()
        at = head.find(b"content-length:")
        if at < 0:
            return body.endswith(b"0\r\n\r\n")
        return len(body) >= int(head[at + 15 :].split(b"\r\n", 1)[0])


def press(
    url: str, *, seconds: float, connections: int = 32, cookie: str = "", form: Mapping[str, str] | None = None
) -> Load:  # fmt: skip
    """Ask for one address as fast as it answers.

    Args:
        url: on this machine.
        seconds: how long.
        connections: how many ask at once.
        cookie: of somebody signed in.
        form: what is sent each time; without it the page is only asked for.

    Raises:
        AssertionError: an answer was not 200.
    """
    where = urlsplit(url)
    path = f"{where.path}?{where.query}" if where.query else where.path
    head = f"{'POST' if form else 'GET'} {path} HTTP/1.1\r\nHost: {where.netloc}\r\n"
    body = urlencode(form) if form else ""
    if form:
        head += f"Origin: {where.scheme}://{where.netloc}\r\nContent-Length: {len(body)}\r\n"
        head += "Content-Type: application/x-www-form-urlencoded\r\n"
    request = (head + (f"Cookie: {cookie}\r\n" if cookie else "") + "\r\n" + body).encode()
    took: list[float] = []
    chooser = selectors.DefaultSelector()
    for _number in range(connections):
        line = socket.create_connection((where.hostname, where.port), timeout=30)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        chooser.register(line, selectors.EVENT_READ, _Line(line, time.perf_counter()))
        line.sendall(request)
    begun = time.perf_counter()
    while time.perf_counter() - begun < seconds:
        for key, _events in chooser.select(timeout=1):
            line: _Line = key.data
            line.read += line.connection.recv(1 << 18)
            if line.is_whole():
                assert line.read.startswith(b"HTTP/1.1 200"), line.read[:200]
                now = time.perf_counter()
                took.append((now - line.sent_at) * 1000)
                line.read, line.sent_at = b"", now
                line.connection.sendall(request)
    spent = time.perf_counter() - begun
    for key in list(chooser.get_map().values()):
        key.data.connection.close()
    chooser.close()
    return Load(len(took) / spent, sorted(took))
