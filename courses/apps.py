"""Courses and events."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Registers the messages."""

    name = "courses"
    label = "courses"

    def ready(self) -> None:
        """Tell the outbox which messages there are."""
        from courses import messages

        messages.register()
