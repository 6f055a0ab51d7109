"""The year's figures."""

from django.apps import AppConfig


class StatsConfig(AppConfig):
    """The year's figures. Registers the one message they send."""

    name = "stats"
    label = "stats"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the outbox which messages there are."""
        from stats import messages

        messages.register()
