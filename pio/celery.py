"""The Celery application: workers only carry what is already a row in PostgreSQL.

What has run is noted for `/readyz`, and a worker's children end with it however it ended.
"""

import gc
import os
import signal
import warnings
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import beat_init, heartbeat_sent, setup_logging, task_success, worker_process_init, worker_ready
from django.utils import timezone

from pio.keeper import dies_with_parent

warnings.filterwarnings("ignore", message="You're running the worker with superuser")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pio.settings")
app = Celery("pio")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

AT_START = ("pio.core.tasks.heartbeat", "stats.tasks.let_months_out")
"""What beat asks for as it starts, instead of after the first interval or the next morning (decision 0286)."""


@setup_logging.connect
def logs_are_ours(**_: Any) -> None:
    """Whoever answers here keeps Celery from setting up lines of its own, with arguments and tracebacks in them."""


@beat_init.connect
def beat_has_started(sender: Any, **_: Any) -> None:
    """Ask at once for what does not wait for its time; watch the clock."""
    from pio.core import clock_watch, health

    health.record_start(now=timezone.now())
    ask_at_start()
    clock_watch.start(Path(sender.schedule_filename))


def ask_at_start() -> None:
    """Hand `AT_START` to the worker. Each of them may run any number of times."""
    for name in AT_START:
        app.send_task(name)


@worker_ready.connect
def worker_has_started(**_: Any) -> None:
    """Watch that the main loop comes round."""
    from pio.core import stall_watch

    stall_watch.start()


@heartbeat_sent.connect
def worker_goes_on(**_: Any) -> None:
    """The main loop has come round."""
    from pio.core import stall_watch

    stall_watch.note()


@task_success.connect
def task_has_run(sender: Any, **_: Any) -> None:
    """Note when each periodic task last succeeded."""
    from pio.core import health

    health.record(sender.name, now=timezone.now())


@worker_process_init.connect
def child_has_started(**_: Any) -> None:
    """Let the kernel stop this child when its worker ends; what is loaded is no work for the collector (`wsgi.py`)."""
    dies_with_parent(signal.SIGKILL, parent=os.getppid())()
    gc.freeze()
