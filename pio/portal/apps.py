"""The part that joins the others."""

from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Front page, start pages and what they gather from every part."""

    name = "pio.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks, the pages of the set-up and the messages."""
        import_module("pio.portal.checks")
        import_module("pio.portal.setup_pages")
        import_module("pio.portal.messages")
