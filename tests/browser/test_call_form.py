"""The call form in Chromium: few keys, no mouse, nothing lost, nothing that axe finds."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from advising.models import Call

NEW = "/intern/telefon/ny/"


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


def test_a_typical_call_takes_at_most_28_key_presses(adviser: Client, page: Page) -> None:
    page.goto(NEW)
    keys = Keyboard(page)
    keys.press("Alt+2", "Space")  # support
    keys.press("Tab", "ArrowDown")  # father
    keys.press("1")  # the topic used most: burden
    keys.press("Alt+4")
    keys.type("nav")
    keys.press("Enter")
    keys.press("Shift+Tab", "k")  # age is passed, gender by its first letter
    keys.press("Control+Enter")
    expect(page.get_by_role("heading", name="Telefonloggen")).to_be_visible()
    call = Call.objects.get()
    assert (call.kind, call.relation, call.topics[0]) == ("support", "father", "burden")
    assert keys.count <= 28


def test_screens(adviser: Client, page: Page) -> None:
    page.goto(NEW)
    page.screenshot(path="/tmp/hl_new.png")
    page.keyboard.press("1")
    page.locator("#id_topics").fill("nav")
    page.locator("#id_note").fill("Ring 912 34 567 etter kl 16")
    page.wait_for_timeout(1500)
    page.locator("#id_topics").focus()
    page.locator("#id_topics").press("End")
    page.locator("#id_topics").fill("nav")
    page.screenshot(path="/tmp/hl_filled.png")
    page.set_viewport_size({"width": 360, "height": 800})
    page.screenshot(path="/tmp/hl_360.png", full_page=True)
    page.goto("/intern/telefon/")
    page.screenshot(path="/tmp/hl_list360.png", full_page=True)
