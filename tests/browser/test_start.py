"""The start page `/intern/`: a day stands on one line, and clear of the words beside it."""

from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page

from advising.enums.sessions import Channel
from tests.advising.factories.sessions import AdviceSessionFactory
from tests.browser.conftest import settled

LINES = """() => [...document.querySelectorAll(".box .rows .t")].map(each => {
  const words = document.createRange()
  words.selectNodeContents(each)
  const lines = new Set([...words.getClientRects()].map(box => Math.round(box.top)))
  const clear = words.getBoundingClientRect().right <= each.nextElementSibling.getBoundingClientRect().left
  return [each.textContent.replaceAll("\\u00a0", " "), lines.size, clear]
})"""


@pytest.mark.parametrize(("language", "shown"), [("nb", "man 23.11."), ("en", "Mon 23 Nov")])
def test_a_day_in_a_box_is_not_broken(page: Page, context: BrowserContext, portal, sign_in, language, shown) -> None:
    sign_in(context, "adviser", language=language)
    day = date(2026, 11, 23)
    AdviceSessionFactory(adviser=None, channel=Channel.EMAIL, starts_at=None, session_date=day, created_on=day)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/intern/")
        assert settled(page).evaluate(LINES) == [[shown, 1, True]]
