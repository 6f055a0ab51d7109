"""Login, sign-up and passwords: allauth's forms with our words, and limits on what is guessed."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from pio.accounts import limits
from pio.accounts.models import User
from pio.accounts.passwords import NotOnBadList

ONE_LINE_CODE = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class Worded(forms.Form):
    """Puts our labels, hints and attributes on fields that allauth made; placeholders go."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}
    attributes: dict[str, dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs |= self.attributes.get(name, {})
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class LoginForm(Worded, account.LoginForm):
    """E-mail and password."""

    labels = {"login": _("E-post"), "password": _("Passord")}
    attributes = {"login": {"autocomplete": "username webauthn"}}


class SignupForm(Worded, account.SignupForm):
    """A relative's own account: an address and a password, a name if one likes."""

    name = forms.CharField(
        label=_("Navn"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    labels = {"email": _("E-post"), "password1": _("Passord")}
    hints = {"email": _("Velg en adresse bare du leser."), "password1": NotOnBadList().get_help_text}
    field_order = ("email", "name", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = NotOnBadList().get_help_text()
        self.order_fields(self.field_order)


class RequestCodeForm(Worded, account.RequestLoginCodeForm):
    """Where to send a login code."""

    labels = {"email": _("E-post")}


class ConfirmCodeForm(Worded, account.ConfirmLoginCodeForm):
    """The login code from the mail."""

    labels = {"code": _("Koden fra e-posten")}
    attributes = {"code": ONE_LINE_CODE}


class ConfirmEmailForm(Worded, account.ConfirmEmailVerificationCodeForm):
    """The code that proves a new address."""

    labels = {"code": _("Koden fra e-posten")}
    attributes = {"code": ONE_LINE_CODE}


class ConfirmResetForm(Worded, account.ConfirmPasswordResetCodeForm):
    """The code that opens a forgotten password."""

    labels = {"code": _("Koden fra e-posten")}
    attributes = {"code": ONE_LINE_CODE}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    """Where to send the code for a forgotten password."""

    labels = {"email": _("E-post")}


class NewPasswordOnce(Worded):
    """One field for a new password: it can be shown while typing, so nobody has to write it twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        self.fields["password1"].label = _("Nytt passord")
        self.fields["password1"].help_text = NotOnBadList().get_help_text()


class ResetPasswordKeyForm(NewPasswordOnce, account.ResetPasswordKeyForm):
    """A new password after a forgotten one."""


class SetPasswordForm(NewPasswordOnce, account.SetPasswordForm):
    """A first password."""


class ChangePasswordForm(NewPasswordOnce, account.ChangePasswordForm):
    """A new password instead of the known one."""

    labels = {"oldpassword": _("Passordet du har nå")}


class ChangeEmailForm(Worded, account.AddEmailForm):
    """A new address; a code goes to it."""

    labels = {"email": _("Ny e-postadresse")}


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    """The password once more."""

    labels = {"password": _("Passord")}


class GuessedCode(Worded):
    """A code from an app: five wrong ones on an account, then a pause. The passkey is not touched by it."""

    user: User
    labels = {"code": _("Kode fra appen")}
    hints = {"code": _("Seks siffer. Har du mistet telefonen, kan du skrive en gjenopprettingskode.")}
    attributes = {"code": DIGITS}

    def clean_code(self) -> str:
        """Check the code.

        Raises:
            ValidationError: wrong, or too many wrong ones.
        """
        from allauth.mfa.adapter import get_adapter  # reads settings

        if not limits.is_free("second-factor", str(self.user.pk), limits.ACCOUNT_FAILURES):
            raise get_adapter().validation_error("rate_limited")
        try:
            return str(super().clean_code())  # type: ignore[misc]  # allauth's form stands beside
        except forms.ValidationError:
            limits.note("second-factor", str(self.user.pk), limits.ACCOUNT_FAILURES)
            raise


class AuthenticateForm(GuessedCode, mfa.AuthenticateForm):
    """The second factor at login."""


class ReauthenticateCodeForm(GuessedCode, mfa.ReauthenticateForm):
    """The second factor once more."""


class ActivateTOTPForm(GuessedCode, totp.ActivateTOTPForm):
    """The first code from the app, which proves that the app works."""

    hints = {"code": _("Seks siffer.")}


class DeactivateTOTPForm(Worded, totp.DeactivateTOTPForm):
    """Taking the app away."""


class AddPasskeyForm(Worded, webauthn.AddWebAuthnForm):
    """A new passkey; it always asks for finger, face or PIN, so that it opens the account alone."""

    labels = {"name": _("Navn på nøkkelen")}
    hints = {"name": _("For eksempel «Mobilen» eller «Nøkkelen på jobb».")}
    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput, initial=True)


class EditPasskeyForm(Worded, webauthn.EditWebAuthnForm):
    """Another name of a passkey."""

    labels = {"name": _("Navn på nøkkelen")}
