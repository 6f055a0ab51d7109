"""P11: staff outside demo reach nothing without a second factor, whatever way they came in."""

from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.management import call_command
from django.db import connection
from django.test import Client

from pio.accounts import secrets_at_rest
from pio.core.fields import SealedValueError
from tests.accounts.factories import PASSWORD, member
from tests.accounts.test_login import code_in_mail, log_in
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
STAFF_PAGE = "/intern/oppsett/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def as_in_production(settings, at):
    """The clock stands: a code of the app holds for the half minute that it was made in."""
    settings.SECOND_FACTOR_REQUIRED = True
    at(NOW)


def app_code(secret: str = SECRET) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def with_app(user):
    totp.TOTP.activate(user, SECRET)
    return user


def landed(response) -> tuple[int, str]:
    return response.status_code, response.headers.get("Location", "")


def test_p11_password_alone_reaches_only_the_account(client):
    member("manager")
    assert landed(log_in(client)) == (302, "/intern/")
    for page in (STAFF_PAGE, "/intern/", "/min-side/"):
        assert landed(client.get(page)) == (302, "/konto/2fa/")
    assert client.get("/konto/2fa/").status_code == 200


def test_p11_code_by_mail_alone_reaches_only_the_account(client):
    member("manager")
    client.post("/konto/login/code/", {"email": "mia@example.org"})
    client.post("/konto/login/code/confirm/", {"code": code_in_mail()})
    assert landed(client.get(STAFF_PAGE)) == (302, "/konto/2fa/")


def test_p11_password_and_app_reach_the_staff_pages(client):
    with_app(member("manager"))
    assert landed(log_in(client)) == (302, "/konto/2fa/authenticate/")
    assert landed(client.get(STAFF_PAGE)) == (302, f"/konto/login/?next={STAFF_PAGE}")
    assert landed(client.post("/konto/2fa/authenticate/", {"code": app_code()})) == (302, "/intern/")
    assert client.get(STAFF_PAGE).status_code == 200


def test_p11_mail_code_does_not_pass_the_factor(client):
    with_app(member("manager"))
    client.post("/konto/login/code/", {"email": "mia@example.org"})
    response = client.post("/konto/login/code/confirm/", {"code": code_in_mail()})
    assert landed(response) == (302, "/konto/2fa/authenticate/")
    assert client.get("/konto/").status_code == 302


def test_p11_reset_password_does_not_pass_the_factor(client):
    with_app(member("manager"))
    client.post("/konto/password/reset/", {"email": "mia@example.org"})
    client.post("/konto/password/reset/confirm/", {"code": code_in_mail()})
    client.post("/konto/password/reset/complete/", {"password1": "tre blå hester i tåka"})
    assert landed(client.get(STAFF_PAGE))[0] == 302
    response = log_in(client, password="tre blå hester i tåka")
    assert landed(response) == (302, "/konto/2fa/authenticate/")


def test_p11_recovery_code_opens_the_account_but_no_staff_page(client):
    user = with_app(member("manager"))
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    log_in(client)
    assert landed(client.post("/konto/2fa/authenticate/", {"code": code})) == (302, "/intern/")
    assert landed(client.get(STAFF_PAGE)) == (302, "/konto/2fa/")
    assert client.get("/konto/2fa/").status_code == 200


def test_p11_enrolling_in_the_session_counts_as_shown(client):
    user = member("manager")
    log_in(client)
    client.post("/konto/reauthenticate/?next=/konto/2fa/totp/activate/", {"password": PASSWORD})
    page = client.get("/konto/2fa/totp/activate/")
    secret = page.context["secret"].replace(" ", "")
    wrong = client.post("/konto/2fa/totp/activate/", {"code": "000000"})
    assert (wrong.status_code, wrong.context["secret"].replace(" ", "")) == (422, secret)
    response = client.post("/konto/2fa/totp/activate/", {"code": app_code(secret)})
    assert landed(response) == (302, "/konto/2fa/recovery-codes/")
    assert len(client.get("/konto/2fa/recovery-codes/").context["unused_codes"]) == 10
    assert client.get(STAFF_PAGE).status_code == 200
    assert Authenticator.objects.filter(user=user, type="totp").count() == 1


def test_p11_relatives_need_no_second_factor(client):
    member("relative")
    log_in(client)
    assert client.get("/min-side/").status_code == 200


def test_p11_second_session_of_the_same_person_must_show_it_too(client):
    with_app(member("manager"))
    log_in(client)
    client.post("/konto/2fa/authenticate/", {"code": app_code()})
    other = Client()
    log_in(other)
    assert landed(other.get(STAFF_PAGE)) == (302, f"/konto/login/?next={STAFF_PAGE}")


def test_p11_no_second_factor_in_the_demo(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    member("manager")
    log_in(client)
    assert client.get(STAFF_PAGE).status_code == 200


def test_p11_seeds_and_recovery_codes_are_sealed():
    user = with_app(member("manager"))
    codes = RecoveryCodes.activate(user)
    seed = codes.instance.data["seed"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert SECRET not in kept
    opened = secrets_at_rest.open_sealed(seed)
    assert opened not in kept
    assert [code for code in codes.get_unused_codes() if code in kept] == []


def test_p11_damaged_seed_is_a_loud_failure():
    sealed = secrets_at_rest.seal(SECRET)
    assert secrets_at_rest.open_sealed(sealed) == SECRET
    assert secrets_at_rest.seal(SECRET) != sealed
    with pytest.raises(SealedValueError):
        secrets_at_rest.open_sealed(sealed[:-8] + "AAAAAAA=")


def test_p12_five_wrong_app_codes_pause_the_account_not_the_caller(client):
    with_app(member("manager"))
    log_in(client)
    pages = [client.post("/konto/2fa/authenticate/", {"code": "000000"}).content.decode() for _ in range(6)]
    assert ["Koden stemmer ikke" in page for page in pages] == [True] * 5 + [False]
    assert "Det ble for mange forsøk" in pages[-1]
    fresh = Client()
    log_in(fresh)
    assert fresh.post("/konto/2fa/authenticate/", {"code": app_code()}).status_code == 422


def test_code_of_the_app_works_once(client):
    with_app(member("manager"))
    log_in(client)
    code = app_code()
    assert client.post("/konto/2fa/authenticate/", {"code": code}).status_code == 302
    other = Client()
    log_in(other)
    assert other.post("/konto/2fa/authenticate/", {"code": code}).status_code == 422


def test_p07_seeds_are_sealed_again_under_a_new_key(client, settings):
    user = with_app(member("manager"))
    RecoveryCodes.activate(user)
    old = settings.KEYS
    settings.KEYS = replace(old, fields=old.fields | {2: b"n" * 32})
    call_command("rotate_keys")
    settings.KEYS = replace(old, fields={2: b"n" * 32})
    assert secrets_at_rest.seal_again().rotated == 0
    log_in(client)
    assert landed(client.post("/konto/2fa/authenticate/", {"code": app_code()})) == (302, "/intern/")


def test_p07_seed_that_does_not_open_is_reported(settings):
    user = with_app(member("manager"))
    settings.KEYS = replace(settings.KEYS, fields={2: b"n" * 32})
    report = secrets_at_rest.seal_again()
    assert (report.rotated, report.broken) == (0, [Authenticator.objects.get(user=user).pk])
