"""The call form in Chromium: few keys, no mouse, nothing lost, nothing that axe finds."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from advising.models import Call
from pio.core.personal_data import REDACTED
from tests.advising.factories.calls import CallFactory, FollowUpFactory
from tests.browser.conftest import settled

NEW, LIST = "/intern/telefon/ny/", "/intern/telefon/"
WIDTHS, SCHEMES = (360, 1280), ("light", "dark")


class Keyboard:
    """Counts presses; a modifier is a press of its own."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.count += len(key.split("+"))
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.press(*text)


@pytest.fixture
def adviser(portal: str, context: BrowserContext, sign_in: Callable[..., Client]) -> Client:
    return sign_in(context, "adviser")


@pytest.fixture
def keys(adviser: Client, page: Page) -> Keyboard:
    page.goto(NEW)
    expect(page.get_by_role("timer")).to_be_visible()
    return Keyboard(page)


def open_log(page: Page) -> None:
    expect(page.get_by_role("heading", name="Telefonloggen")).to_be_visible()


def test_a_typical_call_takes_at_most_28_key_presses(keys: Keyboard, page: Page) -> None:
    keys.press("Alt+2", "Space")  # support
    keys.press("Alt+3", "Space", "ArrowDown")  # father
    keys.press("Tab", "k")  # gender by its first letter
    keys.press("Tab", "3", "Alt+4")  # age by its first figure: lists take letters themselves
    keys.type("nav")
    keys.press("Enter")
    keys.type("tvan")
    keys.press("Enter")
    keys.press("Control+Enter")
    open_log(page)
    call = Call.objects.get()
    assert (call.kind, call.relation, call.caller_gender, call.channel) == ("support", "father", "female", "phone")
    assert call.topics == ["disability_benefit", "coercion"]
    assert keys.count <= 28


def test_topics_by_number_the_first_is_the_main_one(keys: Keyboard, page: Page) -> None:
    keys.press("2", "1", "3", "4", "5")
    keys.press("Alt+2", "Space", "Alt+3", "Space", "Control+Shift+Enter")
    page.wait_for_url(re.compile(r"lagret="))
    assert Call.objects.get().topics == ["boundaries", "burden", "waiting", "confidentiality"]
    keys.press("Alt+4", "Escape")
    expect(page.get_by_role("heading", name="Ny samtale")).to_be_visible()


@pytest.mark.parametrize(("key", "kind"), [("s", "silent"), ("l", "hang_up"), ("f", "wrong_number")])
def test_a_call_without_a_conversation_takes_two_keys(adviser: Client, page: Page, key: str, kind: str) -> None:
    page.goto(LIST)
    keys = Keyboard(page)
    keys.press("n")
    expect(page.get_by_role("timer")).to_be_visible()
    keys.press(key)
    expect(page.get_by_role("button", name="Angre")).to_be_visible()
    assert (Call.objects.get().kind, keys.count) == (kind, 2)
    keys.press("z")
    expect(page.get_by_text("Anropet er tatt bort.")).to_be_visible()
    assert Call.objects.count() == 0


def test_one_key_waits_for_enter_when_something_is_written(keys: Keyboard, page: Page) -> None:
    page.locator("#id_note").fill("Hun gråter.")
    page.locator("h1").click()
    keys.press("s")
    assert Call.objects.count() == 0
    keys.press("Enter")
    expect(page.get_by_text("Lagret: Stille.")).to_be_visible()
    assert page.locator("#id_note").input_value() == "Hun gråter."


