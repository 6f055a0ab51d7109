"""Loaded by every Python process of a portal whose clock a test moves: the one on the wall, never the steady one.

The file named by MOVED_CLOCK holds seconds to add to the machine's clock; each process looks twice a second.
"""

import os
import threading
import time
from pathlib import Path

import time_machine

FILE = Path(os.environ["MOVED_CLOCK"])
journeys: list[time_machine.travel] = []


def move(seconds: float) -> None:
    while journeys:
        journeys.pop().stop()
    if seconds:
        journeys.append(time_machine.travel(time.time() + seconds, tick=True))
        journeys[-1].start()


def follow() -> None:
    steady, told = threading.Event(), None
    while True:
        seconds = float(FILE.read_text(encoding="utf-8"))
        if seconds != told:
            told = seconds
            move(seconds)
        steady.wait(0.5)


def start() -> None:
    threading.Thread(target=follow, daemon=True, name="moved clock").start()


start()
os.register_at_fork(after_in_child=start)
