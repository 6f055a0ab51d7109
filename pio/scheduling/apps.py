"""The time engine as a Django app."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class SchedulingConfig(AppConfig):
    """Resources, availability, closures, reservations."""

    name = "pio.scheduling"
    label = "scheduling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Check the isolation level; put the pages into the set-up."""
        from pio.accounts import setup
        from pio.scheduling.checks import isolation_is_read_committed

        checks.register(isolation_is_read_committed)
        setup.register(
            setup.SetUpPage(
                "closures_list",
                "scheduling.closures",
                _("Stengte dager"),
                _("Helligdager og egne dager da senteret er stengt. Bekreftes hvert år."),
                "calendar",
            )
        )
        setup.register(
            setup.SetUpPage(
                "availability_list",
                "scheduling.resources",
                _("Rådgivere og rom"),
                _("Faste tider, fravær, og hva som kan bestilles."),
                "calendar",
            )
        )
