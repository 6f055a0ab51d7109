"""`manage.py metrics`: what `/metrics` says, once, on standard output (for a collector that reads files)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from pio.core import metrics_page


class Command(BaseCommand):
    """See the module."""

    help = "Prints the measures of this moment in Prometheus' text format."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print."""
        self.stdout.write(metrics_page.text(now=timezone.now()).decode(), ending="")
