"""OpenID Connect: off by default; with an issuer it is tried whole, against a server that signs real tokens."""

import time
from collections.abc import Iterator

import jwt
import pytest
import requests
from allauth.account.models import EmailAddress
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.test import Client
from django.utils import timezone

from pio.accounts import checks, services
from pio.accounts.models import LoginSession, OpenIdSubject, User
from tests.accounts.factories import member, person
from tests.accounts.issuer import CLIENT, SECRET, Issuer
from tests.accounts.test_second_factor import app_code, with_app
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
BEGIN, BACK, LOGIN = "/konto/oidc/login/", "/konto/oidc/login/callback/", "/konto/login/"
NOT_DONE = "Innloggingen ble ikke fullført. Prøv igjen, eller logg inn på en annen måte."
NOBODY = "Det finnes ingen konto her med den adressen. Lag en konto, eller be om en invitasjon."
ANOTHER = "Kontoen med den adressen er åpnet av en annen. Logg inn på en annen måte, eller spør oss."


@pytest.fixture(scope="module")
def one_issuer() -> Iterator[Issuer]:
    issuer = Issuer()
    yield issuer
    issuer.close()


@pytest.fixture
def issuer(one_issuer: Issuer, settings: object) -> Iterator[Issuer]:
    before = {**vars(one_issuer), "asked": []}
    vars(one_issuer)["asked"] = []
    settings.PIO_OIDC_ISSUER, settings.PIO_OIDC_NAME = one_issuer.address, "Bydelen"
    settings.PIO_OIDC_CLIENT_ID, settings.PIO_OIDC_SECRET = CLIENT, SECRET
    settings.SECOND_FACTOR_REQUIRED = True
    yield one_issuer
    vars(one_issuer).update(before)


def visit(client: Client, **query: str) -> str:
    """To the issuer, where the person says yes: the address back to us, host aside."""
    away = client.get(BEGIN, query)
    assert away.status_code == 302, away.content
    answer = requests.get(away.url, allow_redirects=False, timeout=5)
    return answer.headers["Location"].removeprefix("http://testserver")


def sign_in(client: Client, **query: str) -> str:
    """The whole way; where it ends."""
    return client.get(visit(client, **query)).url


def said(client: Client) -> str:
    (alert,) = [str(message) for message in client.get(LOGIN).context["messages"]]
    return alert


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_without_an_issuer_there_is_nothing(client: Client) -> None:
    assert "Logg inn med " not in client.get(LOGIN).content.decode()
    assert [client.get(address).status_code for address in (BEGIN, BACK)] == [404, 404]
    assert "allauth.socialaccount" not in settings.INSTALLED_APPS


def test_with_an_issuer_there_is_a_button_that_is_a_link(client: Client, issuer: Issuer) -> None:
    page = client.get(LOGIN).content.decode()
    assert (page.count(f'href="{BEGIN}"'), "Logg inn med Bydelen" in page, issuer.asked) == (1, True, [])


def test_a_relative_comes_to_their_own_page(client: Client, issuer: Issuer) -> None:
    user = member("relative")
    assert sign_in(client) == "/min-side/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get("/min-side/").status_code == 200
    assert issuer.asked.count("/token") == 1


def test_staff_show_their_second_factor_here_all_the_same(client: Client, issuer: Issuer, at) -> None:
    with_app(member("manager"))
    assert sign_in(client) == "/konto/2fa/authenticate/"
    assert client.get("/intern/").url.startswith(LOGIN)
    at(timezone.now())  # a code of the app holds for the half minute that it was made in
    assert client.post("/konto/2fa/authenticate/", {"code": app_code()}).url == "/intern/"
    assert client.get("/intern/").status_code == 200


def test_staff_without_a_second_factor_reach_only_the_account(client: Client, issuer: Issuer) -> None:
    member("manager")
    assert sign_in(client) == "/intern/"
    assert client.get("/intern/").url == "/konto/2fa/"


@pytest.mark.parametrize(
    "bent",
    [{"email": "other@example.org"}, {"email_verified": False}, {"email_verified": None}, {"email": ""}],
)
def test_who_is_unknown_here_is_told_so_and_gets_no_account(client: Client, issuer: Issuer, bent: dict) -> None:
    member("relative")
    issuer.bend = bent
    assert sign_in(client) == LOGIN
    assert (said(client), signed_in(client)) == (NOBODY, False)
    assert (User.objects.count(), OpenIdSubject.objects.count()) == (1, 0)


def test_an_address_that_we_have_not_seen_verified_opens_nothing(client: Client, issuer: Issuer) -> None:
    squatter = person("relative", email="mia@example.org")
    EmailAddress.objects.create(user=squatter, email="mia@example.org", primary=True, verified=False)
    assert sign_in(client) == LOGIN
    assert (said(client), signed_in(client)) == (NOBODY, False)


BAD_CLAIMS = {
    "another nonce": {"nonce": "x"}, "no nonce": {"nonce": None}, "for another": {"aud": "somebody"},
    "for several, authorised for another": {"aud": [CLIENT, "x"], "azp": "x"}, "from another": {"iss": "https://x.example"},
    "expired": {"exp": int(time.time()) - 3600}, "without an end": {"exp": None}, "nobody": {"sub": None},
}  # fmt: skip


@pytest.mark.parametrize("bent", BAD_CLAIMS.values(), ids=BAD_CLAIMS)
def test_a_token_that_is_not_for_this_journey_is_refused(client: Client, issuer: Issuer, bent: dict) -> None:
    member("relative")
    issuer.bend = bent
    assert sign_in(client) == LOGIN
    assert (said(client), signed_in(client), OpenIdSubject.objects.count()) == (NOT_DONE, False, 0)


