"""What every part stands on."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """App label `core`."""

    name = "pio.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
