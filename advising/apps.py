"""The app of advice sessions and the helpline log."""

from django.apps import AppConfig


class AdvisingConfig(AppConfig):
    """Registers what the lower parts must know of this app: message kinds."""

    name = "advising"
    label = "advising"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the message kinds."""
        from advising.messages import sessions

        sessions.register()
