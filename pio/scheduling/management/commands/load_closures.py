"""`manage.py load_closures`: the closed days of this year and three years ahead; run again, it changes nothing."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from pio.scheduling import services


class Command(BaseCommand):
    """Lay in public holidays, 24 and 31 December."""

    help = "Lays in public holidays, 24 and 31 December, for this year and three years ahead. Known days are kept."

    def handle(self, *_args: object, **_options: object) -> None:
        """Say how many days were new."""
        year = timezone.localdate().year
        new = services.load_closures(range(year, year + services.YEARS_AHEAD + 1))
        self.stdout.write(f"{new} new closed days.")
