"""What the account's pages show, read in few queries."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from pio.accounts.enums import Role
from pio.accounts.models import AccountChange, LoginSession, User
from pio.accounts.second_factor import STRONG
from pio.core import erasure


@dataclass(frozen=True)
class OpenSession:
    """A signed-in browser: days only."""

    started_on: date
    used_on: date
    is_this: bool


@dataclass(frozen=True)
class Account:
    """One's own account as `/konto/` shows it."""

    user: User
    has_password: bool
    has_app: bool
    passkeys: tuple[str, ...]
    has_recovery_codes: bool
    needs_second_factor: bool
    sessions: tuple[OpenSession, ...]


def account_overview(user: User, *, current: bytes) -> Account:
    """Read the account of `user`; `current` is the digest of the session that asks."""
    factors = list(Authenticator.objects.filter(user_id=user.pk).order_by("pk"))
    kinds = {factor.type for factor in factors}
    rows = LoginSession.objects.filter(user=user).order_by("-used_on", "-started_on").defer("data")
    return Account(
        user=user,
        has_password=user.has_usable_password(),
        has_app=Authenticator.Type.TOTP in kinds,
        passkeys=tuple(factor.wrap().name for factor in factors if factor.type == Authenticator.Type.WEBAUTHN),
        has_recovery_codes=Authenticator.Type.RECOVERY_CODES in kinds,
        needs_second_factor=settings.SECOND_FACTOR_REQUIRED and user.is_staff and kinds.isdisjoint(STRONG),
        sessions=tuple(OpenSession(row.started_on, row.used_on, bytes(row.key_digest) == current) for row in rows),
    )


@dataclass(frozen=True)
class Colleague:
    """A row of the people list."""

    user: User
    has_second_factor: bool
    has_password: bool


def people(*, words: str = "", role: str = "") -> list[Colleague]:
    """List who comes to `/intern/`, in the order of the Norwegian alphabet; shut accounts last."""
    rows = User.objects.staff()
    if role:
        rows = rows.with_role(Role(role))
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(email__icontains=words))
    strong = Authenticator.objects.filter(user=OuterRef("pk"), type__in=STRONG)
    found = list(rows.annotate(has_factor=Exists(strong)))
    found.sort(key=lambda user: (not user.is_active, sort_key(str(user))))
    return [Colleague(user, user.has_factor, user.has_usable_password()) for user in found]


def everything_about(user: User) -> dict[str, Any]:
    """Return all that is kept about the account's owner: the registry's rows, and allauth's addresses and factors."""
    factors = Authenticator.objects.filter(user_id=user.pk).order_by("pk")
    return {
        **erasure.export_person(user.pk),
        "addresses": list(EmailAddress.objects.filter(user_id=user.pk).values("email", "verified", "primary")),
        "second_factors": [{"type": factor.type, "added": factor.created_at.date()} for factor in factors],
    }


ALPHABET_END = str.maketrans("æøå", "\ue000\ue001\ue002")


def sort_key(text: str) -> str:
    """Return what `text` is sorted by: æ, ø and å end the alphabet whatever the database thinks."""
    return text.lower().translate(ALPHABET_END)


def changes_of(user: User) -> list[AccountChange]:
    """List what others did to the account, newest first."""
    return list(AccountChange.objects.filter(person=user).select_related("made_by"))
