"""Logging in: where one lands, what an outsider can find out, how often one may try."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from pio.accounts import limits
from tests.accounts.factories import PASSWORD, member

pytestmark = pytest.mark.django_db
LOGIN = "/konto/login/"


def log_in(client: Client, email: str = "mia@example.org", password: str = PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password}, **more)


def code_in_mail() -> str:
    return re.search(r"\n\n([A-Z0-9-]{6,})\n\n", mail.outbox[-1].body).group(1)


@pytest.mark.parametrize(
    ("role", "page"),
    [("relative", "/min-side/"), ("board", "/intern/tall/"), ("adviser", "/intern/"), ("technician", "/intern/")],
)
def test_people_land_where_their_errand_begins(client, role, page):
    member(role)
    response = log_in(client, "Mia@Example.org")
    assert (response.status_code, response.headers["Location"]) == (302, page)


def test_next_is_followed_on_our_own_host_only(client):
    member("relative")
    response = client.post(f"{LOGIN}?next=//evil.example/", {"login": "mia@example.org", "password": PASSWORD})
    assert response.headers["Location"] == "/min-side/"
    response = Client().post(LOGIN, {"login": "mia@example.org", "password": PASSWORD, "next": "/konto/profil/"})
    assert response.headers["Location"] == "/konto/profil/"


def test_login_page_has_the_fields_of_the_contract(client):
    page = client.get(LOGIN).content.decode()
    assert re.findall(r'<input[^>]* name="(login|password)"[^>]*required', page) == ["login", "password"]
    assert "/konto/login/code/" in page
    assert 'data-passkey="login"' in page


def test_wrong_password_gets_422_and_keeps_what_was_typed(client):
    member("relative")
    response = log_in(client, password="feil")
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Feil: Logg inn</title>" in page
    assert 'value="mia@example.org"' in page
    assert page.count("E-posten eller passordet stemmer ikke.") == 1


def test_code_from_the_mail_logs_in(client):
    member("relative")
    client.post("/konto/login/code/", {"email": "mia@example.org"})
    response = client.post("/konto/login/code/confirm/", {"code": code_in_mail()})
    assert response.headers["Location"] == "/min-side/"


def test_code_works_only_in_the_browser_that_asked(client):
    member("relative")
    client.post("/konto/login/code/", {"email": "mia@example.org"})
    response = Client().post("/konto/login/code/confirm/", {"code": code_in_mail()})
    assert response.headers["Location"] == "/konto/login/code/"


def test_three_wrong_codes_end_the_try(client):
    member("relative")
    client.post("/konto/login/code/", {"email": "mia@example.org"})
    code = code_in_mail()
    statuses = [client.post("/konto/login/code/confirm/", {"code": "XXXX"}).status_code for _ in range(3)]
    assert statuses == [422, 422, 302]
    assert client.post("/konto/login/code/confirm/", {"code": code}).headers["Location"] == "/konto/login/code/"


def test_shut_account_reaches_nothing_from_the_next_request_on(client):
    user = member("adviser")
    log_in(client)
    assert client.get("/konto/").status_code == 200
    user.is_active = False
    user.save()
    assert client.get("/konto/").headers["Location"] == "/konto/login/?next=/konto/"


def test_sign_up_makes_a_relative_and_nothing_more(client):
    posted = {"email": "ny@example.org", "name": "Ny", "password1": PASSWORD, "roles": "manager", "is_active": "1"}
    response = client.post("/konto/signup/", posted)
    assert response.headers["Location"] == "/konto/confirm-email/"
    response = client.post("/konto/confirm-email/", {"code": code_in_mail()})
    assert response.headers["Location"] == "/min-side/"
    user = client.get("/konto/").context["account"].user
    assert (user.email, user.name, user.roles) == ("ny@example.org", "Ny", ["relative"])


def test_forgotten_password_is_replaced_by_a_code_and_does_not_log_in(client):
    member("relative")
    client.post("/konto/password/reset/", {"email": "mia@example.org"})
    client.post("/konto/password/reset/confirm/", {"code": code_in_mail()})
    response = client.post("/konto/password/reset/complete/", {"password1": "tre blå hester i tåka"})
    assert response.headers["Location"] == "/konto/password/reset/done/"
    assert client.get("/konto/").status_code == 302
    assert log_in(client, password="tre blå hester i tåka").status_code == 302


def same_for_both(page: str) -> str:
    """The page without what differs by chance or because it was typed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    return page.replace("mia@example.org", "X").replace("ukjent@example.org", "X")


