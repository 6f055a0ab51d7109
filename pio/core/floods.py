"""The flood defence that knows nobody: a count or a share for all visitors together, in this process's memory only."""

import threading
import time

MINUTE = 60.0  # seconds


class Bucket:
    """At most `a_minute` acts a minute in this process in the long run, and `in_hand` at once after a quiet time."""

    def __init__(self, a_minute: float, in_hand: int = 0) -> None:
        """Begin with everything in hand.

        Args:
            in_hand: what may be used at once; those of a minute when none is given.
        """
        self.a_minute, self.in_hand = a_minute, float(in_hand or a_minute)
        self._left = self.in_hand
        self._seen = time.monotonic()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Use one; False when there is none left."""
        with self._lock:
            now = time.monotonic()
            self._left = min(self.in_hand, self._left + (now - self._seen) * self.a_minute / MINUTE)
            self._seen = now
            if self._left < 1:
                return False
            self._left -= 1
            return True

    def refill(self) -> None:
        """Begin afresh."""
        with self._lock:
            self._left = self.in_hand


class Share:
    """At most a share of this process's time for one kind of work, so that the rest always has what is left of it.

    Seconds are counted, not requests: dear ones use them up sooner, cheap ones are hardly ever refused, and a machine
    that is busy with other things lets fewer in.
    """

    def __init__(self, share: float, in_hand: float) -> None:
        """Begin with everything in hand.

        Args:
            share: 0 to 1, in the long run.
            in_hand: seconds that may be used at once after a quiet time.
        """
        self.share, self.in_hand = share, in_hand
        self._left = in_hand
        self._seen = time.monotonic()
        self._lock = threading.Lock()

    def is_left(self) -> bool:
        """Whether there is any time in hand."""
        return self._spend(0.0) > 0

    def spend(self, seconds: float) -> None:
        """Take what was used off what is in hand; it may fall below nothing, and is then earned back."""
        self._spend(seconds)

    def _spend(self, seconds: float) -> float:
        with self._lock:
            now = time.monotonic()
            self._left = min(self.in_hand, self._left + (now - self._seen) * self.share) - seconds
            self._seen = now
            return self._left
