"""A choice of figures for somebody who funds the centre, saved under a name, and who is told when it is new."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pio.core.models import BaseModel


class PeriodRule(models.TextChoices):
    """Which whole months a report is about, seen from the day it is read."""

    FIXED = "fixed", _("Faste måneder")
    LAST_MONTH = "last_month", _("Forrige måned")
    LAST_QUARTER = "last_quarter", _("Forrige kvartal")
    YEAR_SO_FAR = "year_so_far", _("Fra januar til og med forrige måned")
    LAST_YEAR = "last_year", _("I fjor")


class Schedule(models.TextChoices):
    """How often the receivers get a link, always on the fifth of the month."""

    NEVER = "never", _("Aldri")
    MONTHLY = "monthly", _("Hver måned")
    QUARTERLY = "quarterly", _("Hvert kvartal")
    YEARLY = "yearly", _("Hvert år, i januar")


class SavedReport(BaseModel):
    """Figures and months under a name. It holds no number: each reading takes what has been let out by then."""

    name = models.CharField(_("navn"), max_length=80, unique=True)
    keys = ArrayField(models.CharField(max_length=60), verbose_name=_("tall"))
    rule = models.CharField(_("periode"), max_length=15, choices=PeriodRule, default=PeriodRule.YEAR_SO_FAR)
    first_month = models.DateField(_("fra og med"), null=True, blank=True)
    last_month = models.DateField(_("til og med"), null=True, blank=True)
    by_month = models.BooleanField(_("vis hver måned"), default=False)
    for_board = models.BooleanField(_("styret kan lese rapporten"), default=False)
    schedule = models.CharField(_("send lenke"), max_length=10, choices=Schedule, default=Schedule.NEVER)
    next_date = models.DateField(_("sendes neste gang"), null=True, blank=True, editable=False)
    receivers = models.ManyToManyField("accounts.User", blank=True, related_name="+", verbose_name=_("til"))
    made_date = models.DateField(_("laget"))
    made_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rule=PeriodRule.FIXED, first_month__isnull=False, last_month__gte=F("first_month"))
                | (~Q(rule=PeriodRule.FIXED) & Q(first_month__isnull=True, last_month__isnull=True)),
                name="saved_report_months_when_fixed",
            ),
            models.CheckConstraint(
                condition=Q(schedule=Schedule.NEVER, next_date__isnull=True)
                | (~Q(schedule=Schedule.NEVER) & Q(next_date__isnull=False)),
                name="saved_report_next_date_when_scheduled",
            ),
        ]

    class Privacy:
        keep = (
            "name", "keys", "rule", "first_month", "last_month", "by_month", "for_board", "schedule", "next_date",
            "receivers", "made_date", "made_by",
        )  # fmt: skip
        erase = ()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The report, of what has been let out."""
        return reverse("figures_report", args=[self.pk])
