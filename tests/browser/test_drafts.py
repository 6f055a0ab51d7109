"""Drafts in Chromium against the live portal, with a proxy between them that delays, cuts and answers with faults."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route, expect

from advising.models import Call
from pio.drafts.models import Draft

NEW, LIST = "/intern/telefon/ny/", "/intern/utkast/"
SAVED = re.compile(r"^Lagret \d\d:\d\d:\d\d$")
WORD = "kjempesorg"


class Proxy:
    """Stands before the portal; `fault` is None, "cut" or a status, `delay` is in ms."""

    def __init__(self, page: Page) -> None:
        self.page, self.fault, self.delay, self.saves = page, None, 0, 0
        page.route("**/intern/**", self.pass_on)

    def pass_on(self, route: Route) -> None:
        if route.request.url.endswith("/lagre/"):
            self.saves += 1
        if self.delay:
            self.page.wait_for_timeout(self.delay)
        if self.fault == "cut":
            route.abort()
        elif self.fault:
            route.fulfill(status=int(self.fault), body="feil")
        else:
            route.fallback()


@pytest.fixture
def adviser(portal: str, context: BrowserContext, sign_in: Callable[..., Client]) -> Client:
    return sign_in(context, "adviser")


@pytest.fixture
def form(adviser: Client, page: Page) -> Page:
    page.goto(NEW)
    expect(page.get_by_role("timer")).to_be_visible()
    return page


def line(page: Page) -> Any:
    return page.locator("[data-draft-line]")


def holds(page: Page, says: Callable[[], bool], *, seconds: float = 15) -> bool:
    """Whether the database comes to say so; what is under way gets its time, on a slow machine too.

    Waits in Playwright's own loop, which passes on what the pages ask for meanwhile.
    """
    deadline = time.monotonic() + seconds
    while not says():
        if time.monotonic() > deadline:
            return False
        page.wait_for_timeout(100)
    return True


def note_of(draft: Draft) -> str:
    return str(dict(draft.content["fields"])["note"])


def test_saved_within_two_seconds_and_resumed(form: Page) -> None:
    form.get_by_label("Notat").fill(WORD)
    expect(line(form)).to_have_text(SAVED, timeout=2000)
    form.goto(LIST)
    form.get_by_role("link", name="Ny samtale").first.click()
    expect(form.get_by_label("Notat")).to_have_value(WORD)


def choose_topic(page: Page) -> None:
    page.get_by_role("combobox", name="Tema").press_sequentially("nav")
    page.keyboard.press("Enter")


CONTROLS: dict[str, Callable[[Page], None]] = {
    "text": lambda page: page.get_by_label("Notat").press_sequentially("sorg"),
    "radio": lambda page: page.locator("#samtale [name=kind]").nth(1).check(force=True),
    "checkbox": lambda page: page.locator("[name=help_given]").first.check(force=True),
    "select": lambda page: page.locator("[name=caller_gender]").select_option(index=1),
    "number": lambda page: page.locator("[name=duration_minutes]").fill("7"),
    "search": choose_topic,
}


@pytest.mark.parametrize("kind", CONTROLS)
def test_one_control_of_each_kind_is_kept_when_the_page_closes(form: Page, context: BrowserContext, kind: str) -> None:
    before = read(form)
    CONTROLS[kind](form)
    after = read(form)
    assert after != before
    form.close(run_before_unload=False)
    again = context.new_page()
    again.goto(LIST)
    expect_draft(again, after)
    again.get_by_role("link", name="Ny samtale").first.click()
    expect(line(again)).to_contain_text("Fortsetter utkastet fra")
    assert read(again) == after


def expect_draft(page: Page, fields: Any) -> None:
    """The save that the closing page sent may come after this page was asked for, and after an earlier one."""
    assert holds(page, lambda: [each.content["fields"] for each in Draft.objects.all()] == [fields])
    page.reload()


READ = """async () => {
  const {src} = document.querySelector('script[src*="drafts"]');
  const {read} = await import(src.replace("drafts.js", "drafts/controls.js"));
  return read(document.querySelector("form[data-draft]"));
}"""


def read(page: Page) -> Any:
    return page.evaluate(READ)


def test_typing_during_a_save_is_saved_after_it(form: Page) -> None:
    proxy = Proxy(form)
    proxy.delay = 800
    note = form.get_by_label("Notat")
    with form.expect_request("**/lagre/"):
        note.press_sequentially("første", delay=10)
    note.press_sequentially(" andre", delay=10)
    assert holds(form, lambda: [note_of(draft) for draft in Draft.objects.all()] == ["første andre"], seconds=20)
    assert proxy.saves >= 2
    proxy.delay = 0
    form.unroute_all(behavior="wait")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("cut", r"Ikke lagret – uten nett siden \d\d:\d\d, teksten ligger her"),
        ("500", r"Ikke lagret – feil hos oss siden \d\d:\d\d, teksten ligger her"),
        ("502", r"Ikke lagret – feil hos oss siden \d\d:\d\d, teksten ligger her"),
        ("504", r"Ikke lagret – feil hos oss siden \d\d:\d\d, teksten ligger her"),
        ("413", r"Ikke lagret – for lang tekst siden \d\d:\d\d, teksten ligger her"),
    ],
)
def test_the_line_tells_the_truth_and_the_words_go_when_they_can(form: Page, fault: str, words: str) -> None:
    proxy = Proxy(form)
    proxy.fault = fault
    form.get_by_label("Notat").fill(WORD)
    expect(line(form)).to_have_text(re.compile(words))
    form.keyboard.press("Control+Enter")
    expect(form.get_by_label("Notat")).to_have_value(WORD)
    assert (Draft.objects.count(), Call.objects.count()) == (0, 0)
    proxy.fault = None
    expect(line(form)).to_have_text(SAVED)
    assert note_of(Draft.objects.get()) == WORD


def test_two_tabs_do_not_write_over_each_other(form: Page, context: BrowserContext) -> None:
    form.get_by_label("Notat").fill("en")
    expect(line(form)).to_have_text(SAVED)
    second = context.new_page()
    second.goto(form.url)
    expect(second.get_by_label("Notat")).to_have_value("en")
    second.get_by_label("Notat").fill("to")
    expect(line(second)).to_have_text(SAVED)
    form.get_by_label("Notat").fill("tre")
    assert holds(form, lambda: sorted(note_of(draft) for draft in Draft.objects.all()) == ["to", "tre"])


def test_logged_out_and_in_again_in_place(form: Page, context: BrowserContext, adviser: Client, login: Any) -> None:
    cookies = context.cookies()
    context.clear_cookies()
    form.get_by_label("Notat").fill(WORD)
    expect(line(form)).to_contain_text("Ikke lagret – du er logget ut.")
    expect(line(form).get_by_role("link", name="Logg inn i ny fane")).to_be_visible()
    context.add_cookies([each for each in cookies if each["name"] == settings.SESSION_COOKIE_NAME])
    expect(line(form)).to_have_text(SAVED)
    form.keyboard.press("Control+Enter")
    expect(form.locator(".ds-error-summary")).to_be_visible()  # the call lacks answers: not sent, its draft is kept
    assert note_of(Draft.objects.get()) == WORD


def test_another_person_who_logs_in_gets_nothing_of_it(
    form: Page, context: BrowserContext, sign_in: Callable[..., Client]
) -> None:
    sign_in(context, "adviser")
    form.get_by_label("Notat").fill(WORD)
    expect(line(form)).to_contain_text("Ikke lagret – en annen er logget inn nå.")
    form.keyboard.press("Control+Enter")
    form.wait_for_timeout(1000)
    assert (Draft.objects.count(), Call.objects.count()) == (0, 0)


def test_submit_at_once_over_a_slow_line_is_one_call(form: Page) -> None:
    proxy = Proxy(form)
    form.locator("#samtale [name=kind]").first.check(force=True)
    form.locator("[name=relation]").first.check(force=True)
    proxy.delay = 2000
    form.evaluate("""() => {
      const topics = document.querySelector("[name=topics]");
      topics.options[0].selected = true;
      document.querySelector("[name=duration_minutes]").value = "5";
      topics.dispatchEvent(new Event("change", {bubbles: true}));
      const form = topics.form;
      form.requestSubmit(form.querySelector("button[type=submit]:not([name])"));
      setTimeout(() => form.requestSubmit(), 30);
    }""")
    form.wait_for_url(re.compile(r"/intern/telefon/\?lagret="), timeout=20_000)
    assert (Call.objects.count(), Draft.objects.count()) == (1, 0)


def test_after_a_crash_the_next_person_finds_nothing(
    form: Page, context: BrowserContext, sign_in: Callable[..., Client]
) -> None:
    form.get_by_label("Notat").fill(WORD)
    expect(line(form)).to_have_text(SAVED)
    stored = form.evaluate("""async () => JSON.stringify([
      {...localStorage}, {...sessionStorage}, await indexedDB.databases(), await caches.keys()])""")
    assert stored == "[{},{},[],[]]"
    address = form.url
    form.close()
    sign_in(context, "adviser")
    page = context.new_page()
    for path in (address, LIST, "/intern/"):
        page.goto(path)
        page.wait_for_timeout(800)
        assert WORD not in page.content()
        assert page.evaluate(
            "[...document.querySelectorAll('textarea, input')].every((f) => !f.value.includes('kjempe'))"
        )
    page.go_back()
    page.wait_for_timeout(800)
    assert WORD not in page.content()


def test_axe_and_keyboard_of_the_list(form: Page, assert_axe: Callable[..., None]) -> None:
    form.goto(LIST)
    assert_axe(form, widths=(360, 1280), schemes=("light", "dark"))
    form.goto(NEW)
    form.get_by_label("Notat").fill(WORD)
    expect(line(form)).to_have_text(SAVED)
    assert_axe(form)
    form.goto(LIST)
    assert_axe(form, widths=(360, 1280), schemes=("light", "dark"))
    form.get_by_role("button", name="Slett: Ny samtale").focus()
    form.keyboard.press("Enter")
    expect(form.get_by_text("Du har ingen utkast.")).to_be_visible()
