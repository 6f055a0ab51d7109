"""Adding a second factor: whoever has just proved one in this session has shown it."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.http import HttpRequest, HttpResponse


def qr_code(text: str) -> dict[str, Any]:
    """Return a QR code as the side of its square and one SVG path (a template draws it, so nothing needs marking)."""
    import qrcode  # type: ignore[import-untyped]

    code = qrcode.QRCode(border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"side": len(rows), "path": path}


def note_shown(request: HttpRequest, kind: Authenticator.Type) -> None:
    """Write into the session that its owner has just proved a factor of `kind`."""
    newest = Authenticator.objects.filter(user_id=request.user.pk, type=kind).order_by("-pk").first()
    if newest is not None:
        record_authentication(
            request, request.user, method="mfa", type=str(kind.value), id=newest.pk, reauthenticated=True
        )


class ActivateApp(ActivateTOTPView):
    """Connect a code app: QR code, the key in letters, and the first code as proof."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the QR code."""
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        return context | {"qr": qr_code(context["totp_url"]), "secret": groups}

    def form_valid(self, form: Any) -> HttpResponse:
        """Activate, and count the code as shown in this session."""
        response = super().form_valid(form)
        note_shown(self.request, Authenticator.Type.TOTP)
        return response


class AddPasskey(AddWebAuthnView):
    """Add a passkey."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Add it, and count it as shown in this session."""
        response = super().form_valid(form)
        note_shown(self.request, Authenticator.Type.WEBAUTHN)
        return response
