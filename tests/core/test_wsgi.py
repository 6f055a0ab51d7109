"""The web process: what it loads, and that no request waits for the collector of garbage."""

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


def test_what_makes_files_and_charts_is_loaded_where_it_is_used() -> None:
    """Every web process has 130 MB; these would take a sixth of it for pages that few people ask for."""
    heavy = ("PIL", "altair", "docx", "fontTools", "openpyxl", "pypdf", "requests", "scipy", "typst", "vl_convert")
    look = f"import sys, pio.wsgi; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], env=os.environ, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
