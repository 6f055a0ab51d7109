from django.apps import AppConfig


class WaitlistConfig(AppConfig):
    name = "pio.waitlist"
    label = "waitlist"
    default_auto_field = "django.db.models.BigAutoField"
