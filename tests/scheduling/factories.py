"""Boring advisers, rooms and rules."""

from datetime import date, time

import factory

from pio.scheduling import models


class AdviserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Resource

    kind = "adviser"
    name = factory.Sequence(lambda number: f"Rådgiver {number}")


class RoomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Resource

    kind = "room"
    name = factory.Sequence(lambda number: f"Rom {number}")
    capacity = 6


class RuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.AvailabilityRule

    resource = factory.SubFactory(AdviserFactory)
    weekday = 0
    start_wall = time(9)
    end_wall = time(15)
    valid_from = date(2026, 1, 1)


class ExceptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.AvailabilityException

    resource = factory.SubFactory(AdviserFactory)
    kind = "closed"
    from_date = date(2026, 11, 30)
    to_date = date(2026, 11, 30)


class ClosureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Closure

    date = date(2026, 12, 24)
    source = "own"
    name = "Julaften"


class ReservationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Reservation

    resource = factory.SubFactory(AdviserFactory)
    status = "booked"
    purpose = "advising"


def open_all_week(resource: models.Resource, start: time = time(9), end: time = time(15), **values: object) -> None:
    """Rules for Monday to Friday."""
    for weekday in range(5):
        RuleFactory(resource=resource, weekday=weekday, start_wall=start, end_wall=end, **values)
