"""Accounts, as Django starts them."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, roles, login."""

    name = "pio.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks of the settings."""
        from pio.accounts import checks  # noqa: F401
