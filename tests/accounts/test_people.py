"""People and roles: the services' rules, and the pages at /intern/oppsett/."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from pio.accounts import invitations, selectors, services
from pio.accounts.enums import ChangeVerb
from pio.accounts.models import AccountChange, LoginSession, User
from tests.accounts.factories import PASSWORD, member, person
from tests.accounts.test_login import log_in
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
PEOPLE = "/intern/oppsett/personer/"


def link(token: str) -> str:
    return f"http://testserver/konto/invitasjon/{token}/"


def test_account_is_made_with_a_verified_small_address():
    user = member("manager", email=" Mia@Example.ORG ")
    assert user.email == "mia@example.org"
    assert [(each.email, each.verified, each.primary) for each in user.emailaddress_set.all()] == [
        ("mia@example.org", True, True)
    ]
    with pytest.raises(services.EmailTaken):
        member("adviser", email="MIA@example.org")


def test_roles_stand_in_one_order_without_doubles():
    assert services.ordered_roles(["manager", "adviser", "manager"]) == ["adviser", "manager"]
    with pytest.raises(services.BoardStandsAlone):
        services.ordered_roles(["board", "relative"])


def test_change_of_roles_takes_effect_at_the_next_request(login):
    user, manager = member("adviser"), person("manager")
    client = login(user=user)
    assert client.get(PEOPLE).status_code == 404
    services.set_roles(user, roles=["technician"], by=manager, now=NOW)
    assert client.get(PEOPLE).status_code == 200
    assert [(each.verb, each.roles, each.made_by) for each in selectors.changes_of(user)] == [
        (ChangeVerb.ROLES, ["technician"], manager)
    ]


def test_nobody_takes_the_set_up_from_themselves():
    manager = person("manager")
    with pytest.raises(services.OwnAccess):
        services.set_roles(manager, roles=["adviser"], by=manager, now=NOW)
    with pytest.raises(services.OwnAccess):
        services.deactivate(manager, by=manager, now=NOW)
    services.set_roles(manager, roles=["adviser", "technician"], by=manager, now=NOW)
    manager.refresh_from_db()
    assert manager.roles == ["adviser", "technician"]


def test_shutting_an_account_ends_its_sessions_and_opening_restores_the_roles(login):
    user, manager = member("adviser"), person("manager")
    login(user=user)
    services.deactivate(user, by=manager, now=NOW)
    assert LoginSession.objects.filter(user=user).count() == 0
    user = services.activate(user, by=manager, now=NOW + timedelta(hours=1))
    assert (user.is_active, user.roles) == (True, ["adviser"])
    assert [each.verb for each in selectors.changes_of(user)] == [ChangeVerb.OPENED, ChangeVerb.SHUT]


def test_invitation_opens_once_for_one_password(client, login):
    manager = login("manager")
    fields = {"name": "Nora Ny", "email": "Nora@example.org", "roles": ["adviser", "editor"]}
    assert manager.post(f"{PEOPLE}ny/", fields).headers["Location"] == PEOPLE
    message = mail.outbox[0]
    assert (message.to, message.subject) == (["nora@example.org"], "Du har fått en konto")
    path = re.search(r"http://testserver(\S+)", message.body).group(1)
    assert client.get(path).status_code == 200
    assert client.post(path, {"password1": "kort"}).status_code == 422
    assert client.post(path, {"password1": PASSWORD}).headers["Location"] == "/konto/login/"
    assert client.post(path, {"password1": "tre blå hester i tåka"}).status_code == 410
    assert log_in(client, "nora@example.org").headers["Location"] == "/intern/"
    assert User.objects.get(email="nora@example.org").roles == ["adviser", "editor"]


def test_invitation_is_dead_when_old_false_or_shut(at):
    at(NOW)
    user = member("adviser", password=None)
    token = invitations.token_for(user)
    assert invitations.open_invitation(token) == user
    assert invitations.open_invitation(token[:-2] + "xx") is None
    at(NOW + timedelta(days=7, seconds=1))
    assert invitations.open_invitation(token) is None
    at(NOW)
    services.deactivate(user, by=person("manager"), now=NOW)
    assert invitations.open_invitation(token) is None


def test_invitation_goes_again_only_until_a_password_is_chosen():
    manager, user = person("manager"), member("adviser", password=None)
    services.invite_again(user, url_for=link, by=manager, now=NOW)
    assert len(mail.outbox) == 1
    services.accept_invitation(user, password=PASSWORD, now=NOW)
    with pytest.raises(services.AlreadyOpened):
        services.invite_again(user, url_for=link, by=manager, now=NOW)


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_queries_for_any_number(login, number, django_assert_num_queries):
    client = login("manager")
    for _ in range(number - 1):
        person("adviser")
    client.get(PEOPLE)
    with django_assert_num_queries(3):  # session, user, people
        assert len(client.get(PEOPLE).context["people"]) == number


def test_list_shows_colleagues_only_filters_and_sorts_as_norwegians_do(login):
    client = login("manager", name="Anna")
    for name in ("Åse", "Ærlig", "Zara"):
        person("adviser", name=name)
    person("relative", name="Privat")
    person("board", name="Børre", is_active=False)
    names = [each.user.name for each in client.get(PEOPLE).context["people"]]
    assert names == ["Anna", "Zara", "Ærlig", "Åse", "Børre"]
    assert [each.user.name for each in client.get(PEOPLE, {"role": "board"}).context["people"]] == ["Børre"]
    assert [each.user.name for each in client.get(PEOPLE, {"q": "zar"}).context["people"]] == ["Zara"]
    assert client.get(PEOPLE, {"q": "finnes ikke"}).context["people"] == []
    assert client.get(PEOPLE, {"role": "tull"}).status_code == 200


def test_relatives_account_is_nobodys_business(login):
    relative = person("relative")
    assert login("manager").get(f"{PEOPLE}{relative.pk}/").status_code == 404
    assert login("technician").post(f"{PEOPLE}{relative.pk}/tilgang/").status_code == 404


def test_refusals_reach_the_form(login):
    client = login("manager")
    response = client.post(f"{PEOPLE}ny/", {"name": "B", "email": "b@example.org", "roles": ["board", "adviser"]})
    assert response.status_code == 422
    assert response.context["form"].errors == {"roles": ["Styremedlem kan ikke ha andre roller samtidig."]}
    response = client.post(f"{PEOPLE}ny/", {"name": "B", "email": client.user.email, "roles": ["board"]})
    assert response.context["form"].errors == {"email": ["Det finnes allerede en konto med denne e-postadressen."]}
    response = client.post(f"{PEOPLE}{client.user.pk}/", {"roles": ["adviser"]})
    assert response.status_code == 422
    assert User.objects.count() == 1


def test_person_page_changes_roles_and_shuts(login):
    client, user = login("manager"), member("adviser")
    page = f"{PEOPLE}{user.pk}/"
    assert client.post(page, {"roles": ["adviser", "group_leader"]}).headers["Location"] == PEOPLE
    assert client.post(f"{page}tilgang/").headers["Location"] == page
    user.refresh_from_db()
    assert (user.roles, user.is_active) == (["adviser", "group_leader"], False)
    client.post(f"{page}tilgang/")
    assert AccountChange.objects.filter(person=user).count() == 3
    assert client.post(f"{PEOPLE}{client.user.pk}/tilgang/").headers["Location"] == f"{PEOPLE}{client.user.pk}/"
    client.user.refresh_from_db()
    assert client.user.is_active


def test_person_page_invites_again(login):
    client, user = login("manager"), member("adviser", password=None)
    client.post(f"{PEOPLE}{user.pk}/invitasjon/")
    services.accept_invitation(user, password=PASSWORD, now=NOW)
    client.post(f"{PEOPLE}{user.pk}/invitasjon/")
    assert len(mail.outbox) == 1


def test_set_up_shows_only_what_one_may_open(login):
    pages = login("technician").get("/intern/oppsett/").context["pages"]
    assert "setup_people" in [page.url_name for page in pages]
    assert all(page.right.startswith(("setup.", "messaging.")) for page in pages)


def test_role_cannot_be_posted_to_ones_own_profile(login):
    client = login("relative")
    client.post(
        "/konto/profil/", {"name": "Nytt", "language": "en", "roles": ["manager"], "is_active": "", "email": "x@y.no"}
    )
    client.user.refresh_from_db()
    assert (client.user.name, client.user.language, client.user.roles) == ("Nytt", "en", ["relative"])
    assert client.user.email != "x@y.no"
    assert Client().get("/konto/profil/").headers["Location"] == "/konto/login/?next=/konto/profil/"
