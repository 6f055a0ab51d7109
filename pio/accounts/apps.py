from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "pio.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