def test_shortcuts_are_silent_in_fields(keys: Keyboard, page: Page) -> None:
    page.locator("#id_note").focus()
    keys.type("sl n?1 fz")
    assert page.locator("#id_note").input_value() == "sl n?1 fz"
    page.locator("#id_topics").focus()
    keys.type("slit")
    page.locator("#id_county").focus()
    keys.press("s", "n", "Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert (Call.objects.count(), page.locator(".chip").count()) == (0, 0)


def test_enter_never_sends_from_a_list_or_field(keys: Keyboard, page: Page) -> None:
    for field in (
        "#id_county",
        "#id_caller_gender",
        "#id_topics",
        "#id_duration_minutes",
        ".call [name=kind] >> nth=0",
    ):
        page.locator(field).focus()
        keys.press("Enter")
    expect(page).to_have_url(re.compile(r"/ny/$"))
    expect(page.get_by_text("For å gå videre må du rette opp følgende feil:")).to_have_count(0)


def test_note_is_redacted_by_one_key(keys: Keyboard, page: Page) -> None:
    page.locator("#id_note").fill("Ring 912 34 567 etter kl. 16")
    expect(page.get_by_text("Ser ut som et telefonnummer: «912 34 567»")).to_be_visible()
    keys.press("Control+d")
    assert page.locator("#id_note").input_value() == f"Ring {REDACTED * 3} {REDACTED * 2} {REDACTED * 3} etter kl. 16"


def test_duration_by_chip_and_by_stop(keys: Keyboard, page: Page) -> None:
    page.get_by_role("button", name="45", exact=True).click()
    assert page.locator("#id_duration_minutes").input_value() == "45"
    page.locator("h1").click()
    keys.press("Space")
    assert page.locator("#id_duration_minutes").input_value() == "1"


def test_overlay_of_shortcuts(keys: Keyboard, page: Page) -> None:
    keys.press("?")
    expect(page.get_by_role("dialog", name="Snarveier")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("dialog", name="Snarveier")).not_to_be_visible()


def test_double_click_on_save_is_one_call(keys: Keyboard, page: Page) -> None:
    keys.press("1", "Alt+2", "Space", "Alt+3", "Space")
    page.get_by_role("button", name="Lagre samtalen").dblclick()
    open_log(page)
    assert Call.objects.count() == 1


def test_the_whole_form_is_on_one_screen(keys: Keyboard, page: Page) -> None:
    """At 1280 × 900, as it is opened: nobody on the telephone scrolls for a question."""
    tall, bottom = settled(page).evaluate(
        "[document.scrollingElement.scrollHeight, document.querySelector('form.call').getBoundingClientRect().bottom]"
    )
    assert (tall, bottom <= 900) == (900, True), (tall, bottom)


def test_works_without_scripts(adviser: Client, context: BrowserContext, portal: str) -> None:
    browser = context.browser
    plain = browser.new_context(java_script_enabled=False, base_url=portal, storage_state=context.storage_state())
    page = plain.new_page()
    page.goto(NEW)
    page.locator(".call [name=kind]").first.check(force=True)
    page.locator(".call [name=relation]").first.check(force=True)
    page.locator("#id_topics").select_option(["burden", "waiting"])
    page.get_by_role("button", name="Lagre samtalen").click()
    open_log(page)
    page.goto(NEW)
    page.get_by_role("button", name="Stille").click()
    expect(page.get_by_role("button", name="Angre")).to_be_visible()
    plain.close()
    assert sorted(call.kind for call in Call.objects.all()) == ["silent", "support"]


def test_axe_finds_nothing_on_the_call_form(keys: Keyboard, page: Page, assert_axe: Callable[..., None]) -> None:
    assert_axe(page, widths=WIDTHS, schemes=SCHEMES)
    page.locator("#id_note").fill("Ring 912 34 567")
    expect(page.get_by_text("Ser ut som et telefonnummer")).to_be_visible()
    page.locator("details summary").last.click()
    page.locator("#id_topics").focus()
    keys.type("slit")
    assert_axe(page, widths=WIDTHS)
    keys.press("Enter")
    page.get_by_role("button", name="Lagre samtalen").click()
    expect(page.get_by_text("For å gå videre må du rette opp følgende feil:")).to_be_visible()
    assert_axe(page, widths=WIDTHS, schemes=SCHEMES)


def test_axe_finds_nothing_on_the_other_pages(
    portal: str, context: BrowserContext, page: Page, sign_in: Callable[..., Client], assert_axe: Callable[..., None]
) -> None:
    sign_in(context, "manager")
    for filled in (False, True):
        if filled:
            call = CallFactory(note="Ring 912 34 567")
            call.amendments.create(changes={"relation": ["", "mother"]}, reason="Feil", amended_on=call.started_at)
            FollowUpFactory()
            page.goto(call.get_absolute_url())
            assert_axe(page, widths=WIDTHS, schemes=SCHEMES)
        for url in (LIST, f"{LIST}oppfolging/", f"{LIST}importer/", f"{NEW}?etter=1"):
            page.goto(url)
            assert_axe(page, widths=WIDTHS, schemes=SCHEMES)


def test_the_municipality_is_found_with_a_typo(keys: Keyboard, page: Page) -> None:
    page.locator("details summary").last.click()
    page.locator("#id_municipality").focus()
    keys.type("liljeham")
    keys.press("Enter")
    keys.press("Alt+2", "Space", "1", "Alt+3", "Space", "Control+Enter")
    open_log(page)
    assert (Call.objects.get().municipality, Call.objects.get().county) == ("3405", "34")


def test_what_follows_opens_beside_and_leaves_a_code(keys: Keyboard, page: Page, context: BrowserContext) -> None:
    with context.expect_page() as opened:
        keys.press("t")
    expect(opened.value).to_have_url(re.compile("/intern/radgivning/ny/"))
    assert opened.value.evaluate("[document.referrer, window.opener]") == ["", None]
    expect(page.locator("[name=help_given][value=booked]")).to_be_checked()


def test_an_untouched_form_leaves_no_draft(keys: Keyboard, page: Page) -> None:
    from pio.drafts.models import Draft

    page.locator("#id_note").focus()
    page.locator("#id_county").focus()
    page.wait_for_timeout(1500)
    assert Draft.objects.count() == 0
