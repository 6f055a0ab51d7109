"""`manage.py send_messages`: send what is due without Celery, once or in a loop."""

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from pio.messaging import dispatch


class Command(BaseCommand):
    """Run the dispatcher in this process."""

    help = "Send messages that are due. With --loop go on until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--loop SECONDS`: look again after so many seconds."""
        parser.add_argument("--loop", type=float, default=0, metavar="SECONDS")

    def handle(self, *_args: object, loop: float, **_options: object) -> None:
        """Send, and repeat when asked to."""
        taken = dispatch.send_due()
        while loop:
            time.sleep(loop)
            taken += dispatch.send_due()
        self.stdout.write(str(taken))
