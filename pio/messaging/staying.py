"""A worker that has been woken for the outbox stays for a second, as long as each look at it finds something to send.

A burst would otherwise cost a wake-up, a look and a connection to the mail server for each message; and a message that
waits a quarter of a second for its neighbours is not late. What is written while the worker stays wakes nobody; the
last look comes after the mark is gone, so nothing is left behind (`waking.py`). It stays shorter than the supervisor
waits for a worker that it has asked to stop.
"""

import time

from pio.messaging import channels, dispatch, waking

STAYS, PAUSE = 1.0, 0.25  # seconds


def send_while_it_comes() -> int:
    """Send what is due, and what becomes due while the worker stays.

    Returns:
        Number of rows taken.
    """
    until, taken = time.monotonic() + STAYS, 0
    with channels.open_connections():
        try:
            while found := _held_look():
                taken += found
                if time.monotonic() + PAUSE > until:
                    break
                if found < dispatch.AT_ONCE:
                    time.sleep(PAUSE)
        finally:
            waking.is_over()
        return taken + dispatch.send_due()


def _held_look() -> int:
    waking.hold()
    return dispatch.send_some()
