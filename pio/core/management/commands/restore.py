"""`manage.py restore FILE`: a backup into a new database, its counts compared, and what was to be forgotten forgotten.

The database in use is never written to. Point DATABASE_URL at the new one when this has succeeded.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pio.core import backup, backup_keys, erasure_ledger, retention


class Command(BaseCommand):
    """See the module."""

    help = "Restores a backup into a new database of the configured server and erases again what was erased since."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`FILE`, `--into`, `--identity`."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--into", help="name of the new database (by default <configured>_restored)")
        parser.add_argument("--identity", type=Path, help="file with the private age key (a demo has its own)")

    def handle(self, *args: Any, file: Path, into: str | None, identity: Path | None, **options: Any) -> None:
        """Restore it. Raises CommandError with the reason when that fails."""
        into = into or f"{settings.DATABASES['default']['NAME']}_restored"
        now = timezone.now()
        try:
            key = backup_keys.identity(identity or backup_keys.own_file())
            manifest = backup.restore(file, identity=key, into=into)
            rows = sum(manifest.counts.values())
            self.stdout.write(
                f"{into}: {rows} rows of {len(manifest.counts)} tables, as the backup of {manifest.made_at}"
            )
            with backup.pointed_at(into):
                call_command("migrate", verbosity=0, interactive=False)
                self.stdout.write(f"{backup.open_one_of_each()} encrypted columns open with the keys of this portal")
                self.stdout.write(f"{erasure_ledger.replay(now=now)} erasures replayed")
                forgotten = sum(each.due for each in retention.forget(now=now))
                self.stdout.write(f"{forgotten} rows forgotten by the retention rules")
        except (backup.BackupFailed, OSError) as error:
            raise CommandError(str(error)) from error
