"""Who and what can be busy, when they are open, and what is taken. PostgreSQL forbids every overlap.

`Reservation` knows nothing above it: the session, course evening or group meeting holds its reservations.
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from pio.audit import history
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel
from pio.core.privacy import Retention
from pio.scheduling import holiday_names
from pio.scheduling.enums import BUSY, ClosureSource, ExceptionKind, ReservationStatus, ResourceKind, Weekday
from pio.scheduling.querysets import ReservationQuerySet, ResourceQuerySet

HEAVY_RECOVERY_MINUTES = 30
"""The pause after a talk marked heavy, unless the manager sets another for the adviser."""


@history.track()
class Resource(BaseModel):
    """An adviser or a room: the row that is locked before anything of theirs is taken."""

    kind = models.CharField(max_length=10, choices=ResourceKind)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="scheduling_resource"
    )
    name = models.CharField(_("Navn"), max_length=100)
    active = models.BooleanField(_("I bruk"), default=True)
    max_per_day = models.PositiveSmallIntegerField(_("Høyst per dag"), null=True, blank=True)
    recovery_minutes = models.PositiveSmallIntegerField(_("Pause etterpå (minutter)"), default=0)
    heavy_recovery_minutes = models.PositiveSmallIntegerField(
        _("Pause etter en krevende samtale (minutter)"),
        default=HEAVY_RECOVERY_MINUTES,
        db_default=HEAVY_RECOVERY_MINUTES,
    )
    capacity = models.PositiveSmallIntegerField(_("Plass til"), null=True, blank=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=ResourceKind.ADVISER, capacity=None) | Q(kind=ResourceKind.ROOM, user=None),
                name="scheduling_resource_fits_kind",
            ),
        )

    class Privacy:
        erase = ("name",)
        keep = ("kind", "user", "active", "max_per_day", "recovery_minutes", "heavy_recovery_minutes", "capacity")
        subject = "user"

    def __str__(self) -> str:
        return self.name


@history.track()
class AvailabilityRule(BaseModel):
    """A weekly opening in wall time, Europe/Oslo, between two dates (both included; no end = until further)."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="rules")
    weekday = models.PositiveSmallIntegerField(_("Ukedag"), choices=Weekday)
    start_wall = models.TimeField(_("Fra kl."))
    end_wall = models.TimeField(_("Til kl."))
    valid_from = models.DateField(_("Gjelder fra"))
    valid_to = models.DateField(_("Gjelder til"), null=True, blank=True)
    channels = ArrayField(models.CharField(max_length=30), default=list, verbose_name=_("Hvordan"))
    place = models.CharField(_("Sted"), max_length=60, blank=True)

    class Meta:
        ordering = ("weekday", "start_wall", "id")
        constraints = (
            models.CheckConstraint(condition=Q(end_wall__gt=F("start_wall")), name="scheduling_rule_times_in_order"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="scheduling_rule_dates_in_order"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="scheduling_rule_weekday"),
        )

    class Privacy:
        keep = ("resource", "weekday", "start_wall", "end_wall", "valid_from", "valid_to", "channels", "place")
        subject = "resource__user"

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.start_wall:%H:%M}–{self.end_wall:%H:%M}"


