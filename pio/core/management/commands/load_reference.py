"""`manage.py load_reference`: bring new rows of the reference files into the database; what was edited stays."""

from typing import Any

from django.core.management.base import BaseCommand

from pio.core import reference


class Command(BaseCommand):
    """Safe to run at every start."""

    help = "Loads new choices and places from pio/core/data/. Rows that are there already stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each file."""
        for name, (new, known) in reference.load().items():
            self.stdout.write(f"{name}: {new} new, {known} known")
