"""The outbox and its channels."""

from importlib import import_module

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Registers the kinds of message that belong to this part."""

    name = "pio.messaging"
    label = "messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Account mails and announcements are the kinds of this part; features register theirs in `messages.py`."""
        import_module("pio.messaging.checks")
        import_module("pio.messaging.accounts")
        import_module("pio.messaging.announcements")
