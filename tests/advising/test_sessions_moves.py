"""Moving a session from the calendar: which times are free, and in words what is in the way of the others."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from advising.models import AdviceSession
from advising.selectors.session_moves import week
from advising.selectors.session_times import slot_value, staffing
from pio.core import words
from pio.scheduling.enums import ExceptionKind
from pio.scheduling.models import Closure, Resource
from pio.scheduling.services import Absence, add_exception
from tests.advising.factories.sessions import AdviserUserFactory
from tests.advising.test_sick_days import booked_at, today
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BUSY = f"Anne Holm er opptatt: Rådgivningstime, video, {words.span(today(14), today(15))}."


def why(session: AdviceSession, adviser: Resource, start: datetime) -> str:
    first = start.date()
    return week(session, adviser, staffing(), first=first, last=first, now=NOW).why(start)


def test_what_is_in_the_way_is_named(anne: Resource) -> None:
    session = booked_at(anne, today(12))
    booked_at(anne, today(14))
    Closure.objects.create(date=(today(9) + DAY).date(), source="own", name="Planleggingsdag")
    away = (today(9) + 2 * DAY).date()
    add_exception(anne.pk, Absence(ExceptionKind.CLOSED, away, away), by=AdviserUserFactory(), now=NOW)
    assert [why(session, anne, start) for start in (today(13), today(13, 30), today(12), today(10))] == [
        "", BUSY, "Her står timen nå.",
        "Det er for kort tid til.",
    ]  # fmt: skip
    assert why(session, anne, today(12) + DAY) == "Stengt, Planleggingsdag."
    assert why(session, anne, today(12) + 2 * DAY) == "Utenfor åpne tider, eller det er ikke rom eller pause til det."


@pytest.mark.parametrize("count", [1, 3])
def test_a_week_costs_the_same_however_full(
    anne: Resource, login: Callable[..., Client], at: Callable[..., None], count: int,
    django_assert_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    at(NOW)
    session = booked_at(anne, today(12))
    for number in range(count):
        booked_at(anne, today(12) + (number + 1) * DAY)
    client = login(user=anne.user)
    url = f"/intern/radgivning/{session.pk}/flytt/tider/?uke=2026-11-24"
    client.get(url)
    with django_assert_num_queries(10):
        targets = client.get(url).json()["targets"]
    free = [target["words"] for target in targets if not target["why"]]
    assert free[0] == "Tirsdag 24. november kl. 12.30"
    assert [target["time"] for target in targets][:2] == ["08.00", "08.30"]


def test_carried_in_the_calendar_it_comes_back_there(
    anne: Resource, login: Callable[..., Client], at: Callable[..., None]
) -> None:
    at(NOW)
    session = booked_at(anne, today(12))
    slot = {"slot": slot_value(today(14) + DAY, anne.pk), "fra": "kalender", "radgiver": "alle"}
    page = login("adviser").post(f"/intern/radgivning/{session.pk}/flytt/", slot)
    session.refresh_from_db()
    assert (session.starts_at, page["Location"]) == (
        today(14) + DAY, "/intern/radgivning/?dato=2026-11-25&radgiver=alle",
    )  # fmt: skip


def test_a_taken_time_is_refused_by_name(anne: Resource, login: Callable[..., Client], at: Callable[..., None]) -> None:
    at(NOW)
    session = booked_at(anne, today(12))
    booked_at(anne, today(14))
    page = login("adviser").post(
        f"/intern/radgivning/{session.pk}/flytt/", {"slot": slot_value(today(13, 30), anne.pk)}
    )
    assert (page.status_code, page.context["why"]) == (
        422, BUSY,
    )  # fmt: skip
    assert BUSY in page.content.decode()


def test_strangers_get_no_times(anne: Resource, login: Callable[..., Client]) -> None:
    session = booked_at(anne, today(12))
    answer = login("course_host").get(f"/intern/radgivning/{session.pk}/flytt/tider/?uke=2026-11-24")
    assert answer.status_code == 404
