"""«Syk i dag» through the pages: who is touched, what will be said, send, undo; strangers find nothing."""

from collections.abc import Callable

import pytest
from django.test import Client

from advising.enums.sick_days import PlanStatus
from advising.models import SickDay
from tests.advising.factories.sessions import open_adviser
from tests.advising.test_sick_days import TEN, booked_at, plan_for, today
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
NEW = "/intern/radgivning/syk/"
Login = Callable[..., Client]


@pytest.fixture
def manager(login: Login, at: Callable[..., None]) -> Client:
    at(NOW)
    return login("manager")


def test_from_who_to_sent_and_undone(manager: Client) -> None:
    anne, _per = open_adviser("Anne Holm"), open_adviser("Per Lie")
    booked_at(anne, today(13))
    page = manager.get(NEW, {"adviser": anne.user.pk, "day": "2026-11-24"})
    assert page.context["touched"][0].starts_at == today(13)
    page = manager.post(NEW, {"adviser": anne.user.pk, "day": "2026-11-24"}, follow=True)
    plan = SickDay.objects.get()
    ((line, _field),) = page.context["form"].rows()
    assert (line.adviser, line.is_same_time, line.must_call) == ("Per Lie", True, False)
    assert line.moved.subject == "Endret: avtalen din tirsdag 24. november kl. 13.00"
    assert "(lenken til timen)" in page.content.decode()
    url = f"{NEW}{plan.pk}/"
    page = manager.post(url, {line.field: "move"}, follow=True)
    assert "Timene flyttes og meldingene sendes kl. 10.10. Du kan angre til da." in page.content.decode()
    calendar = manager.get("/intern/radgivning/").content.decode()
    assert "Anne Holm er syk. Timene flyttes kl. 10.10. Se og angre" in calendar
    manager.post(f"{url}angre/")
    plan.refresh_from_db()
    assert plan.status == PlanStatus.UNDONE


def test_too_late_to_undo_is_said(manager: Client, at: Callable[..., None]) -> None:
    anne = open_adviser("Anne Holm")
    booked_at(anne, today(13))
    plan = plan_for(anne)
    ((line, _field),) = manager.get(f"{NEW}{plan.pk}/").context["form"].rows()
    manager.post(f"{NEW}{plan.pk}/", {line.field: "cancel"})
    at(NOW + TEN)
    page = manager.post(f"{NEW}{plan.pk}/angre/", follow=True)
    assert "De ti minuttene er over, og meldingene er på vei." in page.content.decode()


def test_who_gets_no_message_is_to_be_called(manager: Client) -> None:
    anne, _per = open_adviser("Anne Holm"), open_adviser("Per Lie")
    session = booked_at(anne, today(13))
    session.contact.email, session.contact.may_leave_message = None, "no"
    session.contact.save()
    ((line, _field),) = manager.get(f"{NEW}{plan_for(anne).pk}/").context["form"].rows()
    assert (line.moved, line.cancelled, line.must_call) == (None, None, True)


def test_a_new_session_makes_a_new_plan(manager: Client) -> None:
    anne = open_adviser("Anne Holm")
    plan = plan_for(anne)
    booked_at(anne, today(14))
    page = manager.post(f"{NEW}{plan.pk}/", {}, follow=True)
    assert "Det er kommet en ny time, eller en tid er blitt tatt. Her er et nytt forslag." in page.content.decode()
    assert len(page.context["form"].rows()) == 1


@pytest.mark.parametrize("data", [{"adviser": "x", "day": "2026-11-24"}, {"adviser": "", "day": "2026-11-23"}])
def test_wrong_choices_are_answered_in_words(manager: Client, data: dict[str, str]) -> None:
    page = manager.post(NEW, data)
    assert (page.status_code, SickDay.objects.count()) == (422, 0)
    assert "<title>Feil: " in page.content.decode()


@pytest.mark.parametrize("role", ["group_leader", "course_host", "relative"])
def test_strangers_find_nothing(login: Login, role: str) -> None:
    plan = plan_for(open_adviser("Anne Holm"))
    client = login(role)
    answers = [client.get(NEW), client.get(f"{NEW}{plan.pk}/"), client.post(f"{NEW}{plan.pk}/angre/")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_plan_costs_the_same_with_one_and_three_sessions(
    manager: Client, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    anne, _per = open_adviser("Anne Holm"), open_adviser("Per Lie")
    for number in range(count):
        booked_at(anne, today(12 + number))
    plan = plan_for(anne)
    manager.get(f"{NEW}{plan.pk}/")
    with django_assert_num_queries(5):
        manager.get(f"{NEW}{plan.pk}/")
