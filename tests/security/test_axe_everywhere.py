"""axe over every address that a role reaches in the demo, on a phone in the dark and at a desk in the light.

Beside axe: no sideways scroll, also at 400 % zoom and with the text spacing of WCAG 1.4.12, and no text cut off then;
Tab reaches everything, shows where it is and gets out again; nothing moves for those who asked for that; no other host
asked, no broken policy, no error in a script. Each address is read once, by the first role that reaches it. A form that
is sent empty comes back with its errors, and axe reads that page too.

`make accessibility` writes what was found into the file that the accessibility statement is made from.
"""

from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests import chromium
from tests.browser.conftest import _axe
from tests.security import statement, walker
from tests.security.statement import Fault

pytestmark = pytest.mark.walk
VIEWS = ((360, "dark"), (1280, "light"))
ZOOMED = {"width": 320, "height": 256}  # 1280 × 1024 at 400 % (WCAG 1.4.10)
SPACING = """
*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important} p{margin-bottom:2em!important}
"""
SPREAD = """css => {
  const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet];
}"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT_OFF = """() => [...document.querySelectorAll("main *")].filter(each => {
  const style = getComputedStyle(each);
  const hides = ["hidden", "clip"].includes(style.overflowX) && each.clientWidth > 4;
  return hides && each.scrollWidth > each.clientWidth + 1 && each.innerText?.trim();
}).map(each => each.outerHTML.slice(0, 120))"""
MOVES = "document.getAnimations().filter(each => each.playState === 'running').length"
TABBABLE = """() => {
  const names = "a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex='0']";
  const seen = each => each.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true});
  const found = [...document.querySelectorAll(names)].filter(
    each => seen(each) && !each.disabled && each.tabIndex >= 0 && each.getClientRects().length);
  window.toReach = new Set(found.filter(each => each.type !== "radio" || each.checked ||
    !found.some(other => other.name === each.name && other !== each && other.type === "radio" &&
      (other.checked || found.indexOf(other) < found.indexOf(each)))));
  return window.toReach.size;
}"""
HERE = """() => {
  const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
  if (here === document.body) return "out";
  window.toReach.delete(here);
  const isMarked = [here, here.parentElement, ...here.parentElement.children].some(each => {
    const look = getComputedStyle(each);
    return look.outlineStyle !== "none" || look.boxShadow !== "none";
  }) || getComputedStyle(here.parentElement.parentElement).outlineStyle !== "none";  // a field with chips in its frame
  const isThere = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  // Chromium marks the part of it that has the focus
  const marksItsParts = ["date", "time", "month", "datetime-local"].includes(here.type);
  return (isMarked || marksItsParts) && isThere ? "" : here.outerHTML.slice(0, 120);
}"""
LEFT = "[...window.toReach].map(each => each.outerHTML.slice(0, 120))"
SEND_EMPTY = """() => {
  const form = [...document.querySelectorAll("main form")].find(
    each => each.method === "post" && !each.action.includes("logout") && each.elements.length >= 5);
  if (!form) return false;
  for (const field of form.elements) {
    if (field.matches("input:not([type=hidden]),select,textarea")) { field.checked = false; field.value = ""; }
  }
  form.noValidate = true;
  HTMLFormElement.prototype.submit.call(form);
  return true;
}"""


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """Chromium of this module's own, gone with its loop when the module ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def read_names() -> set[str]:
    """The addresses that an earlier role has read."""
    return set()


def enter(context: BrowserContext, base: str, role: str) -> None:
    with walker.enter(base, role) as client:
        cookies = [
            {"name": key, "value": value, "domain": "localhost", "path": "/"} for key, value in client.cookies.items()
        ]
    if cookies:
        context.add_cookies(cookies)


def targets(base: str, role: str, done: set[str]) -> dict[str, str]:
    """The addresses with HTML that this role is the first to reach, by name."""
    with walker.enter(base, role) as client:
        pages = walker.walk(client, walker.STARTS if role else walker.PUBLIC_STARTS)
    found = {
        page.name: page.path
        for page in pages
        if page.response.status_code == 200 and page.response.headers["content-type"].startswith("text/html")
    }
    return {name: path for name, path in found.items() if name not in done and not done.add(name)}


def faults_of(page: Page, path: str) -> list[Fault]:
    """What is wrong with one page, whoever it is for."""
    found, fault = [], partial(Fault, path)
    page.goto(path)
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += [fault("axe", f"{width} {scheme}: {each[:260]}") for each in _axe(page)]
        if wide := page.evaluate(WIDER):
            found.append(fault("narrow", f"{width}: {wide} px too wide"))
    found += [fault("keys", each) for each in faults_of_keys(page)]
    found += [fault(check, each) for check, each in faults_of_zoom(page)]
    return found + [fault("errors", each) for each in faults_of_errors(page)]


def faults_of_keys(page: Page) -> list[str]:
    """Go through the page with Tab: everything is reached, and one sees where one is."""
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    number, unseen = page.evaluate(TABBABLE), []
    outside = 0
    for _press in range(4 * number + 10):  # a date has several stops
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here == "out":  # where the page had taken the focus itself, the way goes on from the top
            outside += 1
            if outside > 1 or not page.evaluate("window.toReach.size"):
                break
            continue
        unseen += [f"not seen where it is: {here}"] if here else []
    return unseen + [f"not reached: {left}" for left in page.evaluate(LEFT)]


def faults_of_zoom(page: Page) -> list[tuple[str, str]]:
    """Nothing moves for who asked for that; at 400 % all is below and nothing beside; wide text is cut off nowhere."""
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(MOVES)
    found = [("motion", f"{moving} things move")] if moving else []
    page.set_viewport_size(ZOOMED)
    if wide := page.evaluate(WIDER):
        found.append(("zoom", f"{wide} px too wide"))
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate(SPREAD, SPACING)
    if wide := page.evaluate(WIDER):
        found.append(("spacing", f"{wide} px too wide"))
    return found + [("spacing", f"cut off: {each}") for each in page.evaluate(CUT_OFF)]


def faults_of_errors(page: Page) -> list[str]:
    """Send the page's form empty: what comes back with errors is read by axe as well."""
    page.set_viewport_size({"width": 360, "height": 800})
    try:
        with page.expect_navigation(timeout=8000) as answer:
            if not page.evaluate(SEND_EMPTY):
                page.reload()
    except PlaywrightTimeout:  # a script took the form, or the answer is a file
        return []
    response = answer.value
    return [f"sent empty: {each[:260]}" for each in _axe(page)] if response and response.status == 422 else []


@pytest.mark.parametrize("role", ["", *walker.ROLES])
def test_axe_finds_nothing_on_any_page(demo_portal: str, chrome: Browser, read_names: set[str], role: str) -> None:
    context = chrome.new_context(base_url=demo_portal, locale="nb-NO", timezone_id="Europe/Oslo")
    faults: list[Fault] = []

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).netloc == urlsplit(demo_portal).netloc:
            route.fallback()
        else:
            faults.append(Fault(page.url, "hosts", f"asked another host: {route.request.url}"))
            route.abort()

    def broken(what: str) -> None:
        faults.append(Fault(page.url, "scripts", what))

    context.route("**/*", guard)
    context.on("console", lambda message: broken(message.text) if "Content Security" in message.text else None)
    context.on("weberror", lambda error: broken(f"error in a script: {error.error}"))
    enter(context, demo_portal, role)
    page = context.new_page()
    addresses = targets(demo_portal, role, read_names)
    for path in addresses.values():
        faults += faults_of(page, path)
    context.close()
    statement.keep(role, addresses, faults)
    assert not faults, "\n".join(map(str, faults))
