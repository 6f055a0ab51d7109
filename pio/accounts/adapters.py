"""What allauth does by default and we do otherwise: where people land, mails, limits, secrets at rest."""
# allauth decides the signatures

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pio.accounts import landing, limits, mail, secrets_at_rest, texts
from pio.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Login and mails of accounts."""

    error_messages = DefaultAccountAdapter.error_messages | texts.REFUSALS

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where this person's day begins."""
        return landing.url_for(cast("User", request.user))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Return where a new account begins."""
        return self.get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return to the account's page."""
        return reverse("account_home")

    def new_user(self, request: HttpRequest) -> AbstractBaseUser:
        """Return an account for somebody who signs up: a relative, and nothing else."""
        return User(roles=["relative"], created_on=timezone.localdate(), language=translation.get_language() or "nb")

    def save_user(
        self,
        request: HttpRequest,
        user: Any,
        form: Any,
        commit: bool = True,  # noqa: FBT001, FBT002
    ) -> AbstractBaseUser:
        """Keep the name the person gave, if any."""
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit=commit)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before the password is looked at when this address or account has failed too often.

        Raises:
            ValidationError: wait a little.
        """
        if not limits.login_allowed(limits.client_address(request), str(credentials.get("email", ""))):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the failure; successful logins cost nothing."""
        limits.note_failed_login(limits.client_address(request), str(credentials.get("email", "")))

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing was consumed."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail in our words, in the account's language, and hand it to `mail.send`."""
        kind = template_prefix.rsplit("/", 1)[-1]
        language = getattr(context.get("user"), "language", "") or translation.get_language() or "nb"
        with translation.override(language):
            subject, body = texts.MAILS[kind](context)
        mail.send(mail.AccountMail(kind, email, subject, body, language))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Show our notice instead of allauth's text; some of its notices are not worth one."""
        name = (message_template or "").rsplit("/", 1)[-1].removesuffix(".txt")
        said = message or (texts.NOTICES[name]() if name in texts.NOTICES else "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the account that it was changed, without saying from where."""
        address = email or user.email
        if address:
            self.send_mail(template_prefix, address, {"user": user})

    def get_http_user_agent(self, request: HttpRequest) -> str:
        """Return nothing: the browser's name is never kept."""
        return ""


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: secrets sealed, names in our words."""

    error_messages = DefaultMFAAdapter.error_messages | texts.REFUSALS

    def encrypt(self, text: str) -> str:
        """Seal a seed or recovery seed for the database."""
        return secrets_at_rest.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed.

        Raises:
            SealedValueError: damaged, or sealed under a key that is gone.
        """
        return secrets_at_rest.open_sealed(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the site a passkey belongs to; the name is the centre's."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.MFA_TOTP_ISSUER}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002  # allauth's name
        """Return what a new passkey is called until its owner says otherwise."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passnøkkel %(number)s") % {"number": number}
