"""Finding accounts."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

from pio.accounts.enums import STAFF, Role

if TYPE_CHECKING:
    from pio.accounts.models import User


class UserQuerySet(models.QuerySet["User"]):
    """Accounts by role and state."""

    def active(self) -> "UserQuerySet":
        """Keep accounts that may log in."""
        return self.filter(is_active=True)

    def with_role(self, *roles: Role) -> "UserQuerySet":
        """Keep accounts that hold at least one of `roles`."""
        return self.filter(roles__overlap=[role.value for role in roles])

    def staff(self) -> "UserQuerySet":
        """Keep those who come to `/intern/`."""
        return self.with_role(*STAFF)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # built at run time
    """Look-up by e-mail, whatever the case."""

    def get_by_natural_key(self, email: str | None) -> "User":
        """Find the account of an e-mail address, whatever the case.

        Raises:
            User.DoesNotExist: no such account.
        """
        user: User = self.get(email=(email or "").strip().lower())
        return user

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Refuse: accounts are made by `services`, which also make the verified address for allauth."""
        raise NotImplementedError("use pio.accounts.services.create_account")
