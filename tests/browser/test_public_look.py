"""The public pages and the start pages in Chromium: axe, widths, the way out, the menu, the other language."""

import gzip
import re
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, expect

from tests.browser.conftest import settled

PAGES = ("/", "/telefon/", "/personvern/", "/hva-vi-ser/", "/tilgjengelighet/", "/finnes-ikke/", "/en/", "/en/telefon/")
SCHEMES = ("light", "dark")
EXIT = "https://www.yr.no/"


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return int(settled(page).evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def stub_exit(context: BrowserContext) -> list[str]:
    """Stand in for the page that the exit leads to, so that no test asks another host."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<title>Været</title><h1>Været</h1>")

    context.route(f"{EXIT}**", answer)
    return asked


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_public_pages(page: Page, portal: str, assert_axe: Callable[..., None], path: str) -> None:
    page.goto(path)
    assert_axe(page, widths=(320, 360, 1280), schemes=SCHEMES)


def test_axe_finds_nothing_in_the_gallery(
    page: Page, portal: str, assert_axe: Callable[..., None], settings: LazySettings
) -> None:
    settings.DEMO = True
    page.goto("/komponenter/")
    assert_axe(page, widths=(360, 1280), schemes=SCHEMES)


@pytest.mark.parametrize("path", ["/intern/", "/intern/oppsett/senteret/"])
def test_axe_finds_nothing_on_staff_pages(
    context: BrowserContext, page: Page, portal: str, sign_in: Callable[..., Client],
    assert_axe: Callable[..., None], path: str,
) -> None:  # fmt: skip
    sign_in(context, "manager")
    page.goto(path)
    assert_axe(page, widths=(360, 1280), schemes=SCHEMES)


def test_axe_finds_nothing_on_the_form_with_errors(
    context: BrowserContext, page: Page, portal: str, sign_in: Callable[..., Client], assert_axe: Callable[..., None]
) -> None:
    sign_in(context, "manager")
    page.goto("/intern/oppsett/senteret/")
    page.get_by_label("Telefonnummer").fill("ring oss")
    page.get_by_role("button", name="Lagre").click()
    expect(page).to_have_title(re.compile("^Feil: "))
    expect(page.get_by_role("group", name="For å gå videre må du rette opp følgende feil:")).to_be_focused()
    assert_axe(page, widths=(360, 1280), schemes=SCHEMES)


def test_axe_finds_nothing_on_the_own_page(
    context: BrowserContext, page: Page, portal: str, sign_in: Callable[..., Client], assert_axe: Callable[..., None]
) -> None:
    sign_in(context, "relative")
    page.goto("/min-side/")
    assert_axe(page, widths=(360, 1280), schemes=SCHEMES)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_its_window(page: Page, portal: str, path: str) -> None:
    page.goto(path)
    for width in (320, 360, 768, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 256})  # 256 px high: 1280 x 1024 at 400 % zoom
        assert (width, overflow(page)) == (width, 0)


def test_p05_a_tour_asks_one_host_and_breaks_no_policy(context: BrowserContext, page: Page, portal: str) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(re.sub(r"^(\w+://[^/]+).*", r"\1", request.url)))
    for path in PAGES:
        page.goto(path)
        page.wait_for_load_state("networkidle")
    assert asked == {portal}  # the fixture `context` fails the test on a broken policy


@pytest.mark.parametrize("how", ["link", "shift"])
def test_p13_quick_exit_leaves_no_way_back(context: BrowserContext, page: Page, portal: str, how: str) -> None:
    asked = stub_exit(context)
    page.goto("/")
    page.goto("/telefon/")
    if how == "link":
        page.get_by_role("link", name="Forlat siden").click()
    else:
        for _time in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(EXIT)
    assert asked == [EXIT]
    page.go_back()
    expect(page).to_have_url(f"{portal}/")  # the page that was left is gone from the way back


def test_shift_twice_or_as_part_of_writing_leaves_nothing(context: BrowserContext, page: Page, portal: str) -> None:
    asked = stub_exit(context)
    page.goto("/")
    for key in ("Shift", "Shift", "A", "Shift", "Shift"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert asked == []


def test_p06_the_way_out_and_the_menu_work_without_scripts(browser: Browser, portal: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}, base_url=portal)
    asked = stub_exit(context)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="Meny").click()
    expect(page.get_by_role("link", name="Personlig ombud").first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{portal}/en/")
    page.get_by_role("link", name="Leave site").click()
    page.wait_for_url(EXIT)
    assert asked == [EXIT]
    context.close()


def test_the_skip_link_is_first_and_leads_to_the_content(page: Page, portal: str) -> None:
    page.goto("/telefon/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hopp til hovedinnhold")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_other_language_is_the_same_page(page: Page, portal: str) -> None:
    page.goto("/telefon/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{portal}/en/telefon/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Norsk").click()
    expect(page).to_have_url(f"{portal}/telefon/")


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(page: Page, portal: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/")
    menu = page.get_by_role("button", name="Meny")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Hovedmeny")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("navigation", name="Hovedmeny")).to_be_hidden()
    expect(menu).to_be_focused()


def test_focus_is_never_hidden_by_the_header(page: Page, portal: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto("/hva-vi-ser/")
    settled(page)
    bottom = page.locator("header.head").bounding_box()
    assert bottom is not None
    for _link in range(40):
        page.keyboard.press("Shift+Tab")
        top = page.evaluate(
            "(() => {const e = document.activeElement; const fixed = e.closest('.head, .ds-skip-link');"
            " return fixed || e === document.body ? 9999 : e.getBoundingClientRect().top})()"
        )
        assert top >= bottom["height"] - 1


@pytest.mark.parametrize(
    "path", ["/", "/radgivning/bestill/", "/personlig-ombud/", "/en/erfaringer/del/", "/konto/login/"]
)
def test_first_visit_fits_the_budget(path: str, page: Page, portal: str) -> None:
    sizes: dict[str, int] = {}
    scripts: dict[str, int] = {}

    def weigh(response: Response) -> None:
        body = response.body()
        packed = len(body) if response.url.endswith(".woff2") else len(gzip.compress(body))
        sizes[response.url] = packed
        if response.url.endswith(".js"):
            scripts[response.url] = packed

    page.on("response", weigh)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert sum(sizes.values()) <= 180_000, sizes
    assert sum(scripts.values()) <= 15_000, scripts


def test_a_printed_page_has_no_chrome(page: Page, portal: str) -> None:
    page.goto("/personvern/")
    page.emulate_media(media="print")
    for name in (".head", ".foot"):
        expect(page.locator(name)).to_be_hidden()
