"""Personal ombud."""

from django.apps import AppConfig


class OmbudConfig(AppConfig):
    """Registers the messages."""

    name = "ombud"
    label = "ombud"

    def ready(self) -> None:
        """Tell the outbox which messages there are."""
        from ombud import messages

        messages.register()
