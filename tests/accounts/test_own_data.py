"""One's own rights: everything in one file, and deletion that leaves the counts."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from pio.accounts import idle
from pio.accounts.models import LoginSession, User
from tests.accounts.factories import PASSWORD, member
from tests.accounts.test_login import code_in_mail, log_in
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
DATA, DELETION = "/min-side/opplysninger/", "/min-side/slett/"


@pytest.fixture
def relative(client):
    user = member("relative", name="Mia Prøve")
    log_in(client)
    return user


def show_who_it_is(client, page: str) -> None:
    asked = client.post(page)
    assert asked.headers["Location"] == f"/konto/reauthenticate/?next={page.replace('/', '%2F')}"
    assert client.post(asked.headers["Location"], {"password": PASSWORD}).headers["Location"] == page


def test_file_holds_everything_of_ones_own_and_no_secret(client, relative):
    member("relative", email="nabo@example.org", name="Nabo")
    show_who_it_is(client, DATA)
    response = client.post(DATA)
    assert response.headers["Content-Disposition"] == 'attachment; filename="mine-opplysninger.json"'
    found = json.loads(response.content)
    assert [row["name"] for row in found["accounts.User"]] == ["Mia Prøve"]
    assert found["addresses"] == [{"email": "mia@example.org", "verified": True, "primary": True}]
    assert "password" not in found["accounts.User"][0]
    assert "nabo" not in response.content.decode().lower()
    assert relative.password not in response.content.decode()


def test_deletion_needs_a_tick_and_then_erases_and_logs_out(client, relative):
    show_who_it_is(client, DELETION)
    response = client.post(DELETION, {})
    assert (response.status_code, response.context["form"].errors) == (
        422, {"sure": ["Kryss av for at du vil slette kontoen."]},
    )  # fmt: skip
    response = client.post(DELETION, {"sure": "on"})
    assert (response.headers["Location"], "cookies" in response.headers["Clear-Site-Data"]) == ("/konto/slettet/", True)
    assert client.get("/konto/slettet/").status_code == 200
    user = User.objects.get()
    assert (user.name, user.is_active, user.email.endswith("@slettet.invalid")) == ("", False, True)
    assert EmailAddress.objects.count() == LoginSession.objects.filter(user=user).count() == 0
    assert log_in(client).status_code == 422


def test_staff_account_is_not_deleted_by_its_owner(client):
    user = member("adviser")
    with pytest.raises(idle.StaffAccount):
        idle.delete_own_account(user, now=NOW)
    log_in(client)
    show_who_it_is(client, DELETION)
    response = client.post(DELETION, {"sure": "on"})
    assert response.status_code == 422
    assert "stenges av daglig leder" in response.content.decode()
    assert User.objects.get().is_active


def test_own_page_leads_to_both(client, relative):
    page = client.get("/min-side/").content.decode()
    assert [url in page for url in (DATA, DELETION, "/konto/")] == [True] * 3


def test_new_address_is_proved_by_a_code_and_the_old_one_is_told(client, relative):
    asked = client.get("/konto/email/")
    assert asked.headers["Location"] == "/konto/reauthenticate/?next=%2Fkonto%2Femail%2F"
    client.post(asked.headers["Location"], {"password": PASSWORD})
    client.post("/konto/email/", {"email": "NY@example.org", "action_add": "1"})
    relative.refresh_from_db()
    assert relative.email == "mia@example.org"
    assert mail.outbox[-1].to == ["ny@example.org"]
    client.post("/konto/confirm-email/", {"code": code_in_mail()})
    relative.refresh_from_db()
    assert relative.email == "ny@example.org"
    assert [(each.email, each.primary) for each in EmailAddress.objects.all()] == [("ny@example.org", True)]
    assert [message.to for message in mail.outbox] == [["ny@example.org"], ["mia@example.org"]]
    assert log_in(client, "ny@example.org").status_code == 302


def test_address_of_another_account_is_not_told_and_not_taken(client, relative):
    member("relative", email="nabo@example.org")
    client.post("/konto/reauthenticate/?next=/konto/email/", {"password": PASSWORD})
    response = client.post("/konto/email/", {"email": "nabo@example.org", "action_add": "1"})
    assert response.headers["Location"] == "/konto/confirm-email/"
    relative.refresh_from_db()
    assert relative.email == "mia@example.org"
