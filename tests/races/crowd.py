"""Web processes on the test's database, and many visitors who press a button there at once.

The visitors use plain sockets: the clients shall cost the machine little.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx
import pytest
from django.db import connection

from tests.setup.conftest import free_port


@contextmanager
def portal(application: str, path: str, *, control: bool = False) -> Iterator[str]:
    """Two web processes of `application` on a free port, both warm at `path`; with `control`, without their lock."""
    port = free_port()
    environment = os.environ | {"RACE_DATABASE": connection.settings_dict["NAME"]}
    environment |= {"RACE_CONTROL": "1"} if control else {}
    command = [
        sys.executable, "-W", "ignore", "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "2", "--blocking-threads", "1", "--backlog", "1024", "--no-log",
        f"{application}:application",
    ]  # fmt: skip
    with subprocess.Popen(command, env=environment) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address + path)
            yield address
        finally:
            process.terminate()
            process.wait(20)


def wait_for(url: str) -> None:
    """Until both processes have answered (each compiles its templates at the first request)."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if all(httpx.get(url, timeout=20).status_code == httpx.codes.OK for _time in range(12)):
                return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail("the portal did not come up")


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
