"""The change history, the log of reads and break-glass."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """App label `audit`."""

    name = "pio.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
