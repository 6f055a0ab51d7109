"""`manage.py sbom`: the software bill of materials (CycloneDX JSON), made from the lock files."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from pio.core import bill_of_materials


class Command(BaseCommand):
    """See the module."""

    help = "Writes the bill of materials as CycloneDX JSON, to standard output or a file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--output FILE`: write there instead."""
        parser.add_argument("--output", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write."""
        text = json.dumps(bill_of_materials.bill(settings.BASE_DIR), indent=2, ensure_ascii=False)
        if options["output"]:
            Path(options["output"]).write_text(text + "\n", encoding="utf-8")
        else:
            self.stdout.write(text)
