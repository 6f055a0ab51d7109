"""The ground of the browser tests themselves: the guard sees what it must see."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import settled


def test_front_page_is_accessible_in_light_and_dark(page: Page, portal, assert_axe) -> None:
    page.goto("/")
    assert_axe(page, widths=(360, 1280), schemes=("light", "dark"))


def test_axe_sees_a_fault(page: Page, portal, assert_axe) -> None:
    page.goto("/")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_axe(page)


def test_signed_in_browser_reaches_the_staff_pages(page: Page, context: BrowserContext, portal, sign_in) -> None:
    sign_in(context, "manager")
    page.goto("/intern/")
    expect(page.locator("h1")).to_have_count(1)
    assert page.url.endswith("/intern/")


def test_fonts_and_styles_come_from_here(page: Page, portal) -> None:
    answers: list[tuple[int, str]] = []
    page.on("response", lambda response: answers.append((response.status, response.url)))
    page.goto("/", wait_until="networkidle")
    assert [answer for answer in answers if answer[0] >= 400] == []
    assert settled(page).evaluate("document.fonts.check('16px Inter')") is True


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_error_right_below_the_heading_of_a_group_is_as_red_as_the_others(
    page: Page, context: BrowserContext, portal, sign_in, scheme
) -> None:
    """Designsystemet takes the first paragraph after a legend for a description, and greys it."""
    sign_in(context, "adviser")
    page.emulate_media(color_scheme=scheme)
    page.goto("/intern/radgivning/ny/")
    page.get_by_role("button", name="Bestill timen", exact=True).last.click()
    expect(page).to_have_title(re.compile("^Feil: "))
    colours = "found => found.map(each => [each.parentElement.tagName, getComputedStyle(each).color])"
    found = dict(settled(page).eval_on_selector_all(".ds-validation-message", colours))
    assert sorted(found) == ["DIV", "FIELDSET"]
    assert found["DIV"] == found["FIELDSET"]
