"""Floods a portal with experiences: `python -m tests.security.flooder BASE POSTS A_SECOND`. Prints how it was answered.

A process of its own, so that it takes nothing from the one that measures. A third of the posts are nonsense, a third
whole texts with a good token, a third the last press with a draft: what an attacker who has read the pages sends.
"""

import asyncio
import re
import sys
from collections import Counter
from urllib.parse import urlencode, urlsplit

SHARE = "/erfaringer/del/"
TEXT = "Jeg snakket med Trine Dahl i går. Hun er sliten, og ingen ringer tilbake. " * 12
FIELD = re.compile(rb'name="(form_token|state)" value="([^"]*)"')
WORKERS = 40


class Flood:
    """What has been sent and answered so far."""

    def __init__(self, base: str, posts: int, a_second: float) -> None:
        parts = urlsplit(base)
        self.host, self.port = parts.hostname or "", parts.port or 80
        self.posts, self.a_second = posts, a_second
        self.token, self.states = "", [""]  # the first press has no draft yet
        self.answers: Counter[int] = Counter()

    async def run(self) -> None:
        """Send all, at the rate, over some connections."""
        self.token = (await self.ask(*await self.connect(), b""))[1]["form_token"]
        queue: asyncio.Queue[int | None] = asyncio.Queue()
        workers = [asyncio.create_task(self.work(queue)) for _ in range(WORKERS)]
        begun = asyncio.get_running_loop().time()
        for number in range(self.posts):
            await asyncio.sleep(max(0.0, begun + number / self.a_second - asyncio.get_running_loop().time()))
            queue.put_nowait(number)
        for _ in workers:
            queue.put_nowait(None)
        await asyncio.gather(*workers)

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection that is kept."""
        return await asyncio.open_connection(self.host, self.port)

    async def work(self, queue: "asyncio.Queue[int | None]") -> None:
        """Send what is in the queue."""
        reader, writer = await self.connect()
        while (number := await queue.get()) is not None:
            try:
                status, fields = await self.ask(reader, writer, urlencode(self.body(number)).encode())
            except (OSError, asyncio.IncompleteReadError):
                status, fields = 0, {}
                reader, writer = await self.connect()
            self.answers[status] += 1
            if status == 200 and fields.get("state"):
                self.states.append(fields["state"])
        writer.close()

    def body(self, number: int) -> dict[str, str]:
        """What the post with this number carries."""
        kinds = (
            {"text": "flom " * 50},
            {"form_token": self.token, "text": TEXT, "consent": "website"},
            {"form_token": self.token, "state": self.states[number % len(self.states)]},
        )
        return kinds[number % len(kinds)]

    async def ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body: bytes
    ) -> tuple[int, dict[str, str]]:
        """One request; the page itself when there is no body. Returns the status and the hidden fields."""
        head = f"{'POST' if body else 'GET'} {SHARE} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n"
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n" if body else ""
        writer.write(f"{head}{kind}\r\n".encode() + body)
        lines = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(b": ") for line in lines[1:])}
        content = await reader.readexactly(int(headers[b"content-length"]))
        return int(lines[0].split()[1]), {name.decode(): value.decode() for name, value in FIELD.findall(content)}


if __name__ == "__main__":
    flood = Flood(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
    asyncio.run(flood.run())
    print(dict(flood.answers))
