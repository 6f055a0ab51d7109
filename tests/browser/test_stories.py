"""The experiences in Chromium: without scripts, in a strict browser, axe, widths, copy of the receipt."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from pio.drafts.models import Draft
from platform_stories import limits
from platform_stories.enums import StoryStatus
from platform_stories.models import Story
from tests.browser.conftest import settled
from tests.platform_stories.factories import QuoteFactory, StoryFactory

SCHEMES = ("light", "dark")
TEXT = "Jeg snakket med Trine Dahl. Han sier at han vil ta livet sitt."


@pytest.fixture(autouse=True)
def full_buckets() -> None:
    limits.SUBMITS.refill()
    limits.RECEIPTS.refill()


@pytest.fixture
def strict_page(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """No scripts, do not track, a foreign locale, no cookies kept: as a hardened browser asks."""
    args = browser_context_args | {
        "java_script_enabled": False,
        "locale": "en-US",
        "extra_http_headers": {"DNT": "1", "Sec-GPC": "1"},
    }
    context = browser.new_context(**args)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def write(page: Page, text: str = TEXT) -> None:
    page.goto("/erfaringer/del/")
    page.get_by_label("Din erfaring").fill(text)
    page.get_by_label("Slitasje").check()
    page.get_by_label("Jeg lar dere sitere fra teksten på nettsiden", exact=True).check()
    page.get_by_role("button", name="Se over og send").click()


def receipt_of(page: Page) -> str:
    page.get_by_role("button", name="Send inn anonymt").last.click()
    return page.locator("#kode").inner_text()


def test_p06_an_experience_is_shared_and_withdrawn_without_scripts(strict_page: Page, portal: str) -> None:
    page = strict_page
    write(page)
    page.get_by_role("button", name="Bytt ut «Trine Dahl»").click()
    receipt = receipt_of(page)
    assert re.fullmatch(r"[0-9A-Z]{5}(-[0-9A-Z]{5}){3}", receipt)
    expect(page.get_by_role("button", name="Kopier")).to_be_hidden()  # it needs a script
    assert Story.objects.get().text == "Jeg snakket med [navn]. Han sier at han vil ta livet sitt."
    page.get_by_role("link", name="Her bruker du kvitteringen").click()
    page.get_by_label("Kvittering").fill(receipt.lower())
    page.get_by_role("button", name="Åpne").click()
    assert receipt not in page.url
    page.get_by_label("Ja, slett alt jeg har skrevet her").check()
    page.get_by_role("button", name="Trekk teksten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Teksten er trukket")
    assert Story.objects.get().status == StoryStatus.WITHDRAWN


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_receipt_stands_on_one_line_inside_its_paper(page: Page, portal: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    write(page)
    receipt_of(page)
    settled(page)
    paper, code = page.locator(".receipt").bounding_box(), page.locator("#kode")
    script = """(e, letter) => {
      e.textContent = e.textContent.replace(/[0-9A-Z]/g, letter)
      const range = document.createRange(); range.selectNodeContents(e)
      const box = range.getBoundingClientRect(); return box.right
    }"""
    ends = [code.evaluate(script, letter) for letter in "WI0M"]
    assert len(set(ends)) == 1, "whichever letters are drawn, the line is as long"
    assert ends[0] <= paper["x"] + paper["width"] - 12


def test_back_and_forth_loses_no_word(page: Page, portal: str) -> None:
    write(page)
    page.get_by_role("button", name="Tilbake og endre").click()
    expect(page.get_by_label("Din erfaring")).to_have_value(TEXT)
    expect(page.get_by_label("Slitasje")).to_be_checked()


def test_the_counter_speaks_in_words(page: Page, portal: str) -> None:
    page.goto("/erfaringer/del/")
    page.get_by_label("Din erfaring").fill("a" * 7940)
    expect(page.locator("[data-counter]")).to_have_text("Det er plass til omtrent 10 ord til.")


@pytest.mark.parametrize("path", ["/erfaringer/", "/erfaringer/del/", "/erfaringer/kvittering/", "/en/erfaringer/del/"])
def test_axe_finds_nothing_on_the_public_pages(
    page: Page, portal: str, assert_axe: Callable[..., None], path: str
) -> None:
    QuoteFactory.create_batch(3)
    page.goto(path)
    assert_axe(page, widths=(320, 1280), schemes=SCHEMES)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_axe_finds_nothing_on_the_way_through(page: Page, portal: str, assert_axe: Callable[..., None]) -> None:
    page.goto("/erfaringer/del/")
    page.get_by_role("button", name="Se over og send").click()
    expect(page).to_have_title(re.compile("^Feil: "))
    assert_axe(page, widths=(320, 1280), schemes=SCHEMES)
    write(page)
    assert_axe(page, widths=(320, 1280), schemes=SCHEMES)
    receipt = receipt_of(page)
    assert_axe(page, widths=(320, 1280), schemes=SCHEMES)
    page.goto("/erfaringer/kvittering/")
    page.get_by_label("Kvittering").fill(receipt)
    page.get_by_role("button", name="Åpne").click()
    assert_axe(page, widths=(320, 1280), schemes=SCHEMES)


@pytest.mark.parametrize("path", ["/intern/erfaringer/", "/intern/erfaringer/innsikt/", "story", "quote"])
def test_axe_finds_nothing_on_the_editors_pages(
    context: BrowserContext, page: Page, portal: str, sign_in: Callable[..., Client],
    assert_axe: Callable[..., None], path: str,
) -> None:  # fmt: skip
    sign_in(context, "editor")
    story, quote = StoryFactory(text=TEXT), QuoteFactory(may_go_social=True)
    places = {"story": story.get_absolute_url(), "quote": f"/intern/erfaringer/sitat/{quote.pk}/"}
    page.goto(places.get(path, path))
    assert_axe(page, widths=(360, 1280), schemes=SCHEMES)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def saved(page: Page, form: str, words: str) -> None:
    """The form's draft holds the words: its line says so, and may have said so of what stood there before."""
    expect(page.locator(f"form[data-draft='{form}'] [data-draft-line]")).to_contain_text("Lagret")
    ends = time.monotonic() + 15
    while words not in [text for each in Draft.objects.filter(form=form) for _name, text in each.content["fields"]]:
        assert time.monotonic() < ends, words
        page.wait_for_timeout(50)


