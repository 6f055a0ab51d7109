"""Ends beat when the machine's clock is put back, so that whoever supervises it starts it afresh.

Beat remembers when it last sent each task. A clock that is put back leaves those moments in the future, and beat would
wait until they come round again: three hours without reminders after a wrong hour was corrected. A clock that is put
forward needs nothing; what is due is sent.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

SLACK = 30.0  # seconds; time servers correct less than this without anybody noticing
LOOK_SECONDS = 2.0
AGAIN = 75  # exit code: a passing fault, start me again

log = logging.getLogger(__name__)


def steps_back(clock: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> Iterator[float]:
    """At each look: how many seconds the clock has been put back since the look before; 0 when it has not.

    Args:
        clock: the clock on the wall, which somebody may move.
        steady: a clock that nobody moves.
    """
    offset = clock() - steady()
    while True:
        before, offset = offset, clock() - steady()
        yield max(0.0, before - offset)


def forget(schedule: Path) -> None:
    """Remove beat's memory, in every form that Python's shelve gives it."""
    for suffix in ("", ".db", ".dat", ".dir", ".bak"):
        schedule.with_name(schedule.name + suffix).unlink(missing_ok=True)


def watch(schedule: Path) -> None:
    """Look every two seconds; end this process when the clock went back by more than half a minute."""
    for seconds in steps_back():
        if seconds > SLACK:
            log.warning("the clock went back by %d minutes; beat starts afresh", seconds // 60)
            forget(schedule)
            os._exit(AGAIN)
        time.sleep(LOOK_SECONDS)


def start(schedule: Path) -> None:
    """`watch` beside beat's own work."""
    threading.Thread(target=watch, args=(schedule,), daemon=True, name="clock").start()
