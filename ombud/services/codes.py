"""The printed code: the client's way to their own case without an account, or into an account.

20 characters of Crockford's base 32 (100 bits), shown once, kept only as a SHA-256 digest: too many to try, so a slow
hash would add nothing. A code that is wrong, ended, taken back or used up gets one and the same refusal after the same
query. The opened page's forms carry a sealed pass for half an hour instead of the code; the pass ends with the code.
"""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.models import Case
from ombud.permissions import digest
from ombud.services.cases import lock_case
from pio.accounts.models import User
from pio.audit import history
from pio.core.errors import Refusal
from pio.core.floods import Bucket
from pio.core.public import open_state, seal_state

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
LOOKALIKES = str.maketrans("ILO", "110")
GROUPS, LENGTH = 4, 5
HOLDS = timedelta(days=90)
PURPOSE = "ombud.code"
OPEN_SECONDS = 30 * 60
TRIES = Bucket(30)
"""Tries a minute for all visitors together, in this process's memory: no state per person."""


class UnknownCode(Refusal):
    """No case has that code, or it has ended, was taken back or has been used up."""


class TooManyTries(Refusal):
    """Too many codes have been tried in the last minute, by all visitors together."""


def make_code(case: Case, *, by: User, now: datetime) -> str:
    """A new code for the client, good for 90 days; it is shown once, and the one before it ends."""
    groups = ["".join(secrets.choice(ALPHABET) for _n in range(LENGTH)) for _group in range(GROUPS)]
    _set(case, digest("".join(groups)), timezone.localdate(now) + HOLDS, by=by)
    return "-".join(groups)


def revoke_code(case: Case, *, by: User, now: datetime) -> None:
    """Take the code back; pages that are open by it close at their next request."""
    _set(case, None, None, by=by)


def _set(case: Case, code_digest: bytes | None, until: date | None, *, by: User) -> None:
    with transaction.atomic(), history.acting(by, "ombud.code"):
        locked = lock_case(case.pk)
        locked.code_digest, locked.code_until, locked.code_used_date = code_digest, until, None
        locked.save(update_fields=["code_digest", "code_until", "code_used_date"])


def join_case(user: User, *, code: str, now: datetime) -> Case:
    """Join the case of a code to the client's account; the code is used up.

    Raises:
        UnknownCode: also when a member of staff works on that very case.
        TooManyTries
    """
    with transaction.atomic(), history.acting(user, "ombud.join"):
        found = _find(code, now=now)
        if user.pk in {found.ombud_id, found.deputy_id}:
            raise _unknown()
        found.account, found.code_digest, found.code_until, found.code_used_date = user, None, None, None
        found.save(update_fields=["account", "code_digest", "code_until", "code_used_date"])
    return found


def open_by_code(code: str, *, now: datetime) -> Case:
    """The case of a code, for the client's page without an account; the day of use is kept, for the client to see.

    Raises:
        UnknownCode, TooManyTries
    """
    today = timezone.localdate(now)
    with transaction.atomic(), history.acting(None, "ombud.code"):
        found = _find(code, now=now)
        if found.code_used_date != today:
            found.code_used_date = today
            found.save(update_fields=["code_used_date"])
    return Case.objects.select_related("client", "ombud").get(pk=found.pk)


def seal_pass(case: Case) -> str:
    """What the forms of the opened page carry for half an hour."""
    return seal_state({"case": str(case.pk), "code": bytes(case.code_digest or b"").hex()}, PURPOSE)


def open_pass(sealed: str, *, now: datetime) -> Case:
    """The case of an opened page. Raises StateInvalid, UnknownCode (the code has ended meanwhile)."""
    state = open_state(sealed, PURPOSE, max_age=OPEN_SECONDS)
    rows = Case.objects.filter(code_digest=bytes.fromhex(state["code"]), code_until__gte=timezone.localdate(now))
    found: Case | None = rows.filter(pk=state["case"]).select_related("client", "ombud").first()
    if found is None:
        raise _unknown()
    return found


def _find(code: str, *, now: datetime) -> Case:
    if not TRIES.take():
        raise TooManyTries(_("Mange prøver koder akkurat nå. Vent et minutt og prøv igjen."))
    plain = "".join(code.upper().split()).replace("-", "").translate(LOOKALIKES)
    rows = Case.objects.select_for_update(no_key=True).filter(code_until__gte=timezone.localdate(now))
    found: Case | None = rows.filter(code_digest=digest(plain)).first()
    if found is None:
        raise _unknown()
    return found


def _unknown() -> UnknownCode:
    return UnknownCode(_("Vi finner ingen sak med denne koden. Spør ombudet om en ny."))
