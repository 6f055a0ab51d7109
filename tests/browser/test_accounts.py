"""Login in a real browser: passkeys by the virtual authenticator, axe on every page of the account, both widths."""

import pytest
from playwright.sync_api import Page, expect

from pio.accounts import limits
from tests.accounts.factories import PASSWORD, member
from tests.browser.conftest import WIDTHS

PAGES_OF_NOBODY = ("/konto/login/", "/konto/login/code/", "/konto/signup/", "/konto/password/reset/")
PAGES_OF_A_PERSON = (
    "/konto/", "/konto/profil/", "/konto/email/", "/konto/password/change/", "/konto/2fa/", "/konto/2fa/webauthn/",
    "/konto/logout/",
)  # fmt: skip
PAGES_OF_THE_MANAGER = ("/intern/oppsett/", "/intern/oppsett/personer/", "/intern/oppsett/personer/ny/")


@pytest.fixture(autouse=True)
def fresh_limits():
    limits.forget()


def log_in(page: Page, password: str = PASSWORD) -> None:
    page.goto("/konto/login/")
    page.get_by_label("E-post", exact=True).fill("mia@example.org")
    page.get_by_label("Passord", exact=True).fill(password)
    page.get_by_role("button", name="Logg inn", exact=True).click()


@pytest.fixture
def authenticator(page: Page) -> None:
    """A phone with a fingerprint reader, as Chromium plays it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_p11_passkey_is_made_and_then_logs_in_alone(page: Page, portal: str, authenticator, settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    member("manager")
    log_in(page)
    expect(page).to_have_url(f"{portal}/konto/2fa/")
    page.get_by_role("link", name="Legg til passnøkkel").click()
    page.get_by_label("Passord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Gå videre").click()
    page.get_by_label("Navn på nøkkelen").fill("Mobilen")
    page.get_by_role("button", name="Lag nøkkelen").click()
    expect(page.get_by_role("heading", name="Gjenopprettingskoder")).to_be_visible()
    page.goto("/konto/2fa/webauthn/")
    expect(page.get_by_text("Mobilen", exact=True).first).to_be_visible()
    page.goto("/intern/oppsett/")
    expect(page.get_by_role("heading", name="Oppsett")).to_be_visible()

    page.goto("/konto/logout/")
    page.get_by_role("main").get_by_role("button", name="Logg ut").click()
    page.goto("/konto/login/")
    page.get_by_role("button", name="Bruk passnøkkel").click()
    page.wait_for_url("**/intern/**")
    page.goto("/intern/oppsett/")
    expect(page.get_by_role("heading", name="Oppsett")).to_be_visible()


def test_p11_passkey_is_the_second_step_after_a_password(page: Page, portal: str, authenticator, settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    member("manager")
    log_in(page)
    page.goto("/konto/2fa/webauthn/add/")
    page.get_by_label("Passord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Gå videre").click()
    page.get_by_role("button", name="Lag nøkkelen").click()
    expect(page.get_by_role("heading", name="Gjenopprettingskoder")).to_be_visible()
    page.context.clear_cookies()
    log_in(page)
    expect(page.get_by_role("heading", name="Bekreft at det er deg")).to_be_visible()
    page.get_by_role("button", name="Bruk passnøkkel").click()
    page.wait_for_url("**/intern/**")


def test_passkey_refused_by_the_person_is_said_in_words(page: Page, portal: str) -> None:
    page.goto("/konto/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('nei')); }")
    page.get_by_role("button", name="Bruk passnøkkel").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Det gikk ikke å bruke passnøkkelen. Prøv igjen, eller logg inn på en annen måte."
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_before_login(page: Page, portal: str, assert_axe, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for url in PAGES_OF_NOBODY:
        page.goto(url)
        assert_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width, url
    log_in(page, "feil")
    expect(page).to_have_title("Feil: Logg inn")
    assert_axe(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_after_login(page: Page, portal: str, assert_axe, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    user = member("manager")
    log_in(page)
    page.wait_for_url("**/intern/**")
    for url in (*PAGES_OF_A_PERSON, *PAGES_OF_THE_MANAGER, f"/intern/oppsett/personer/{user.pk}/"):
        page.goto(url)
        assert_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width, url


def test_login_works_without_scripts_and_with_the_keyboard_alone(browser, browser_context_args, portal: str) -> None:
    member("relative")
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto("/konto/login/")
    page.get_by_label("E-post", exact=True).focus()
    page.keyboard.type("mia@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/min-side/")
    context.close()
