"""`manage.py processing_record`: writes docs/record-of-processing.md; see `pio/core/processing_record.py`."""

from typing import Any

from django.core.management.base import BaseCommand

from pio.core import processing_record


class Command(BaseCommand):
    """See the module."""

    help = "Writes the record of processing from what the models declare."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it and say where."""
        processing_record.path().write_text(processing_record.document(), encoding="utf-8")
        self.stdout.write(str(processing_record.path()))
