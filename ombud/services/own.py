"""The client's own verbs: join the case to an account by a printed code, and take everything along."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ombud.models import Case
from ombud.permissions import digest
from ombud.services.cases import lock_case
from pio.accounts.models import User
from pio.audit import history
from pio.audit.selectors import who_opened
from pio.core.errors import Refusal

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
LOOKALIKES = str.maketrans("ILO", "110")
GROUPS, LENGTH = 4, 5
ASSIGNMENT = ("words", "category", "status", "opened_date", "closed_date", "result", "rating")
PERMIT = ("valid_from", "valid_to", "withdrawn_at")
ENTRY = ("occurred_at", "minutes", "mode", "party", "facts", "client_view", "next_step")


class UnknownCode(Refusal):
    """No case has that code, or it has been used."""


def make_code(case: Case, *, by: User, now: datetime) -> str:
    """A new code for the client to write in on `/min-side/`; it is shown once, and the one before it ends."""
    groups = ["".join(secrets.choice(ALPHABET) for _n in range(LENGTH)) for _group in range(GROUPS)]
    with transaction.atomic(), history.acting(by, "ombud.code"):
        locked = lock_case(case.pk)
        locked.code_digest = digest("".join(groups))
        locked.save(update_fields=["code_digest"])
    return "-".join(groups)


def join_case(user: User, *, code: str, now: datetime) -> Case:
    """Join the case of a code to the client's account; the code is used up.

    Raises:
        UnknownCode: also when a member of staff works on that very case.
    """
    plain = "".join(code.upper().split()).replace("-", "").translate(LOOKALIKES)
    with transaction.atomic(), history.acting(user, "ombud.join"):
        found = Case.objects.select_for_update(no_key=True).filter(code_digest=digest(plain)).first()
        if found is None or user.pk in {found.ombud_id, found.deputy_id}:
            raise UnknownCode(_("Vi finner ingen sak med denne koden. Spør ombudet om en ny."))
        found.account, found.code_digest = user, None
        found.save(update_fields=["account", "code_digest"])
    return found


def export_case(case: Case) -> dict[str, Any]:
    """Everything in the case that is the client's to have, in plain data; what is not shared stays out."""
    return {
        "reference": case.reference, "opened": case.opened_date, "closed": case.closed_date,
        "name": case.client.name, "phone": case.client.phone, "email": case.client.email,
        "assignments": [_plain(row, ASSIGNMENT) for row in case.assignments.all()],
        "mandates": [
            {"office": row.office.name} | _plain(row, ("scope", *PERMIT))
            for row in case.mandates.select_related("office")
        ],
        "consents": [
            {"person": row.person.relation} | _plain(row, ("words", *PERMIT))
            for row in case.consents.select_related("person")
        ],
        "log": [
            {"office": row.office.name if row.office else ""} | _plain(row, ENTRY)
            for row in case.entries.filter(not_shared=False).select_related("office")
        ],
        "opened_by": [_plain(row, ("at", "name", "reason")) for row in who_opened(case)],
    }  # fmt: skip


def _plain(row: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
