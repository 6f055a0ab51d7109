"""`manage.py portal`: prepares the data and runs the whole portal until Ctrl-C. `make run` ends here.

Prepared before the web starts: compiled texts, static files, migrations, reference data, and once the demo data.
"""

import hashlib
import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from pio import embedded, supervisor
from pio.core import health, metrics, reference

DEMO_LOGINS = (
    ("leder", "manager"), ("radgiver", "adviser"), ("gruppeleder", "group leader"), ("kursvert", "course host"),
    ("ombud", "personal ombud"), ("redaktor", "editor of experiences"), ("styret", "board member"),
    ("tekniker", "technician"), ("parorende", "relative"),
)  # fmt: skip


class Command(BaseCommand):
    """Run web, worker and beat on prepared data."""

    help = "Prepares the data and runs web, worker and beat until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the modes."""
        parser.add_argument("--prepare", action="store_true", help="prepare the data and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Claim the data directory and the port, prepare, run.

        Raises:
            CommandError: the data or the port is in use, or the database isolates otherwise than READ COMMITTED.
        """
        host, port = settings.PIO_BIND, settings.PIO_PORT
        try:
            claim = supervisor.take(settings.PIO_DATA_DIR)
            supervisor.check_port(host, port)
        except supervisor.CannotStart as reason:
            raise CommandError(str(reason)) from None
        claim.truncate(0)
        claim.write(f"http://localhost:{port}")
        claim.flush()
        runner = supervisor.Supervisor(
            supervisor.children(host=host, port=port, data_dir=settings.PIO_DATA_DIR),
            host=host, port=port, every_second=_keep_servers,
        )  # fmt: skip
        self.prepare()
        connection.close()
        if options["prepare"]:
            return
        metrics.clear()
        runner.listen()
        self.say("Starting web, worker and beat ...")
        runner.run(when_ready=self.welcome)
        self.say("Stopped.")

    def prepare(self) -> None:
        """Bring everything up to date; what is up to date costs next to nothing."""
        call_command("texts", compile=True, verbosity=0)
        _collect_static()
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            level = cursor.fetchone()[0]
        if level != "read committed":
            raise CommandError(f"The database must isolate by READ COMMITTED (lock first, then look); it says {level}.")
        if not health.has_migrations():
            call_command("migrate", verbosity=0, interactive=False)
        reference.load()
        if settings.DEMO and not get_user_model().objects.filter(email=health.DEMO_LAST).exists():
            self.say("Making the demo data (once) ...")
            _make_demo()

    def welcome(self) -> None:
        """Say where to go, and as whom."""
        self.say(f"\nThe portal is ready: http://localhost:{settings.PIO_PORT}")
        if settings.DEMO:
            self.say(f"Log in at http://localhost:{settings.PIO_PORT}/konto/login/")
            self.say(f"with the password {settings.PIO_DEMO_PASSWORD} as")
            for name, role in DEMO_LOGINS:
                self.say(f"  {name + '@example.org':26}{role}")
        self.say("Ctrl-C stops it.\n")

    def say(self, text: str) -> None:
        """Print at once, also into a pipe."""
        self.stdout.write(text)
        self.stdout.flush()


def _keep_servers() -> None:
    """Bring the embedded servers back should their keeper have been killed."""
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        embedded.ensure(settings.PIO_DATA_DIR)


def _make_demo() -> None:
    """Make the demo's rows in a process of its own, so that the one that watches over the portal stays small.

    Raises:
        CommandError: it failed; what it said has been printed, and nothing of it is in the database.
    """
    done = subprocess.run([sys.executable, settings.BASE_DIR / "manage.py", "demo"], check=False)
    if done.returncode:
        raise CommandError("The demo data could not be made.")


def _collect_static() -> None:
    """Collect and compress the static files when one has changed since the last time."""
    state = hashlib.sha256()
    for folder in sorted(settings.STATICFILES_DIRS):
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                fact = path.stat()
                state.update(f"{path}:{fact.st_size}:{fact.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".state"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != state.hexdigest():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(state.hexdigest(), encoding="utf-8")
