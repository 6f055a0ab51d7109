"""Sessions: sealed at rest, short on a shared machine, cookies that end with the browser."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.core import mail
from django.db import connection
from django.test import Client
from lxml import html

from pio.accounts.models import LoginSession, User
from pio.accounts.sessions import SessionStore
from pio.accounts.views.logout import CLEAR
from tests.accounts.factories import PASSWORD, member
from tests.accounts.test_login import code_in_mail, log_in
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def dump() -> bytes:
    """Everything in the table of sessions, as bytes and as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_loginsession")
        rows = cursor.fetchall()
    assert rows
    return b"\n".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for row in rows for v in row)


def test_p11_dump_of_sessions_holds_no_code_no_address_and_no_cookie(client):
    member("relative")
    client.post("/konto/login/code/", {"email": "mia@example.org"}, REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Kanari")
    held = dump()
    code = code_in_mail()
    cookie = client.cookies["pio"].value
    for secret in (code, code.replace("-", ""), "mia@example.org", cookie, "203.0.113.7", "Kanari"):
        assert secret.encode() not in held, secret
        assert secret.encode().hex().encode() not in held, secret
    assert mail.outbox[-1].to == ["mia@example.org"]
    session = client.session
    assert code.replace("-", "") in str(dict(session.items())).replace("-", "")  # the sweep looks for what is there


def test_p11_reauthentication_keeps_no_address_and_no_agent(client):
    member("relative")
    log_in(client)
    response = client.post("/konto/2fa/totp/activate/", {"code": "1"}, REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="K/1")
    assert response.headers["Location"] == "/konto/reauthenticate/?next=%2Fkonto%2F2fa%2Ftotp%2Factivate%2F"
    kept = str(dict(client.session.items()))
    assert "203.0.113.7" not in kept
    assert "K/1" not in kept


def test_session_row_has_no_moment_in_clear():
    kinds = {field.get_internal_type() for field in LoginSession._meta.concrete_fields}
    assert "DateTimeField" not in kinds


def test_session_survives_a_round_and_dies_at_its_time(at):
    at(NOW)
    store = SessionStore()
    store["a"] = "b"
    store.save()
    assert SessionStore(store.session_key)["a"] == "b"
    at(NOW + timedelta(hours=12, seconds=1))
    assert SessionStore(store.session_key).get("a") is None


def test_session_is_gone_for_a_false_key_and_after_delete():
    store = SessionStore()
    store["a"] = "b"
    store.save()
    assert SessionStore("x" * 32).get("a") is None
    assert store.exists(store.session_key)
    store.delete()
    assert not store.exists(store.session_key)
    assert LoginSession.objects.count() == 0


def test_clear_expired_deletes_only_what_has_had_its_day(at):
    at(NOW)
    store = SessionStore()
    store.save()
    SessionStore.clear_expired()
    assert LoginSession.objects.count() == 1
    at(NOW + timedelta(days=2))
    SessionStore.clear_expired()
    assert LoginSession.objects.count() == 0


def test_key_changes_at_login_and_the_old_one_is_dead(client):
    member("relative")
    client.get("/konto/login/?lang=en")
    before = client.cookies["pio"].value
    log_in(client)
    after = client.cookies["pio"].value
    assert before != after
    assert not SessionStore().exists(before)


@pytest.mark.parametrize(("role", "minutes"), [("adviser", 30), ("relative", 120)])
def test_p13_idle_session_ends(at, role, minutes):
    at(NOW)
    member(role)
    client = Client()
    log_in(client)
    client.get("/konto/")
    at(NOW + timedelta(minutes=minutes))
    assert client.get("/konto/").status_code == 200
    at(NOW + timedelta(minutes=2 * minutes, seconds=1))
    assert client.get("/konto/").headers["Location"] == "/konto/login/?next=/konto/"


def test_p13_cookies_end_with_the_browser(client):
    member("relative")
    response = log_in(client)
    assert set(response.cookies) == {"pio", "pio-csrf"}
    for cookie in response.cookies.values():
        assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (
            "", "", True, "Lax", "/",
        )  # fmt: skip


def test_p13_logout_is_a_post_and_clears_the_browser(client):
    member("relative")
    log_in(client)
    cookie = client.cookies["pio"].value
    assert client.get("/konto/logout/").status_code == 200
    assert client.get("/konto/").status_code == 200
    response = client.post("/konto/logout/")
    assert (response.status_code, response.headers["Location"], response.headers["Clear-Site-Data"]) == (
        302,
        "/",
        CLEAR,
    )
    assert LoginSession.objects.filter(user__isnull=False).count() == 0
    client.cookies["pio"] = cookie
    assert client.get("/konto/").status_code == 302


def test_p13_signed_in_pages_are_never_stored(client):
    member("relative")
    log_in(client)
    for page in ("/konto/", "/konto/login/", "/konto/profil/"):
        assert "no-store" in client.get(page).headers["Cache-Control"]


def test_day_of_last_use_is_noted_once_a_day(client, at, django_assert_num_queries):
    at(NOW)
    user = member("relative")
    log_in(client)
    client.get("/konto/profil/")
    user.refresh_from_db()
    assert user.last_used_on == NOW.date()
    with django_assert_num_queries(2):  # session, user
        client.get("/konto/profil/")


def test_other_sessions_are_shown_by_day_and_ended(client):
    user = member("relative")
    for _ in range(2):
        log_in(Client())
    log_in(client)
    sessions = client.get("/konto/").context["account"].sessions
    assert [each.is_this for each in sessions].count(True) == 1
    assert len(sessions) == 3
    client.post("/konto/innlogginger/avslutt/")
    assert LoginSession.objects.filter(user=user).count() == 1
    assert client.get("/konto/").status_code == 200


def test_public_page_never_asks_who_it_is(client):
    member("relative")
    log_in(client)
    seen = client.get("/")
    assert seen.status_code == 200
    assert not seen.cookies
    assert not seen.has_header("Vary")
    assert not hasattr(seen.wsgi_request, "_cached_user")
    assert not seen.wsgi_request.session.accessed


def test_password_change_ends_other_sessions(client):
    member("relative")
    other = Client()
    log_in(other)
    log_in(client)
    client.post("/konto/password/change/", {"oldpassword": PASSWORD, "password1": "tre blå hester i tåka"})
    assert client.get("/konto/").status_code == 200
    assert other.get("/konto/").status_code == 302
    assert User.objects.get().check_password("tre blå hester i tåka")


def test_language_before_login_is_chosen_and_then_the_accounts(client):
    member("relative")
    client.post("/konto/sprak/", {"language": "en", "next": "/konto/login/"})
    assert '<html lang="en"' in client.get("/konto/login/").content.decode()
    log_in(client)
    assert '<html lang="nb"' in client.get("/konto/").content.decode()
    response = client.post("/konto/sprak/", {"language": "en", "next": "https://evil.example/"})
    assert response.headers["Location"] == "/konto/"
    assert '<html lang="en"' in client.get("/konto/").content.decode()


def test_login_is_the_form_with_the_most_fields_of_its_page(client):
    document = html.fromstring(client.get("/konto/login/").content)
    names = [[field.get("name") for field in form.xpath(".//input[@name]")] for form in document.xpath("//form")]
    most = max(names, key=len)
    assert {"login", "password"} <= set(most)
    assert all(len(fields) < len(most) for fields in names if fields is not most)


def test_language_button_without_a_value_is_the_other_language(client):
    response = client.post("/konto/sprak/?next=/konto/login/")
    assert response.headers["Location"] == "/konto/login/"
    assert '<html lang="en"' in client.get("/konto/login/").content.decode()


def test_taken_key_and_deleted_row_are_told_apart():
    store = SessionStore()
    store.save()
    twin = SessionStore(store.session_key)
    twin["a"] = "b"
    with pytest.raises(CreateError):
        twin.save(must_create=True)
    store.delete()
    with pytest.raises(UpdateError):
        twin.save()


def test_new_key_is_drawn_until_a_free_one_comes(monkeypatch):
    first = SessionStore()
    first.save()
    drawn = iter([first.session_key, "n" * 32])
    monkeypatch.setattr(SessionStore, "_get_new_session_key", lambda _self: next(drawn))
    second = SessionStore()
    second.create()
    assert (second.session_key, LoginSession.objects.count()) == ("n" * 32, 2)
