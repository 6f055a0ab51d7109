"""Break-glass through the pages, from the manager's list to the hour's end (P09)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ombud.models import Block
from pio.audit.models import BreakGlass
from pio.audit.selectors import who_opened
from tests.conftest import NOW
from tests.ombud.factories import AssignmentFactory, ClientFactory

pytestmark = pytest.mark.django_db
REASON = "Ombudet er akutt syk, og fristen går ut i dag."
PASSWORD = "et-langt-passord-for-lederen"
NAME = "Marit Eksempel"
announced = []


def hear(opened):
    announced.append(opened)


@pytest.fixture(autouse=True)
def _stand_still(at, settings):
    at(NOW)
    announced.clear()
    settings.BREAK_GLASS_ANNOUNCE = f"{__name__}.hear"


@pytest.fixture
def case():
    found = ClientFactory(name=NAME).case
    AssignmentFactory(case=found)
    return found


@pytest.fixture
def manager(login):
    person = login("manager").user
    person.set_password(PASSWORD)
    person.save()
    return login(user=person)


@pytest.fixture
def door(case):
    return reverse("ombud_break_glass", args=[case.pk])


@pytest.fixture
def shown_again(manager, door):
    """The manager, who has just shown once more who they are."""
    manager.post(manager.get(door).url, {"password": PASSWORD})
    return manager


def test_p09_the_list_leads_to_the_door_and_the_door_asks_who_it_is(manager, case, door):
    assert door in manager.get("/intern/ombud/").content.decode()
    asked = [manager.get(door), manager.post(door, {"reason": REASON})]
    assert [(each.status_code, each.url.split("?")[0]) for each in asked] == [(302, "/konto/reauthenticate/")] * 2
    manager.post(asked[0].url, {"password": "feil"})
    assert (manager.get(door).status_code, BreakGlass.objects.count()) == (302, 0)


@pytest.mark.parametrize("reason", ["", "Haster", "Nitten tegn er kort", "a" + " " * 30 + "b"])
def test_p09_a_reason_under_twenty_characters_opens_nothing_and_is_not_lost(shown_again, case, door, reason):
    answer = shown_again.post(door, {"reason": reason})
    assert (answer.status_code, BreakGlass.objects.count()) == (422, 0)
    assert reason.strip() in answer.content.decode()
    assert shown_again.get(case.get_absolute_url()).status_code == 404


def test_p09_with_a_reason_it_opens_for_an_hour_is_announced_and_the_client_sees_it(
    shown_again, case, door, at, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = shown_again.post(door, {"reason": REASON})
    assert (answer.status_code, answer.url) == (302, case.get_absolute_url())
    assert [(each.user, each.subject) for each in announced] == [(shown_again.user, case.pk)]
    text = shown_again.get(case.get_absolute_url()).content.decode()
    assert (NAME in text, "Du leser med begrunnelse, i en time. Klienten ser det." in text) == (True, True)
    seen = [(each.name, each.reason) for each in who_opened(case)]
    assert seen == [(shown_again.user.name, ""), (shown_again.user.name, REASON)]
    answers = []
    for minutes in (20, 40, 59.9, 60):  # who is away for half an hour is signed out, so the manager stays at work
        at(NOW + timedelta(minutes=minutes))
        answers.append(shown_again.get(case.get_absolute_url()).status_code)
    assert answers == [200, 200, 200, 404]


def test_p09_it_opens_for_reading_one_case_only(shown_again, case, door):
    shown_again.post(door, {"reason": REASON})
    other = ClientFactory().case
    assert shown_again.get(other.get_absolute_url()).status_code == 404
    pages = ("oppdrag/nytt/", "logg/ny/", "frister/ny/", "klient/", "overfor/", "kode/")
    answers = [shown_again.post(f"{case.get_absolute_url()}{page}", {"words": "x"}).status_code for page in pages]
    assert answers == [404] * len(pages)


def test_p09_the_deny_list_and_being_the_client_beat_it(shown_again, case, door):
    Block.objects.create(case=case, user=shown_again.user, reason="Nabo")
    assert shown_again.post(door, {"reason": REASON}).status_code == 404
    case.blocks.all().delete()
    case.account = shown_again.user
    case.save()
    assert (shown_again.post(door, {"reason": REASON}).status_code, BreakGlass.objects.count()) == (404, 0)


@pytest.mark.parametrize("role", ["ombud", "adviser", "technician", "board", "relative"])
def test_p09_nobody_but_the_manager_has_the_door(login, door, role):
    assert login(role).get(door).status_code == 404
