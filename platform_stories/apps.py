"""The experience platform: anonymous from the browser to the backup."""

from django.apps import AppConfig


class PlatformStoriesConfig(AppConfig):
    name = "platform_stories"
    label = "platform_stories"
    default_auto_field = "django.db.models.BigAutoField"
