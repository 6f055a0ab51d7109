"""A worker that comes round is left alone; one that stands still ends, so that it is started again."""

import subprocess
import sys

import pytest

from pio.core import stall_watch
from tests.setup.conftest import ROOT

PROGRAM = """
import sys, time
from pio.core import stall_watch as w
w.LOOK_SECONDS, w.SILENCE = 0.02, 1.0
w.start()
until = time.monotonic() + 2.5
while time.monotonic() < until:
    if sys.argv[1] == "goes on":
        w.note()
    time.sleep(0.05)
"""


@pytest.mark.parametrize(("what", "code"), [("goes on", 0), ("stands still", stall_watch.AGAIN)])
def test_it_ends_when_it_stands_still(what, code) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, what], cwd=ROOT, timeout=20, check=False)
    assert done.returncode == code
