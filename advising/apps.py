from django.apps import AppConfig


class AdvisingConfig(AppConfig):
    name = "advising"
    label = "advising"
    default_auto_field = "django.db.models.BigAutoField"
