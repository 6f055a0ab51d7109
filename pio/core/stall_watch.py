"""Ends a worker whose main loop stands still, so that whoever supervises it starts it afresh.

The loop of a healthy worker sends a heartbeat every other second. A worker that lost Redis at a bad moment has been
seen to live on without taking anything (the drill of `make faults`): nobody starts again what has not ended. One that
only waits for Redis ends too and waits again after its start; what it had in hand stands in PostgreSQL.
"""

import logging
import os
import threading
import time

SILENCE = 30.0  # seconds without a heartbeat
LOOK_SECONDS = 2.0
AGAIN = 75  # exit code: a passing fault, start me again

log = logging.getLogger(__name__)
_last: list[float] = [0.0]


def note() -> None:
    """The main loop has come round."""
    _last[0] = time.monotonic()


def watch() -> None:
    """Look every two seconds; end this process when the loop has been silent for too long."""
    while time.monotonic() - _last[0] < SILENCE:
        time.sleep(LOOK_SECONDS)
    log.error("the worker stands still since %d seconds; it ends to be started afresh", SILENCE)
    os._exit(AGAIN)


def start() -> None:
    """`watch` beside the worker's own work."""
    note()
    threading.Thread(target=watch, daemon=True, name="stall").start()
