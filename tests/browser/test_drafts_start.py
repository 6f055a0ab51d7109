"""The staff's start page in Chromium: drawn for the day, fetched anew without moving the focus."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.drafts.factories import DraftFactory


def test_fresh_rows_come_without_moving_the_focus(
    portal: str, page: Page, context: BrowserContext, sign_in: Callable[..., Client], assert_axe: Callable[..., None]
) -> None:
    user = sign_in(context, "adviser").user
    now = timezone.now()
    DraftFactory(owner=user, saved_at=now - timedelta(minutes=5))
    page.clock.install()
    page.goto("/intern/")
    link = page.get_by_role("link", name="Ny samtale").filter(has_text="Fortsett")
    link.focus()
    href = link.get_attribute("href")
    DraftFactory(owner=user, saved_at=now, content={"path": "/intern/", "title": "Et til", "fields": []})
    page.clock.run_for(61_000)
    expect(page.get_by_role("link", name="Et til")).to_be_visible()
    assert page.evaluate("document.activeElement.getAttribute('href')") == href
    assert_axe(page, widths=(360, 1280), schemes=("light", "dark"))


def test_whoever_was_logged_out_is_led_to_the_login(
    portal: str, page: Page, context: BrowserContext, sign_in: Callable[..., Client]
) -> None:
    sign_in(context, "adviser")
    page.clock.install()
    page.goto("/intern/")
    context.clear_cookies()
    page.clock.run_for(61_000)
    expect(page.get_by_role("heading", name="Logg inn")).to_be_visible()
