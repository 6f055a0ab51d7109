from django.apps import AppConfig


class OmbudConfig(AppConfig):
    name = "ombud"
    label = "ombud"
    default_auto_field = "django.db.models.BigAutoField"
