"""What is done to accounts: made, given roles, switched off and on, noted as used."""

from collections.abc import Collection
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from pio.accounts.enums import Language, Role
from pio.accounts.models import User
from pio.core.errors import Refusal


class EmailTaken(Refusal):
    """An account with this address exists."""


class BoardStandsAlone(Refusal):
    """The board's role combines with no other: who publishes figures about the work must not do the work."""


class OwnAccess(Refusal):
    """Nobody takes the set-up away from themselves: another one does it, so that the last key is never lost."""


@transaction.atomic
def create_account(
    *, email: str, name: str = "", roles: Collection[str] = (Role.RELATIVE,), password: str | None = None,
    language: str = Language.NORWEGIAN, now: datetime,
) -> User:  # fmt: skip
    """Make an account whose address counts as verified; without `password` only code or invitation opens it.

    Raises:
        EmailTaken: the address belongs to an account, in whatever case.
        BoardStandsAlone: `board` beside another role.
    """
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        raise EmailTaken(_("Det finnes allerede en konto med denne e-postadressen."))
    user = User(email=address, name=name, roles=ordered_roles(roles), language=language, created_on=localdate(now))
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save(force_insert=True)
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    return user


def ordered_roles(roles: Collection[str]) -> list[str]:
    """Return `roles` without doubles in the order of `Role`.

    Raises:
        BoardStandsAlone: `board` beside another role.
    """
    chosen = [role.value for role in Role if role in roles]
    if Role.BOARD in chosen and len(chosen) > 1:
        raise BoardStandsAlone(_("Styremedlem kan ikke ha andre roller samtidig."))
    return chosen


@transaction.atomic
def set_roles(user: User, *, roles: Collection[str], by: User, now: datetime) -> User:
    """Give `user` exactly `roles`; takes effect at the next request.

    Raises:
        BoardStandsAlone: `board` beside another role.
        OwnAccess: `by` would take the set-up from themselves.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    before = person.has_right("setup.people")
    person.roles = ordered_roles(roles)
    if person.pk == by.pk and before and not person.has_right("setup.people"):
        raise OwnAccess(_("Du kan ikke ta fra deg selv tilgangen til oppsettet. Be en annen gjøre det."))
    person.save(update_fields=["roles"])
    return person


@transaction.atomic
def deactivate(user: User, *, by: User, now: datetime) -> User:
    """Shut the account: open sessions end at their next request, nothing is deleted.

    Raises:
        OwnAccess: nobody shuts their own account here.
    """
    if user.pk == by.pk:
        raise OwnAccess(_("Du kan ikke stenge din egen konto her. Be en annen gjøre det."))
    person = User.objects.select_for_update().get(pk=user.pk)
    person.is_active = False
    person.save(update_fields=["is_active"])
    return person


@transaction.atomic
def activate(user: User, *, by: User, now: datetime) -> User:
    """Open a shut account again; its roles are as they were."""
    person = User.objects.select_for_update().get(pk=user.pk)
    person.is_active = True
    person.save(update_fields=["is_active"])
    return person


def note_use(user: User, *, now: datetime) -> None:
    """Remember the day of the last use, which the deletion of idle accounts counts from."""
    today = localdate(now)
    if user.last_used_on != today:
        User.objects.filter(pk=user.pk).update(last_used_on=today)
        user.last_used_on = today
