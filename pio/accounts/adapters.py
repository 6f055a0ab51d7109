"""What allauth does by default and we do otherwise: where people land, mails, limits, secrets at rest."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation

from pio.accounts import landing, limits, secrets_at_rest
from pio.accounts.mail import AccountMail, send
from pio.accounts.models import User

NEVER_IN_MAIL = frozenset({"ip", "user_agent", "request", "current_site", "timestamp"})


class AccountAdapter(DefaultAccountAdapter):
    """Login and mails of accounts."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where this person's day begins."""
        return landing.url_for(request.user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return to the account's page."""
        return reverse("account_home")

    def new_user(self, request: HttpRequest) -> AbstractBaseUser:
        """Return an account for somebody who signs up: a relative, and nothing else."""
        return User(roles=["relative"], created_on=timezone.localdate(), language=translation.get_language() or "nb")

    def save_user(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
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
        """Render without request, address or agent, and hand over to `mail.send`."""
        clean = {key: value for key, value in context.items() if key not in NEVER_IN_MAIL}
        message = self.render_mail(template_prefix, email, clean)
        kind = template_prefix.rsplit("/", 1)[-1]
        send(AccountMail(kind, email, message.subject, str(message.body), translation.get_language() or "nb"))

    def render_mail(self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None) -> Any:
        """As allauth, in the receiver's language when the account is known."""
        user = context.get("user")
        with translation.override(getattr(user, "language", None) or translation.get_language()):
            return super().render_mail(template_prefix, email, context, headers)

    def get_http_user_agent(self, request: HttpRequest) -> str:
        """Return nothing: the browser's name is never kept."""
        return ""


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: secrets sealed, names in our words."""

    def encrypt(self, text: str) -> str:
        """Seal a seed or recovery seed for the database."""
        return secrets_at_rest.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed.

        Raises:
            SealedValueError: damaged, or sealed under a key that is gone.
        """
        return secrets_at_rest.open_sealed(encrypted_text)
