"""Led and self-run groups."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Led and self-run groups."""

    name = "groups"
    label = "groups"
    default_auto_field = "django.db.models.BigAutoField"
