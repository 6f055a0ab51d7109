"""Models that exist in tests only: each rule of core and audit is tested on them, not on some part's own."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """App label `sample`."""

    name = "tests.core.sample"
    label = "sample"
    default_auto_field = "django.db.models.BigAutoField"
