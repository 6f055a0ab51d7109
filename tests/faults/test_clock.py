"""The clock is put forward and back by hours while everything runs: what is due goes once, and all stays well."""

from collections import Counter

import pytest

from pio import embedded
from tests import debian
from tests.deploy.visitors import is_now
from tests.faults.drill import Drill
from tests.setup.conftest import wait_for

pytestmark = pytest.mark.slow
HOURS = 3 * 3600


class ShiftedDrill(Drill):
    """A drill whose web, worker and beat read a clock that the test moves; the servers keep the machine's."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = self.folder / "clock"
        self.shift(0)
        self.portal.environment |= {
            "LD_PRELOAD": debian.faketime(),
            "FAKETIME_TIMESTAMP_FILE": str(self.clock),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }
        embedded.ensure(self.portal.data_dir)  # the keeper is started here, on the clock of the machine

    def shift(self, seconds: int) -> None:
        """Put the clock to the machine's plus so many seconds."""
        draft = self.clock.with_name("clock.new")
        draft.write_text(f"{seconds:+d}\n", encoding="utf-8")
        draft.replace(self.clock)


def test_the_clock_goes_forward_and_back() -> None:
    with ShiftedDrill() as drill:
        beat = drill.portal.children()["beat"]
        with drill.fault("clock put forward by 3 h"):
            drill.shift(HOURS)
        with drill.fault("clock put back by 3 h"):
            drill.shift(0)
            wait_for(lambda: drill.portal.children().get("beat") not in {None, beat}, 60, lambda: drill.portal.log)
        assert "the clock went back" in drill.portal.log
        counted = drill.finish()
        states = Counter(state for key, state, _again in drill.inside("outbox") if is_now(key))
    assert set(states) == {"sent"}
    for name in ("lost", "sent, but never taken over", "sent beyond the rule", "acknowledged without any message"):
        assert counted[name] == 0, counted
