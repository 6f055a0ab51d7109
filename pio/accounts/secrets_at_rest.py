"""Seeds of second factors at rest, sealed with the field keys.

allauth hands over the text alone, without its row, so what is sealed is bound to its purpose and not to a row.
"""

import base64

from pio.core import fields

LABEL = "accounts.second_factor.seed"
ANY_ROW = "seed"


def seal(text: str) -> str:
    """Return `text` sealed, as letters that fit in JSON."""
    return base64.b64encode(fields.seal(text.encode(), label=LABEL, pk=ANY_ROW)).decode()


def open_sealed(sealed: str) -> str:
    """Return the text in `sealed`.

    Raises:
        SealedValueError: damaged, or sealed under a key that is gone.
    """
    return fields.unseal(base64.b64decode(sealed), label=LABEL, pk=ANY_ROW).decode()