@pytest.mark.parametrize(
    ("url", "fields"),
    [
        (LOGIN, lambda email: {"login": email, "password": "feil feil feil"}),
        ("/konto/login/code/", lambda email: {"email": email}),
        ("/konto/password/reset/", lambda email: {"email": email}),
        ("/konto/signup/", lambda email: {"email": email, "password1": PASSWORD}),
    ],
)
def test_p12_known_and_unknown_get_the_same_answer(url, fields):
    member("relative")
    seen = []
    for email in ("mia@example.org", "ukjent@example.org"):
        client = Client()
        response = client.post(url, fields(email))
        follow = client.get(response.headers["Location"]) if response.status_code == 302 else response
        headers = {name: value for name, value in response.headers.items() if name not in {"Content-Length", "Expires"}}
        seen.append((response.status_code, headers, sorted(response.cookies), same_for_both(follow.content.decode())))
    assert seen[0] == seen[1]
    assert len(mail.outbox) == (0 if url == LOGIN else 2)


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed: that is what takes time at a login."""

    hashed = 0

    def encode(self, password, salt):
        CountingHasher.hashed += 1
        return super().encode(password, salt)


def test_p12_unknown_account_costs_as_much_hashing_as_a_known_one(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    member("relative")
    member("relative", email="uten@example.org", password=None)
    costs = []
    for email in ("mia@example.org", "uten@example.org", "ukjent@example.org"):
        CountingHasher.hashed = 0
        log_in(Client(), email, "feil feil feil")
        costs.append(CountingHasher.hashed)
    assert costs == [1, 1, 1]


def failures(number: int, email=lambda n: "mia@example.org", **more) -> list[bool]:
    """Try wrong passwords and say which tries were looked at."""
    pages = [log_in(Client(**more), email(n), "feil").content.decode() for n in range(number)]
    return ["Det ble for mange forsøk" not in page for page in pages]


def test_p12_five_failures_close_the_password_of_an_account_but_no_other_door(client):
    member("relative")
    assert failures(7, REMOTE_ADDR="203.0.113.7") == [True] * 5 + [False] * 2
    assert log_in(client).status_code == 422
    client.post("/konto/login/code/", {"email": "mia@example.org"})
    assert client.post("/konto/login/code/confirm/", {"code": code_in_mail()}).status_code == 302


def test_p12_ten_failures_close_an_address_for_a_minute():
    assert failures(12, lambda n: f"folk{n}@example.org") == [True] * 10 + [False] * 2
    assert failures(1, lambda n: "en@example.org", REMOTE_ADDR="203.0.113.8") == [True]


def test_p12_spoofed_forwarded_for_changes_nothing():
    seen = [failures(1, lambda _n, n=n: f"folk{n}@example.org", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}") for n in range(11)]
    assert seen == [[True]] * 10 + [[False]]


def test_p12_successes_are_free():
    member("relative")
    assert [log_in(Client()).status_code for _ in range(12)] == [302] * 12


def test_p12_limits_hold_no_address_or_account():
    failures(1, REMOTE_ADDR="203.0.113.7")
    kept = repr(limits._TRIES)
    assert len(limits._TRIES) == 2
    assert "203.0.113.7" not in kept
    assert "mia" not in kept


def test_p12_limit_opens_again(monkeypatch):
    member("relative")
    failures(5)
    assert not limits.login_allowed("127.0.0.1", "mia@example.org")
    later = limits.time.monotonic() + 301
    monkeypatch.setattr(limits.time, "monotonic", lambda: later)
    assert limits.login_allowed("127.0.0.1", "mia@example.org")


def test_p12_address_comes_from_our_own_proxys_header(settings, rf):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_REAL_IP="203.0.113.9", HTTP_X_FORWARDED_FOR="10.0.0.1")
    assert limits.client_address(request) == "127.0.0.1"
    settings.ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Real-IP"
    assert limits.client_address(request) == "203.0.113.9"


def test_codes_are_asked_for_three_times_a_minute_known_address_or_not():
    for email in ("mia@example.org", "ukjent@example.org"):
        statuses = [Client().post("/konto/login/code/", {"email": email}).status_code for _ in range(4)]
        assert statuses == [302, 302, 302, 429]


def test_short_and_common_passwords_are_refused(client):
    for password, sentence in (
        ("kort", "minst 12 tegn"),
        ("passord123456", "Dette passordet er lett å gjette."),
        ("Passordpassord!", "Dette passordet er lett å gjette."),
        ("aaaaaaaaaaaaaa", "Dette passordet er lett å gjette."),
    ):
        response = client.post("/konto/signup/", {"email": "ny@example.org", "password1": password})
        assert response.status_code == 422, password
        assert sentence in response.content.decode(), password


def test_mails_hold_no_address_and_no_agent(client):
    member("relative")
    headers = {"REMOTE_ADDR": "203.0.113.7", "HTTP_USER_AGENT": "Kanarifugl/1.0"}
    Client().post("/konto/login/code/", {"email": "mia@example.org"}, **headers)
    log_in(client, **headers)
    client.post("/konto/password/change/", {"oldpassword": PASSWORD, "password1": "tre blå hester i tåka"}, **headers)
    assert [message.subject for message in mail.outbox] == ["Koden du ba om", "Kontoen din er endret"]
    for message in mail.outbox:
        assert "203.0.113.7" not in message.message().as_string()
        assert "Kanarifugl" not in message.message().as_string()
