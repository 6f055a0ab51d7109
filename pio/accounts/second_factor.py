"""When staff have shown a second factor (P11).

allauth never forces anybody to enrol and does not ask after a login by recovery code, so the rule stands here: the
session itself must have seen a passkey or an authenticator app. A password, a code by e-mail, a reset or a recovery
code is not one; who has only those reaches `/konto/`, where a new factor is added.
"""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

STRONG = (Authenticator.Type.TOTP.value, Authenticator.Type.WEBAUTHN.value)


def is_missing(request: HttpRequest) -> bool:
    """Say whether this session must show a second factor before it reaches anything but `/konto/`."""
    if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated or not request.user.is_staff:
        return False
    records = get_authentication_records(request, request.user)
    return not any(record.get("method") == "mfa" and record.get("type") in STRONG for record in records)


def rule() -> dict[str, bool]:
    """Return what the page about second factors must know: whether staff need one here."""
    return {"is_required": settings.SECOND_FACTOR_REQUIRED}


def where_to_add() -> str:
    """Return the page where the factor is shown or added."""
    return reverse("mfa_index")
