"""Led and self-run groups."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Registers the messages."""

    name = "groups"
    label = "groups"

    def ready(self) -> None:
        """Tell the outbox which messages there are."""
        from groups import messages

        messages.register()
