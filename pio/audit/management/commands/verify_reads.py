"""`manage.py verify_reads`: check every chain of the log of reads (P09)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pio.audit.chain import fault_in
from pio.audit.models import ReadChain


class Command(BaseCommand):
    """Exit status 1 and one line for each broken chain; nothing about the records themselves is printed."""

    help = "Checks that no entry of the log of reads was changed, removed or added past the portal."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the number of chains. Raises CommandError when one is broken."""
        chains, broken = 0, 0
        for chain in ReadChain.objects.order_by("subject_type", "subject").iterator():
            chains += 1
            if fault := fault_in(chain):
                broken += 1
                self.stderr.write(f"{chain}: {fault}")
        if broken:
            msg = f"{broken} of {chains} chains are broken"
            raise CommandError(msg)
        self.stdout.write(f"{chains} chains are whole")
