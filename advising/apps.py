"""The app of advice sessions and the helpline log."""

from django.apps import AppConfig


class AdvisingConfig(AppConfig):
    """Registers what the lower parts must know of this app: message kinds."""

    name = "advising"
    label = "advising"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the message kinds, and the words for reservations in previews."""
        from advising.messages import calls, sessions
        from advising.selectors import session_calendar
        from advising.terms import PURPOSE
        from pio.scheduling import describers

        calls.register()
        sessions.register()
        describers.register(
            PURPOSE, session_calendar.describe_reservations, address=session_calendar.pages_of_reservations
        )
