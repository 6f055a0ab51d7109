"""`manage.py rotate_keys`: seal everything under the newest key; see `pio/core/rotation.py`."""

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pio.core import rotation


class Command(BaseCommand):
    """Add a key with a higher id, restart the portal, run this until nothing is left, then take the older key away."""

    help = "Seals every encrypted value under the newest key. May be stopped and started again, while the portal runs."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each column. Raises CommandError when a value does not open or rows were held by others."""
        left = broken = 0
        ours = (rotation.rotate_column(model, column) for model, column in rotation.encrypted_columns())
        for report in chain(ours, rotation.reports_of_others()):
            left, broken = left + report.left, broken + len(report.broken)
            self.stdout.write(f"{report.column}: {report.rotated} sealed again, {report.left} left")
            for key in report.broken:
                self.stderr.write(f"{report.column}: row {key} does not open")
        if left or broken:
            raise CommandError(f"{left} values are left under older keys (run again), {broken} do not open")
        self.stdout.write("Nothing is left under an older key.")
