"""A talk marked heavy: the adviser's pause after it is longer, and free times keep clear of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from advising.selectors.session_offers import offer
from advising.selectors.session_times import staffing, wish_for
from advising.services.session_pauses import mark_heavy
from advising.services.sessions import move_session
from pio.scheduling.models import Reservation, Resource
from tests.advising.factories.sessions import AdviserUserFactory, open_adviser
from tests.advising.test_sick_days import booked_at, today
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def free(adviser: Resource) -> list[datetime]:
    days = offer(staffing(), "video", adviser=adviser.pk, week=NOW.date(), now=NOW).days
    return [slot.start for day in days for slot in day.slots if day.date == NOW.date()]


def test_free_times_keep_clear_of_the_pause() -> None:
    anne = open_adviser()
    session = booked_at(anne, today(12))
    assert free(anne) == [today(13), today(13, 30), today(14)]
    assert mark_heavy(session, heavy=True, by=anne.user, now=NOW) == today(13, 30)
    assert free(anne) == [today(13, 30), today(14)]
    assert mark_heavy(session, heavy=False, by=anne.user, now=NOW) == today(13)
    assert free(anne) == [today(13), today(13, 30), today(14)]


def test_the_pause_is_as_long_as_the_manager_has_said() -> None:
    anne = open_adviser()
    Resource.objects.filter(pk=anne.pk).update(heavy_recovery_minutes=60)
    session = booked_at(anne, today(12))
    assert mark_heavy(session, heavy=True, by=anne.user, now=NOW) == today(14)
    assert free(anne) == [today(14)]


def test_the_pause_gives_way_to_what_is_agreed() -> None:
    anne = open_adviser()
    session = booked_at(anne, today(12))
    booked_at(anne, today(13))
    assert mark_heavy(session, heavy=True, by=anne.user, now=NOW) == today(13)


def test_the_pause_moves_with_the_session() -> None:
    anne = open_adviser()
    session = booked_at(anne, today(12))
    mark_heavy(session, heavy=True, by=anne.user, now=NOW)
    session.refresh_from_db()
    move_session(
        session, wish=wish_for(staffing(), "video", today(13), adviser=anne.pk), by=AdviserUserFactory(), now=NOW
    )
    assert Reservation.objects.get().period.upper == today(14, 30)


def test_no_time_is_offered_whose_pause_would_not_fit() -> None:
    anne = open_adviser()
    booked_at(anne, today(14))
    heavy = offer(staffing(), "video", adviser=anne.pk, week=NOW.date(), now=NOW, heavy=True)
    starts = [slot.start for day in heavy.days for slot in day.slots if day.date == NOW.date()]
    assert starts == [today(12), today(12, 30)]


def test_a_full_day_offers_nothing() -> None:
    anne = open_adviser()
    Resource.objects.filter(pk=anne.pk).update(max_per_day=2)
    booked_at(anne, today(12))
    assert free(anne) == [today(13), today(13, 30), today(14)]
    booked_at(anne, today(14))
    assert free(anne) == []


def test_marked_on_the_page_and_said(login: Callable[..., Client], at: Callable[..., None]) -> None:
    at(NOW)
    anne = open_adviser()
    session = booked_at(anne, today(12))
    client = login(user=anne.user)
    page = client.post(f"/intern/radgivning/{session.pk}/krevende/", {"heavy": "1"}, follow=True)
    session.refresh_from_db()
    assert session.is_heavy
    assert "Pausen varer til kl. 13.30." in page.content.decode()
    assert page.context["session"].ends_at + timedelta(minutes=30) == today(13, 30)
