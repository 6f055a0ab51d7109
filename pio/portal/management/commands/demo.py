"""`manage.py demo`: every part's synthetic data, in the order in which they stand on each other, in one transaction.

Never in production, never twice: it is all there or nothing is, so nobody meets half a demo.
"""

import random
import time
from argparse import ArgumentParser
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from pio.core import page_cache
from pio.core.models import DemoLoad
from pio.portal import centre

PARTS = (
    "pio.accounts", "pio.portal", "pio.scheduling", "pio.messaging", "pio.waitlist", "advising", "groups", "courses",
    "ombud", "platform_stories", "stats",
)  # fmt: skip
SEED = 2025


class Command(BaseCommand):
    """See the module."""

    help = "Load demo data (once; refuses in production)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--year`: the year whose published figures the rows must give."""
        parser.add_argument("--year", type=int, default=2025)

    def handle(self, *, year: int, verbosity: int, **_options: Any) -> None:
        """Build everything.

        Raises:
            CommandError: in production, or when demo data are already there.
        """
        if settings.PRODUCTION:
            raise CommandError("Demo data are never loaded in production.")
        with transaction.atomic():
            if (loaded := DemoLoad.objects.select_for_update().first()) is not None:
                raise CommandError(
                    f"The demo data of {loaded.year} are already loaded. "
                    f"To begin afresh, stop the portal and delete {settings.PIO_DATA_DIR}."
                )
            self._build(year, verbosity)
        centre.forget()
        page_cache.empty()

    def _build(self, year: int, verbosity: int) -> None:
        now, chance = timezone.now(), random.Random(SEED)  # noqa: S311  # the same demo every time
        for part in PARTS:
            build = _builder(part)
            if build is None:
                continue
            begun = time.monotonic()
            build(year=year, now=now, random=chance)
            if verbosity:
                self.stdout.write(f"{part:<18} {time.monotonic() - begun:5.1f} s")
        DemoLoad.objects.create(year=year, loaded_at=now)


def _builder(part: str) -> Callable[..., None] | None:
    """The part's `demo.build`, or None while it has none."""
    if find_spec(f"{part}.demo") is None:
        return None
    return getattr(import_module(f"{part}.demo"), "build", None)
