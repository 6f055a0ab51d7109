"""`manage.py rights_table`: write `docs/rights.md` from the table of rights."""

from typing import Any

from django.core.management.base import BaseCommand

from pio.accounts import rights_document


class Command(BaseCommand):
    """Writes the documentation of rights."""

    help = "Write docs/rights.md from pio/accounts/rights.py."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say where."""
        path = rights_document.path()
        path.parent.mkdir(exist_ok=True)
        path.write_text(rights_document.document(), encoding="utf-8")
        self.stdout.write(str(path))
