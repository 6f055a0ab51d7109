"""Interest noted for somebody on the telephone: the same place in the queue, and no trace of who noted it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from groups.models import GroupEntry
from tests.conftest import NOW
from tests.groups.factories import support_group

pytestmark = pytest.mark.django_db
URL = "/intern/grupper/interesse/"
Login = Callable[..., Client]


@pytest.fixture
def adviser(login: Login, at: Callable[[datetime], None]) -> Client:
    at(NOW)
    return login("adviser")


def test_noted_from_the_telephone_it_waits_like_any_other(adviser: Client) -> None:
    group = support_group(NOW)
    page = adviser.post(URL, {"group": str(group.pk), "phone": "900 00 123", "relation": "mother"}, follow=True)
    entry = GroupEntry.objects.get()
    assert (entry.group, entry.phone, entry.state, entry.account_id) == (group, "+4790000123", "waiting", None)
    assert f"Notert for {group.name}, som nummer 1 i køen." in page.content.decode()
    assert str(adviser.user.pk) not in str(list(GroupEntry.objects.values()))


@pytest.mark.parametrize(
    ("data", "said"),
    [({"phone": "900 00 123"}, "Velg en gruppe."), ({"group": "first"}, "Skriv e-post eller mobil")],
)
def test_what_is_missing_is_said(adviser: Client, data: dict[str, str], said: str) -> None:
    group = support_group(NOW)
    page = adviser.post(URL, data | ({"group": str(group.pk)} if "group" in data else {}))
    assert (page.status_code, said in page.content.decode()) == (422, True)


def test_the_call_form_leads_there(adviser: Client) -> None:
    assert f'href="{URL}"' in adviser.get("/intern/telefon/ny/").content.decode()


def test_strangers_find_nothing(login: Login) -> None:
    assert login("course_host").get(URL).status_code == 404
