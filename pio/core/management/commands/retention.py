"""`manage.py retention [--dry-run]`: what the retention rules forget today."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pio.core import retention


class Command(BaseCommand):
    """One line for each rule: its name, model, period, rows due, rows held back by a legal hold."""

    help = "Forgets what is due, as every night; with --dry-run only says what it would forget."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--dry-run`."""
        parser.add_argument("--dry-run", action="store_true", help="count only")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report. Raises CommandError when a rule fails."""
        try:
            outcomes = retention.forget(now=timezone.now(), dry_run=options["dry_run"])
        except retention.RetentionFailedError as error:
            raise CommandError(f"failed: {error}") from error
        for each in outcomes:
            period = f"{each.period.months} months" if each.period.months else f"{each.period.days} days"
            line = f"{each.rule.name}\t{each.model._meta.label}\t{period}\t{each.due} due\t{each.held_back} held"
            self.stdout.write(line)
