"""The web process: what it loads at the start is left alone by the collector of garbage; no request waits for it."""

import os
import subprocess
import sys

LOOK = (
    "import gc, sys; from pio.wsgi import application\n"
    "loaded, again = gc.get_freeze_count(), len(gc.get_objects())\n"
    "print(loaded > 20 * again, 'advising.views.calls' in sys.modules, gc.isenabled(), callable(application))"
)


def test_the_collector_has_next_to_nothing_to_look_through() -> None:
    done = subprocess.run([sys.executable, "-c", LOOK], env=os.environ, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True", "True"]
