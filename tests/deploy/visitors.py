"""Visitors who sign up for a course, one after another, and remember what they were told."""

import re
import threading
import time
from dataclasses import dataclass, field
from typing import Self

import httpx

from tests.setup.conftest import wait_for

LIVE = {"pending", "leased"}
TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


@dataclass
class Visitors:
    """`threads` people at a time; `acknowledged` are the addresses that were told that they have a place."""

    client: httpx.Client
    path: str
    origin: str
    threads: int = 2
    acknowledged: dict[str, float] = field(default_factory=dict)
    refused: list[tuple[float, str]] = field(default_factory=list)
    slowest: float = 0.0
    asked: int = 0

    def __enter__(self) -> Self:
        self.is_over, self.lock, self.running = threading.Event(), threading.Lock(), []
        self.fields = {"form_token": TOKEN.search(self.client.get(self.path).text)[1], "party_size": "1"}
        self.running = [threading.Thread(target=self._go_on, daemon=True) for _ in range(self.threads)]
        for thread in self.running:
            thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.is_over.set()
        for thread in self.running:
            thread.join(60)

    def _go_on(self) -> None:
        while not self.is_over.is_set():
            with self.lock:
                self.asked += 1
                email = f"person{self.asked}@example.org"
            begun = time.monotonic()
            try:
                answer = self.client.post(
                    self.path, data=self.fields | {"email": email}, headers={"Origin": self.origin}
                )
                told = str(answer.status_code)
            except httpx.HTTPError as fault:
                told = type(fault).__name__
            now = time.monotonic()
            with self.lock:
                if told == "200":
                    self.acknowledged[email] = now
                    self.slowest = max(self.slowest, now - begun)
                else:
                    self.refused.append((now, told))
            if told != "200":
                self.is_over.wait(0.2)

    def more(self, number: int, *, seconds: float = 90.0) -> float:
        """Wait until so many more have been acknowledged; how long that took."""
        goal = len(self.acknowledged) + number
        return wait_for(lambda: len(self.acknowledged) >= goal, seconds, lambda: str(self.refused[-5:]))


def is_now(key: str) -> bool:
    """Whether the message with this key was due at once; reminders and surveys are for later."""
    return "remind" not in key and "survey" not in key
