"""`manage.py import_calls FILE [--dry-run] [--partial]`: the helpline log of earlier years."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from advising.services.import_calls import FileUnreadable, ImportReport, import_calls

BAR = 30


class Command(BaseCommand):
    """Prints every bad row, what happened to the notes, and as its last line the three counts."""

    help = "Imports the helpline log from CSV or XLSX."

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE and the two flags."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, store nothing")
        parser.add_argument("--partial", action="store_true", help="import the good rows, write the bad ones aside")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, report, and exit with 1 when rows were bad (with --partial: when nothing was imported)."""
        path: Path = options["file"]
        try:
            report = import_calls(
                path, now=timezone.now(), dry_run=options["dry_run"], partial=options["partial"],
                rejected_path=path.with_name(f"{path.name}.rejected.csv"), progress=self._draw,
            )  # fmt: skip
        except (FileUnreadable, OSError) as error:
            self.stdout.write(str(error) if isinstance(error, FileUnreadable) else _not_opened(path, error))
            self._finish(ImportReport())
            raise SystemExit(1) from None
        self._draw(1.0)
        self.stderr.write("", ending="\n")
        self._tell(report)
        self._finish(report)
        if report.bad_cells and not (options["partial"] and report.imported):
            raise SystemExit(1)

    def _draw(self, share: float) -> None:
        full = round(BAR * share)
        self.stderr.write(f"\r[{'#' * full}{' ' * (BAR - full)}] {share:4.0%}", ending="")
        self.stderr.flush()

    def _tell(self, report: ImportReport) -> None:
        if report.ignored_columns:
            self.stdout.write(_("Ukjente kolonner er hoppet over: %s") % ", ".join(report.ignored_columns))
        for cell in report.bad_cells:
            self.stdout.write(str(cell))
        if report.rejected_path:
            self.stdout.write(_("Linjene som ikke kom med, står i %s") % report.rejected_path)
        if report.dry_run:
            self.stdout.write(_("Prøvekjøring: ingenting er lagret."))

    def _finish(self, report: ImportReport) -> None:
        self.stdout.write(report.notes_summary)
        self.stdout.write(report.summary)


def _not_opened(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return _("Fila %(file)s finnes ikke.") % {"file": path}
    if isinstance(error, IsADirectoryError):
        return _("%(file)s er en mappe, ikke en fil.") % {"file": path}
    return _("Fila %(file)s kan ikke leses (%(reason)s).") % {"file": path, "reason": error.strerror}
