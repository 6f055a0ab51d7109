"""Seeds of second factors at rest, sealed with the field keys.

allauth hands over the text alone, without its row, so what is sealed is bound to its purpose and not to a row.
"""

import base64

from allauth.mfa.models import Authenticator
from django.db import transaction

from pio.core import fields
from pio.core.rotation import Report

LABEL = "accounts.second_factor.seed"
ANY_ROW = "seed"
SEALED_ITEMS = ("secret", "seed", "migrated_codes")
"""The items of an authenticator's data that allauth hands to the adapter: of an app, and of recovery codes."""


def seal(text: str) -> str:
    """Return `text` sealed, as letters that fit in JSON."""
    return base64.b64encode(fields.seal(text.encode(), label=LABEL, pk=ANY_ROW)).decode()


def open_sealed(sealed: str) -> str:
    """Return the text in `sealed`.

    Raises:
        SealedValueError: damaged, or sealed under a key that is gone.
    """
    return fields.unseal(base64.b64decode(sealed), label=LABEL, pk=ANY_ROW).decode()


def seal_again() -> Report:
    """Seal the seeds again that stand under an older key; see `rotation`."""
    report = Report("mfa.Authenticator.data")
    for key in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=key).first()
            if row is not None:
                _seal_row(row, report)
    return report


def _seal_row(row: Authenticator, report: Report) -> None:
    try:
        fresh = {name: _fresh(value) for name, value in row.data.items() if name in SEALED_ITEMS}
    except (fields.SealedValueError, ValueError):
        report.broken.append(row.pk)
        return
    if any(row.data[name] != value for name, value in fresh.items()):
        row.data |= fresh
        row.save(update_fields=["data"])
        report.rotated += 1


def _fresh(value: str | list[str]) -> str | list[str]:
    if isinstance(value, list):
        return [str(_fresh(each)) for each in value]
    is_current = base64.b64decode(value)[0] == fields.current_key_id()
    return value if is_current else seal(open_sealed(value))
