"""The queue-and-offer engine; its models are abstract."""

from django.apps import AppConfig


class WaitlistConfig(AppConfig):
    """The queue-and-offer engine; its models are abstract."""

    name = "pio.waitlist"
    label = "waitlist"
    default_auto_field = "django.db.models.BigAutoField"
