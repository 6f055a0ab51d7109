"""`manage.py legal_hold`: keep a row from being forgotten for a lawful reason, and end that (P08, `pio/core/holds.py`).

It is written by the technician on the word of the manager, who sees all holds under `/intern/oppsett/sletting/`.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models
from django.utils import timezone

from pio.core import holds
from pio.core.errors import Refusal


class Command(BaseCommand):
    """`legal_hold ombud.Case <key> --by leder@example.org --reason "Tilsynssak"`, and later the same with `--end`."""

    help = "Keeps a row, and what belongs to it, from being forgotten until the hold is ended with --end."

    def add_arguments(self, parser: CommandParser) -> None:
        """The model, the row's key, and who says why; or `--end`."""
        parser.add_argument("model", help="such as ombud.Case")
        parser.add_argument("row", help="the row's key, as in the address of its page")
        parser.add_argument("--by", default="", help="e-mail of the one who decided")
        parser.add_argument("--reason", default="", help="the lawful reason, without names")
        parser.add_argument("--end", action="store_true", help="end the hold; the next night forgets what is due")

    def handle(self, *args: Any, **options: Any) -> None:
        """Place or end the hold. Raises CommandError when there is no such row or person, no reason, or no hold."""
        try:
            row = apps.get_model(options["model"])._default_manager.get(pk=options["row"])
            if options["end"]:
                self._end(row)
            else:
                by = get_user_model()._default_manager.get_by_natural_key(options["by"])
                holds.place_hold(row, by=by.pk, reason=options["reason"], now=timezone.now())
                self.stdout.write("Held. Nothing of it is forgotten until the hold is ended.")
        except (LookupError, ValueError, ValidationError, ObjectDoesNotExist) as error:
            raise CommandError(f"There is no such row or person: {error}") from error
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal

    def _end(self, row: models.Model) -> None:
        if not holds.end_hold(row, now=timezone.now()):
            raise CommandError("Nothing holds that row.")
        self.stdout.write("Ended. The next night forgets what is due.")
