"""The time engine as a Django app."""

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    """Resources, availability, closures, reservations."""

    name = "pio.scheduling"
    label = "scheduling"
    default_auto_field = "django.db.models.BigAutoField"
