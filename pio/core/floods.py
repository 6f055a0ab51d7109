"""A count for all visitors together, in this process's memory and gone with it: the flood defence that knows nobody."""

import threading
import time

MINUTE = 60.0  # seconds


class Bucket:
    """At most `a_minute` acts a minute in this process, with all of them in hand after a quiet minute."""

    def __init__(self, a_minute: int) -> None:
        self.a_minute = a_minute
        self._left = float(a_minute)
        self._seen = time.monotonic()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Use one; False when there is none left."""
        with self._lock:
            now = time.monotonic()
            self._left = min(self.a_minute, self._left + (now - self._seen) * self.a_minute / MINUTE)
            self._seen = now
            if self._left < 1:
                return False
            self._left -= 1
            return True

    def refill(self) -> None:
        """Begin afresh."""
        with self._lock:
            self._left = float(self.a_minute)
