"""A clock that is put back makes beat forget and start again; one that is put forward does not."""

import subprocess
import sys
from itertools import islice

from pio.core import clock_watch
from tests.setup.conftest import ROOT


def test_only_steps_back_are_told() -> None:
    walls = iter([1000.0, 1002.0, 1004.5, 12_000.0, 12_002.0, 1_200.0, 1_202.0])
    steadies = iter([0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0])
    steps = clock_watch.steps_back(lambda: next(walls), lambda: next(steadies))
    assert list(islice(steps, 6)) == [0.0, 0.0, 0.0, 0.0, 10_804.0, 0.0]


def test_beats_memory_goes_in_every_form(tmp_path) -> None:
    kept = tmp_path / "beat-else"
    for name in ("beat", "beat.db", "beat.dat", "beat-else"):
        (tmp_path / name).touch()
    clock_watch.forget(tmp_path / "beat")
    assert list(tmp_path.iterdir()) == [kept]


def test_the_process_ends_so_that_it_is_started_again(tmp_path) -> None:
    (tmp_path / "beat").touch()
    program = (
        "import sys, time; from pathlib import Path; from pio.core import clock_watch as w; w.LOOK_SECONDS = 0.01\n"
        "real = time.time; begun = real(); steps = w.steps_back\n"
        "w.steps_back = lambda: steps(lambda: real() - (3600 if real() > begun + 0.2 else 0))\n"
        "w.start(Path(sys.argv[1])); time.sleep(20)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "beat")], cwd=ROOT, timeout=15, check=False)
    assert done.returncode == clock_watch.AGAIN
    assert not (tmp_path / "beat").exists()
