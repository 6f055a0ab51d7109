"""Accounts nobody uses: warned after 18 months, erased after 24 (P08); and erasing an account at its owner's wish."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pio.accounts import mail, texts
from pio.accounts.models import User
from pio.core import erasure, retention
from pio.core.errors import Refusal

WARN_AFTER = retention.Period(days=None, months=18)


class StaffAccount(Refusal):
    """The account of somebody who works here is shut by the manager: what they did must stay theirs."""


def delete_own_account(user: User, *, now: datetime) -> None:
    """Erase the account at its owner's wish.

    Raises:
        StaffAccount: the owner works here.
    """
    if user.is_staff:
        raise StaffAccount(_("Kontoen til deg som jobber her, stenges av daglig leder."))
    erase_account(user, now=now)


@transaction.atomic
def erase_account(user: User, *, now: datetime) -> None:
    """Erase the account and, over the registry, everything about its owner that is not a count.

    allauth's rows (addresses, second factors) are not in the registry, so they go here.
    """
    EmailAddress.objects.filter(user_id=user.pk).delete()
    Authenticator.objects.filter(user_id=user.pk).delete()
    User.objects.filter(pk=user.pk).update(is_active=False)
    erasure.erase_person(user.pk, now=now)


def erase_again(person: UUID, *, now: datetime) -> None:
    """Erase an account that a restored backup brought back (`ERASURE_REPLAYS`); nothing happens where it did not."""
    user = User.objects.filter(pk=person).first()
    if user is not None:
        erase_account(user, now=now)


def forget_idle(rows: QuerySet[User], *, now: datetime) -> int:
    """Erase the accounts the nightly job found idle; returns how many. Named in `User.Privacy.retention`."""
    users = list(rows)
    for user in users:
        erase_account(user, now=now)
    return len(users)


def warn_idle(*, now: datetime) -> int:
    """Write to those whose account will be erased in half a year; once, until they use it again. Returns how many."""
    edge = retention.first_day_kept(timezone.localdate(now), WARN_AFTER)
    users = list(User.objects.active().filter(last_used_on__lt=edge, warned_on__isnull=True))
    for user in users:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(warned_on=timezone.localdate(now))
            with translation.override(user.language):
                subject, body = texts.MAILS["idle_warning"]({})
            mail.send(mail.AccountMail("idle_warning", user.email, subject, body, user.language))
    return len(users)
