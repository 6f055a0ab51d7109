"""Login at somebody else's by OpenID Connect: off unless the environment names an issuer (`PIO_OIDC_ISSUER`).

Rules: it opens accounts that exist and makes none. The first time an account is found by an address that both the
issuer and we have seen verified; from then on by the issuer's own name for the person (`sub`), so a change of address
there changes nothing, and an address that is given to somebody else opens nothing. Of the name a keyed hash is kept, of
the rest nothing. Staff show their second factor here all the same, since the issuer's word is not one of ours.
"""

import hashlib
import hmac
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from pio.accounts.models import OpenIdSubject, User
from pio.accounts.openid_protocol import Identity
from pio.core.errors import Refusal


class NoSuchAccount(Refusal):
    """Nobody here has that address."""

    def __init__(self) -> None:
        super().__init__(_("Det finnes ingen konto her med den adressen. Lag en konto, eller be om en invitasjon."))


class SomebodyElses(Refusal):
    """The address belongs to an account that another person at the issuer has used."""

    def __init__(self) -> None:
        super().__init__(_("Kontoen med den adressen er åpnet av en annen. Logg inn på en annen måte, eller spør oss."))


def is_on() -> bool:
    """Whether an issuer is configured."""
    return bool(settings.PIO_OIDC_ISSUER)


def shown_at_login() -> dict[str, Any]:
    """What the login page needs for the button; empty when there is none."""
    if not is_on():
        return {}
    return {"openid_name": settings.PIO_OIDC_NAME, "openid_url": reverse("openid_begin")}


@transaction.atomic
def account_of(identity: Identity) -> User:
    """The account that the issuer's person opens; the first time the two are tied.

    Raises:
        NoSuchAccount, SomebodyElses.
    """
    subject = digest_of(identity.subject)
    known = OpenIdSubject.objects.filter(subject=subject).select_related("user").first()
    if known is not None:
        return known.user
    address = (
        EmailAddress.objects.filter(email__iexact=identity.email, verified=True).first() if identity.email else None
    )
    if address is None:
        raise NoSuchAccount
    user = User.objects.select_for_update(no_key=True).get(pk=address.user_id)
    if OpenIdSubject.objects.filter(user=user).exclude(subject=subject).exists():
        raise SomebodyElses
    OpenIdSubject.objects.get_or_create(user=user, defaults={"subject": subject})
    return user


def digest_of(subject: str) -> bytes:
    """32 bytes that stand for the issuer's name for a person, letter by letter."""
    key = hmac.digest(settings.KEYS.index, b"accounts.openid", hashlib.sha256)
    return hmac.digest(key, f"{settings.PIO_OIDC_ISSUER}\0{subject}".encode(), hashlib.sha256)
