"""Verbs of the service as a whole: intake stops, deadline rules, offices, the address of a calendar feed."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ombud.models import CalendarFeed, DeadlineRule, IntakeStop, Office
from ombud.permissions import digest
from ombud.services.cases import ChangedMeanwhile
from pio.accounts.models import User
from pio.core.errors import Refusal


class StopsOverlap(Refusal):
    """There is a stop in that period already."""


class RuleFollowed(Refusal):
    """Another row has followed the rule since the page was opened."""


class RuleBeforeTheOld(Refusal):
    """The new rule would begin before the one it follows."""


def stop_intake(
    *, starts: date, ends: date | None, text: str, text_en: str = "", by: User, now: datetime
) -> IntakeStop:
    """Take in nobody for a while. Raises StopsOverlap."""
    try:
        with transaction.atomic():
            return IntakeStop.objects.create(
                starts_date=starts, ends_date=ends, public_text=text, public_text_en=text_en
            )
    except IntegrityError:
        raise StopsOverlap(_("Det er allerede et inntaksstopp i den perioden.")) from None


def end_stop(stop: IntakeStop, *, by: User, now: datetime) -> None:
    """Take in clients again from today on; a stop that has not begun is taken away."""
    yesterday = timezone.localdate(now) - timedelta(days=1)
    if stop.starts_date > yesterday:
        stop.delete()
        return
    stop.ends_date = yesterday
    stop.save(update_fields=["ends_date"])


def follow_rule(rule: DeadlineRule, *, values: Mapping[str, Any], by: User, now: datetime) -> DeadlineRule:
    """Let a new dated row follow a rule: the old one ends the day before. Deadlines that are set do not move.

    Raises:
        RuleFollowed, RuleBeforeTheOld
    """
    with transaction.atomic():
        old = DeadlineRule.objects.select_for_update().get(pk=rule.pk)
        if old.valid_to is not None:
            raise RuleFollowed(_("Noen andre har endret regelen. Se den nye i listen."))
        start: date = values["valid_from"]
        if start <= old.valid_from:
            raise RuleBeforeTheOld(_("Den nye regelen må gjelde fra en senere dag."))
        old.valid_to = start - timedelta(days=1)
        old.save(update_fields=["valid_to"])
        kept = {name: getattr(old, name) for name in ("code", "name", "name_en", "whose")}
        return DeadlineRule.objects.create(**kept, **values, is_certain=True)


def verify_rule(rule: DeadlineRule, *, by: User, now: datetime) -> None:
    """The manager has checked the rule against its source; look again in a year."""
    rule.is_certain, rule.review_date = True, timezone.localdate(now) + timedelta(days=365)
    rule.save(update_fields=["is_certain", "review_date"])


def new_office(*, values: Mapping[str, Any], by: User, now: datetime) -> Office:
    """A new office; its address in the portal is made from its name."""
    return Office.objects.create(slug=_free_slug(values["name"]), **values)


def change_office(
    office: Office, *, values: Mapping[str, Any], version: int | None = None, by: User, now: datetime
) -> Office:
    """New facts about an office. Its address in the portal stays.

    Args:
        version: what the page was opened with; None overwrites whatever stands there.

    Raises:
        ChangedMeanwhile: another has saved since; nothing is written, and what stands there comes with the refusal.
    """
    with transaction.atomic():
        row = Office.objects.select_for_update().get(pk=office.pk)
        if version is not None and row.version != version:
            theirs = {name: getattr(row, name) for name in values}
            raise ChangedMeanwhile(_("Noen andre har endret dette mens du skrev."), theirs, row.version)
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.save()
    return row


def _free_slug(name: str) -> str:
    plain = slugify(name.replace("ø", "o").replace("Ø", "O").replace("æ", "ae").replace("Æ", "AE")) or "kontor"
    taken = set(Office.objects.filter(slug__startswith=plain).values_list("slug", flat=True)) | {"nytt"}
    return next(
        slug for number in range(1, 1000) if (slug := plain if number == 1 else f"{plain}-{number}") not in taken
    )


def new_feed(user: User, *, now: datetime) -> str:
    """A new secret address of the ombud's calendar; the one before it ends."""
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(user=user, defaults={"token_digest": digest(token)})
    return token
