"""`manage.py backup FILE`: the whole database, encrypted to the public key of the backups; see `pio/core/backup.py`."""

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pio.core import backup, backup_keys, erasure_ledger

KEPT_DAYS = 60


class Command(BaseCommand):
    """See the module."""

    help = "Writes an encrypted backup of the database, and deletes those in the same folder that are too old."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`FILE`, `--keep-days`."""
        parser.add_argument("file", type=Path, help="such as /backups/2026-11-21.age")
        parser.add_argument("--keep-days", type=int, default=KEPT_DAYS, help="delete older *.age beside it (60)")

    def handle(self, *args: Any, file: Path, keep_days: int, **options: Any) -> None:
        """Make it. Raises CommandError with the reason when that fails; then an older FILE still stands."""
        now = timezone.now()
        try:
            manifest = backup.make(file, recipient=backup_keys.recipient(), now=now)
        except (backup.BackupFailed, OSError) as error:
            raise CommandError(str(error)) from error
        rows, size = sum(manifest.counts.values()), file.stat().st_size
        self.stdout.write(f"{file}: {rows} rows of {len(manifest.counts)} tables, {size / 1e6:.1f} MB")
        edge = (now - timedelta(days=keep_days)).timestamp()
        for old in sorted(file.parent.glob("*.age")):
            if old != file and old.stat().st_mtime < edge:
                old.unlink()
                self.stdout.write(f"{old}: older than {keep_days} days, deleted")
        erasure_ledger.prune(now=now)
