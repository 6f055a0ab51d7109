"""Many visitors who press a button at once, over plain sockets: the clients shall cost the machine little."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Answer:
    """What one of them got."""

    status: int
    text: str
    seconds: float


async def press(address: str, posts: Iterable[tuple[str, dict[str, str]]]) -> list[Answer]:
    """Everybody is connected, then all press at once: pairs of path and fields; the answers in the same order."""
    host, port = address.removeprefix("http://").split(":")
    ready = asyncio.Event()

    async def one(path: str, fields: dict[str, str]) -> Answer:
        body = urlencode(fields).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {address}\r\nConnection: close\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        reader, writer = await asyncio.open_connection(host, int(port))
        await ready.wait()
        begun = time.monotonic()
        writer.write(head.encode() + body)
        answer = (await reader.read()).decode()
        writer.close()
        return Answer(int(answer.split(" ", 2)[1]), answer, time.monotonic() - begun)

    visitors = [asyncio.create_task(one(path, fields)) for path, fields in posts]
    await asyncio.sleep(0.2)
    ready.set()
    return await asyncio.gather(*visitors)


def how_crowded() -> float:
    """How much slower than alone this machine is just now: 1 on a free one (performance.md: a fixed-loop probe)."""
    wall, cpu = time.monotonic(), time.process_time()
    sum(number * number for number in range(3_000_000))
    return max(1.0, (time.monotonic() - wall) / (time.process_time() - cpu))
