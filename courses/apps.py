"""Courses and events."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Registers the messages, and the words for evenings in calendars."""

    name = "courses"
    label = "courses"

    def ready(self) -> None:
        """Tell the outbox which messages there are, and the calendars what an evening is called."""
        from courses import messages
        from courses.services import evenings
        from pio.scheduling import describers

        messages.register()
        describers.register(evenings.PURPOSE, evenings.describe)