@pytest.mark.parametrize("how", ["another key", "no signature", "shared secret", "unknown key", "broken"])
def test_a_token_that_the_issuer_has_not_signed_is_refused(
    client: Client, issuer: Issuer, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    member("relative")
    match how:
        case "another key":
            issuer.sign_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        case "no signature":
            issuer.sign_with, issuer.algorithm = None, "none"
        case "shared secret":
            issuer.sign_with, issuer.algorithm = SECRET.encode() * 4, "HS256"
        case "unknown key":
            issuer.header = {"kid": "key-2"}
        case "broken":
            monkeypatch.setattr(jwt, "encode", lambda *_args, **_more: "a.b")
    assert sign_in(client) == LOGIN
    assert (said(client), signed_in(client)) == (NOT_DONE, False)


def test_a_wrong_or_used_state_is_refused_before_anybody_is_asked(client: Client, issuer: Issuer) -> None:
    member("relative")
    way_back = visit(client)
    asked = len(issuer.asked)
    assert client.get(f"{BACK}?code=x&state=x").url == LOGIN
    assert Client().get(way_back).url == LOGIN, "another browser's"
    assert len(issuer.asked) == asked
    assert client.get(way_back).url == "/min-side/"
    assert client.get(way_back).url == LOGIN, "a second time"


def test_no_at_the_issuer_and_silence_are_told(client: Client, issuer: Issuer) -> None:
    state = visit(client).split("state=")[1]
    assert client.get(f"{BACK}?error=access_denied&state={state}").url == LOGIN
    assert said(client) == NOT_DONE
    issuer.token_status = 500
    assert sign_in(client) == LOGIN
    assert said(client) == NOT_DONE


def test_an_issuer_that_is_down_or_another_is_told(client: Client, issuer: Issuer, settings: object) -> None:
    issuer.issuer_name = "https://other.example"
    assert client.get(BEGIN).url == LOGIN
    assert said(client) == NOT_DONE
    settings.PIO_OIDC_ISSUER = "http://127.0.0.1:9"
    assert client.get(BEGIN).url == LOGIN
    assert said(client) == NOT_DONE


def test_the_same_person_with_a_new_address_comes_to_the_same_account(client: Client, issuer: Issuer) -> None:
    user, other = member("relative"), member("relative", email="ny@example.org")
    assert sign_in(client) == "/min-side/"
    issuer.bend = {"email": "ny@example.org"}
    again = Client()
    assert sign_in(again) == "/min-side/"
    assert (again.session["_auth_user_id"], other.pk != user.pk) == (str(user.pk), True)


def test_an_address_that_was_given_to_another_person_opens_nothing(client: Client, issuer: Issuer) -> None:
    user = member("relative")
    assert sign_in(client) == "/min-side/"
    issuer.bend = {"sub": "ab-17"}  # letters count
    stranger = Client()
    assert sign_in(stranger) == LOGIN
    assert (said(stranger), signed_in(stranger)) == (ANOTHER, False)
    services.deactivate(user, by=member("technician", email="t@example.org"), now=NOW)
    assert OpenIdSubject.objects.count() == 0


def test_nothing_the_issuer_tells_is_stored(client: Client, issuer: Issuer) -> None:
    member("relative")
    sign_in(client)
    row = OpenIdSubject.objects.get()
    assert (len(bytes(row.subject)), b"Ab-17" in bytes(row.subject)) == (32, False)
    sealed = b"".join(bytes(each) for each in LoginSession.objects.values_list("key_digest", flat=True))
    assert b"Ab-17" not in sealed
    assert "Ab-17" not in str(dict(client.session)) + str(vars(User.objects.get()))


def test_an_address_that_stands_in_userinfo_alone(client: Client, issuer: Issuer) -> None:
    member("relative")
    issuer.bend = {"email": None, "email_verified": None}
    issuer.in_userinfo = {"sub": "somebody else", "email": "mia@example.org", "email_verified": True}
    assert (sign_in(client), said(client)) == (LOGIN, NOT_DONE)
    issuer.in_userinfo = issuer.in_userinfo | {"sub": "Ab-17"}
    assert sign_in(client) == "/min-side/"


def test_an_issuer_that_wants_the_secret_in_the_form(client: Client, issuer: Issuer) -> None:
    member("relative")
    issuer.ways = ["client_secret_post"]
    assert sign_in(client) == "/min-side/"


@pytest.mark.parametrize(("next_page", "lands"), [("/konto/", "/konto/"), ("https://evil.example/", "/min-side/")])
def test_where_one_was_going(client: Client, issuer: Issuer, next_page: str, lands: str) -> None:
    member("relative")
    assert sign_in(client, next=next_page) == lands


def test_a_shut_account_stays_shut(client: Client, issuer: Issuer) -> None:
    user = member("relative")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert (sign_in(client), signed_in(client)) == ("/konto/inactive/", False)


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        (("", "", ""), set()),
        (("https://id.example.org", "pio", "secret"), set()),
        (("http://id.example.org", "pio", "secret"), {"PIO_OIDC_ISSUER must be an https address."}),
        (
            ("https://id.example.org", "pio", ""),
            {"PIO_OIDC_CLIENT_ID and PIO_OIDC_SECRET must be given with PIO_OIDC_ISSUER."},
        ),
    ],
)
def test_production_refuses_half_a_configuration(
    settings: object, given: tuple[str, str, str], sentences: set[str]
) -> None:
    settings.PIO_OIDC_ISSUER, settings.PIO_OIDC_CLIENT_ID, settings.PIO_OIDC_SECRET = given
    assert {fault for fault in checks.faults() if "OIDC" in fault} == sentences
