"""Invitations: a signed link that opens one account for one choice of password, within seven days."""

from datetime import timedelta

from django.core import signing
from django.utils.crypto import salted_hmac

from pio.accounts.models import User

SALT = "pio.accounts.invitation"
GOOD_FOR = timedelta(days=7)


def _mark(user: User) -> str:
    """Return what changes when the password does, so that a used link is a dead one."""
    return salted_hmac(SALT, f"{user.password}|{user.is_active}").hexdigest()[:20]


def token_for(user: User) -> str:
    """Return the token of an invitation to `user`'s account."""
    return signing.dumps([user.pk.hex, _mark(user)], salt=SALT)


def open_invitation(token: str) -> User | None:
    """Return whose account `token` opens, or nothing when it is false, too old or used."""
    try:
        key, mark = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    user = User.objects.active().filter(pk=key).first()
    return user if user is not None and mark == _mark(user) else None
