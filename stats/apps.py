"""The year's figures."""

from django.apps import AppConfig


class StatsConfig(AppConfig):
    """The year's figures."""

    name = "stats"
    label = "stats"
    default_auto_field = "django.db.models.BigAutoField"