def test_each_form_of_an_experience_keeps_its_own_draft(
    context: BrowserContext, page: Page, portal: str, sign_in: Callable[..., Client]
) -> None:
    sign_in(context, "editor")
    story = StoryFactory(text=TEXT)
    page.goto(story.get_absolute_url())
    page.get_by_label("Sladdet tekst").fill("Nesten uten navn.")
    saved(page, "stories.redact", "Nesten uten navn.")
    page.get_by_label("Svar til den som skrev").fill("Takk for at du")
    saved(page, "stories.answer", "Takk for at du")
    page.get_by_role("textbox", name="Sitat").fill("Hun er sliten.")
    saved(page, "stories.quote", "Hun er sliten.")
    page.get_by_role("button", name="Foreslå sitatet").click()  # one tick is missing
    expect(page).to_have_title(re.compile("^Feil: "))
    page.get_by_role("textbox", name="Sitat").fill("Hun er veldig sliten.")
    saved(page, "stories.quote", "Hun er veldig sliten.")
    assert sorted((each.form, each.content["path"]) for each in Draft.objects.all()) == [
        (f"stories.{form}", story.get_absolute_url()) for form in ("answer", "quote", "redact")
    ]
    for form, label, words in (
        ("redact", "Sladdet tekst", "Nesten uten navn."), ("quote", "Sitat", "Hun er veldig sliten."),
        ("answer", "Svar til den som skrev", "Takk for at du"),
    ):  # fmt: skip
        page.goto(f"{story.get_absolute_url()}?utkast={Draft.objects.get(form=f'stories.{form}').client_id}")
        expect(page.get_by_role("textbox", name=label)).to_have_value(words)
    page.get_by_role("button", name="Legg svaret ved kvitteringen").click()
    expect(page.get_by_text("Svaret er lagt ved kvitteringen.")).to_be_visible()
    assert set(Draft.objects.values_list("form", flat=True)) == {"stories.redact", "stories.quote"}