@history.track()
class AvailabilityException(BaseModel):
    """Days (or hours of days) when a resource is away, or open besides its rules. No times = the whole day."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="exceptions")
    kind = models.CharField(max_length=10, choices=ExceptionKind)
    from_date = models.DateField(_("Fra dato"))
    to_date = models.DateField(_("Til dato"))
    start_wall = models.TimeField(_("Fra kl."), null=True, blank=True)
    end_wall = models.TimeField(_("Til kl."), null=True, blank=True)
    channels = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name=_("Hvordan"))
    reason_private = EncryptedTextField(label="scheduling.availabilityexception.reason_private", null=True, blank=True)

    class Meta:
        ordering = ("from_date", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(to_date__gte=F("from_date")), name="scheduling_exception_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(kind=ExceptionKind.CLOSED, start_wall=None, end_wall=None)
                | Q(start_wall__isnull=False, end_wall__isnull=False, end_wall__gt=F("start_wall")),
                name="scheduling_exception_times_in_order",
            ),
        )

    class Privacy:
        erase = ("reason_private",)
        keep = ("resource", "kind", "from_date", "to_date", "start_wall", "end_wall", "channels")
        retention = Retention(
            "scheduling.absence_reason", since="to_date", months=12, fields=("reason_private",),
            why="Grunnen til fravær trengs ikke når fraværet er et år gammelt.",
        )  # fmt: skip
        subject = "resource__user"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.from_date}–{self.to_date}"


@history.track()
class Closure(BaseModel):
    """A day the whole centre is closed, unless `open_anyway`. A year counts when a person has confirmed it."""

    date = models.DateField(_("Dato"), unique=True)
    source = models.CharField(max_length=10, choices=ClosureSource)
    name = models.CharField(_("Navn"), max_length=100)
    open_anyway = models.BooleanField(_("Åpent likevel"), default=False)

    class Meta:
        ordering = ("date",)

    class Privacy:
        keep = ("date", "source", "name", "open_anyway")

    def __str__(self) -> str:
        return f"{self.date} {self.name}"

    @property
    def shown_name(self) -> str:
        """The name in the active language."""
        return holiday_names.name_of(self.date, self.name)


class ClosureYear(BaseModel):
    """A person has looked at the year's closed days."""

    year = models.PositiveSmallIntegerField(unique=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Privacy:
        keep = ("year", "confirmed_by", "confirmed_at")
        subject = "confirmed_by"

    def __str__(self) -> str:
        return str(self.year)


class Reservation(BaseModel):
    """A resource is taken for a while, buffers included. Two that keep others out can never overlap."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="reservations")
    period = DateTimeRangeField(default_bounds="[)")
    status = models.CharField(max_length=10, choices=ReservationStatus)
    hold_started_at = models.DateTimeField(null=True, blank=True)
    hold_expires_at = models.DateTimeField(null=True, blank=True)
    purpose = models.CharField(max_length=30)

    objects = ReservationQuerySet.as_manager()

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="scheduling_reservation_no_overlap",
                expressions=(("resource", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)),
                condition=Q(status__in=BUSY),
                violation_error_message=_("Tiden er nettopp blitt tatt."),
            ),
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False, period__endswith__isnull=False)
                & Q(Func(F("period"), function="lower_inc", output_field=models.BooleanField()))
                & ~Q(Func(F("period"), function="upper_inc", output_field=models.BooleanField())),
                name="scheduling_reservation_bounded_half_open",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReservationStatus.HELD)
                | Q(hold_started_at__isnull=False, hold_expires_at__isnull=False),
                name="scheduling_reservation_hold_expires",
            ),
        )
        indexes = (
            models.Index(
                fields=("hold_expires_at",), condition=Q(status=ReservationStatus.HELD), name="scheduling_held_expiry"
            ),
        )

    class Privacy:
        keep = ("resource", "period", "status", "hold_started_at", "hold_expires_at", "purpose")
        retention = Retention(
            "scheduling.released_hold", since="hold_expires_at", days=1, action="delete",
            where=Q(status=ReservationStatus.CANCELLED),
            why="En tid som ble holdt av og ikke bestilt, trengs ikke dagen etter.",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.purpose} {self.status}"


class SubmitRecord(BaseModel):
    """One submit of a form: the same key and body gets the same answer again, the key with another body is refused.

    `answer` holds ids only, never names, addresses or tokens; `created_at` is the midnight before, so that a booking
    cannot be matched with a call of the same minutes.
    """

    key = models.CharField(max_length=80, unique=True)
    body_hash = models.BinaryField(max_length=32)
    answer = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Privacy:
        keep = ("key", "body_hash", "answer", "created_at")
        retention = Retention(
            "scheduling.submit", since="created_at", days=2, action="delete",
            why="Bare for å kjenne igjen et skjema som sendes to ganger.",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.key


class BusyFeed(BaseModel):
    """The secret address of one person's busy times; a new one ends the old one."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_digest = models.BinaryField(max_length=32, unique=True)

    class Privacy:
        erase = ("token_digest",)
        keep = ("user",)
        subject = "user"
        secret = ("token_digest",)
        on_erase = "delete"

    def __str__(self) -> str:
        return str(self.user_id)
