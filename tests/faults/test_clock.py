"""The clock is put forward and back by hours while everything runs: what is due goes once, and all stays well."""

import time
from collections import Counter
from pathlib import Path

import pytest
import redis

from pio import embedded
from pio.core import health
from tests.deploy.visitors import is_now
from tests.faults.drill import Drill

pytestmark = pytest.mark.slow
HOURS = 3 * 3600
MOVED = Path(__file__).parent / "moved_clock"


class ShiftedDrill(Drill):
    """A drill whose web, worker and beat read a clock that the test moves; the servers keep the machine's."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = self.folder / "clock"
        self.shift(0)
        self.portal.environment |= {"PYTHONPATH": str(MOVED), "MOVED_CLOCK": str(self.clock)}
        embedded.ensure(self.portal.data_dir)  # the keeper is started here, on the clock of the machine

    def shift(self, seconds: int) -> None:
        """Put the clock to the machine's plus so many seconds."""
        draft = self.clock.with_name("clock.new")
        draft.write_text(str(seconds), encoding="utf-8")
        draft.replace(self.clock)

    def lives_at(self, moment: float) -> bool:
        """Whether beat and a worker have answered at about that moment, in seconds since 1970."""
        with redis.from_url(f"unix://{embedded.socket_dir(self.portal.data_dir)}/redis.sock") as server:
            return abs(float(server.hget(health.KEY, "beat") or 0) - moment) < 60


def test_the_clock_goes_forward_and_back() -> None:
    """Nothing is lost or sent twice. What is written while the clock is ahead goes when it has got there again."""
    with ShiftedDrill() as drill:
        beat = drill.portal.children()["beat"]
        with drill.fault("clock put forward by 3 h", until=lambda: drill.lives_at(time.time() + HOURS)):
            drill.shift(HOURS)
        with drill.fault("clock put back by 3 h", until=drill.is_new("beat", beat.pid)):
            drill.shift(0)
        assert "the clock went back by 1" in drill.portal.log
        drill.shift(HOURS)  # the hours pass: what was written while the clock was ahead is due
        counted = drill.finish()
        states = Counter(state for key, state, _again in drill.inside("outbox") if is_now(key))
    assert set(states) == {"sent"}
    for name in ("lost", "sent, but never taken over", "sent beyond the rule", "acknowledged without any message"):
        assert counted[name] == 0, counted
