"""Led and self-run groups."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Registers the messages, and what calendars call our reservations."""

    name = "groups"
    label = "groups"

    def ready(self) -> None:
        """Tell the outbox which messages there are, and the time engine what our times are called."""
        from groups import messages
        from groups.services import rooms, times
        from pio.scheduling import describers

        messages.register()
        describers.register(times.PURPOSE, times.describe)
        describers.register(rooms.PURPOSE, rooms.describe)
