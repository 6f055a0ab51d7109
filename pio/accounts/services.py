"""What is done to accounts: made, given roles, switched off and on, noted as used."""

from collections.abc import Callable, Collection
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from pio.accounts import invitations, mail, texts
from pio.accounts.enums import ChangeVerb, Language, Role
from pio.accounts.models import AccountChange, LoginSession, OpenIdSubject, User
from pio.core.errors import Refusal


class EmailTaken(Refusal):
    """An account with this address exists."""


class BoardStandsAlone(Refusal):
    """The board's role combines with no other: who publishes figures about the work must not do the work."""


class AlreadyOpened(Refusal):
    """The invitation was used; a forgotten password has its own way."""


class OwnAccess(Refusal):
    """Nobody takes the set-up away from themselves: another one does it, so that the last key is never lost."""


UrlFor = Callable[[str], str]
"""Makes the absolute address of an invitation's token."""


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
    user.last_used_on = user.created_on  # from here the idle time counts
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
    person: User = User.objects.select_for_update().get(pk=user.pk)
    before = person.has_right("setup.people")
    person.roles = ordered_roles(roles)
    if person.pk == by.pk and before and not person.has_right("setup.people"):
        raise OwnAccess(_("Du kan ikke ta fra deg selv tilgangen til oppsettet. Be en annen gjøre det."))
    person.save(update_fields=["roles"])
    _record(person, ChangeVerb.ROLES, by=by, now=now)
    return person


@transaction.atomic
def deactivate(user: User, *, by: User, now: datetime) -> User:
    """Shut the account, end its sessions and untie it from a login elsewhere; what the person has done stays.

    Raises:
        OwnAccess: nobody shuts their own account here.
    """
    if user.pk == by.pk:
        raise OwnAccess(_("Du kan ikke stenge din egen konto her. Be en annen gjøre det."))
    person: User = User.objects.select_for_update().get(pk=user.pk)
    person.is_active = False
    person.save(update_fields=["is_active"])
    LoginSession.objects.filter(user=person).delete()
    OpenIdSubject.objects.filter(user=person).delete()
    _record(person, ChangeVerb.SHUT, by=by, now=now)
    return person


@transaction.atomic
def activate(user: User, *, by: User, now: datetime) -> User:
    """Open a shut account again; its roles are as they were."""
    person: User = User.objects.select_for_update().get(pk=user.pk)
    person.is_active = True
    person.save(update_fields=["is_active"])
    _record(person, ChangeVerb.OPENED, by=by, now=now)
    return person


def _record(person: User, verb: ChangeVerb, *, by: User, now: datetime) -> None:
    AccountChange.objects.create(person=person, made_by=by, made_at=now, verb=verb, roles=person.roles)


def change_profile(user: User, *, name: str, language: str) -> User:
    """Change what a person is called and the language of their pages; their own choice, so no `by`."""
    user.name, user.language = name.strip(), language
    user.save(update_fields=["name", "language"])
    return user


def end_other_sessions(user: User, *, keep: bytes) -> int:
    """Log `user` out everywhere but in the session with the digest `keep`; returns how many were ended."""
    return LoginSession.objects.filter(user=user).exclude(key_digest=keep).delete()[0]


@transaction.atomic
def invite(*, email: str, name: str, roles: Collection[str], url_for: UrlFor, by: User, now: datetime) -> User:
    """Make an account and send its owner a link to choose a password.

    Raises:
        EmailTaken: the address belongs to an account.
        BoardStandsAlone: `board` beside another role.
    """
    user = create_account(email=email, name=name, roles=roles, language=by.language, now=now)
    _record(user, ChangeVerb.INVITED, by=by, now=now)
    send_invitation(user, url_for=url_for)
    return user


def send_invitation(user: User, *, url_for: UrlFor) -> None:
    """Send the link (again); an earlier one works until a password is chosen."""
    with translation.override(user.language):
        words = {"name": user.name, "url": url_for(invitations.token_for(user))}
        subject, body = texts.MAILS["invitation"](words)
    mail.send(mail.AccountMail("invitation", user.email, subject, body, user.language))


@transaction.atomic
def invite_again(user: User, *, url_for: UrlFor, by: User, now: datetime) -> None:
    """Send the invitation once more.

    Raises:
        AlreadyOpened: a password has been chosen, or the account is shut.
    """
    if user.has_usable_password() or not user.is_active:
        raise AlreadyOpened(_("Invitasjonen er allerede brukt. Glemt passord byttes på innloggingssiden."))
    _record(user, ChangeVerb.INVITED, by=by, now=now)
    send_invitation(user, url_for=url_for)


@transaction.atomic
def accept_invitation(user: User, *, password: str, now: datetime) -> User:
    """Set the first password. The second factor comes at the first login."""
    user.set_password(password)
    user.save(update_fields=["password"])
    note_use(user, now=now)
    return user


def note_use(user: User, *, now: datetime) -> None:
    """Remember the day of the last use, which the deletion of idle accounts counts from."""
    today = localdate(now)
    if user.last_used_on != today:
        User.objects.filter(pk=user.pk).update(last_used_on=today, warned_on=None)
        user.last_used_on, user.warned_on = today, None
