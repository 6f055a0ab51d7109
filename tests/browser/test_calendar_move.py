"""A session is moved in the calendar with the keyboard alone, and with the mouse; what is in the way is said."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from advising.models import AdviceSession
from advising.selectors.session_offers import monday_of
from pio.core import words
from pio.scheduling.models import Resource
from pio.scheduling.working_days import is_working_day
from tests.advising.factories.sessions import OSLO, open_adviser
from tests.advising.test_sick_days import booked_at

NEXT = monday_of(timezone.localdate()) + timedelta(weeks=1)
WEEKS = [[NEXT + timedelta(weeks=week, days=day) for day in range(5)] for week in range(5)]
MONDAY = next(week[0] for week in WEEKS if all(map(is_working_day, week)))
"""Of the next week without a holiday, so that these tests hold before Christmas and Easter too."""


def on(weekday: int, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=weekday), time(hour, minute), OSLO)


@pytest.fixture
def anne(portal: str) -> Resource:
    return open_adviser("Anne Holm")


@pytest.fixture
def session(anne: Resource) -> AdviceSession:
    booked_at(anne, on(1, 11), now=timezone.now())
    return booked_at(anne, on(1, 13), now=timezone.now())


@pytest.fixture
def calendar(
    session: AdviceSession, anne: Resource, page: Page, context: BrowserContext, sign_in: Callable[..., Client]
) -> Page:
    sign_in(context, "adviser")
    page.goto(f"/intern/radgivning/?visning=uke&dato={MONDAY}&radgiver={anne.user_id}")
    return page


def line(page: Page) -> object:
    return page.locator("[data-move-line]")


def test_with_the_keyboard(calendar: Page, session: AdviceSession, assert_axe: Callable[..., None]) -> None:
    calendar.locator("[data-move]").nth(1).focus()
    calendar.keyboard.press("Enter")
    expect(line(calendar)).to_contain_text("Piltastene velger tid, Escape avbryter.")
    expect(line(calendar)).to_contain_text("kl. 13.00. Her står timen nå.")
    assert_axe(calendar, widths=(360, 1280), schemes=("light", "dark"))
    for _press in range(3):
        calendar.keyboard.press("ArrowUp")
    expect(line(calendar)).to_contain_text(
        f"Anne Holm er opptatt: Rådgivningstime, video, {words.span(on(1, 11), on(1, 12))}."
    )
    calendar.keyboard.press("Enter")
    expect(line(calendar)).to_contain_text("Anne Holm er opptatt")
    calendar.keyboard.press("ArrowRight")
    expect(line(calendar)).to_contain_text("kl. 11.30. Ledig. Enter flytter timen hit.")
    calendar.keyboard.press("Enter")
    expect(calendar.get_by_text("Timen er flyttet til onsdag")).to_be_visible()
    session.refresh_from_db()
    assert session.starts_at == on(2, 11, 30)


def test_escape_leaves_it_and_gives_the_focus_back(calendar: Page, session: AdviceSession) -> None:
    link = calendar.locator("[data-move]").nth(1)
    link.focus()
    calendar.keyboard.press("Enter")
    expect(calendar.locator(".drops").first).to_be_visible()
    calendar.keyboard.press("Escape")
    expect(calendar.locator(".drops")).to_have_count(0)
    expect(link).to_be_focused()


def test_with_the_mouse(calendar: Page, session: AdviceSession) -> None:
    row = calendar.locator("[data-start]").nth(1)
    row.hover()
    calendar.mouse.down()
    box = row.bounding_box()
    assert box is not None
    calendar.mouse.move(box["x"] + 30, box["y"] + 30, steps=4)
    target = calendar.locator(f"[data-day='{MONDAY + timedelta(days=3)}'] .drop", has_text="10.00")
    expect(target).to_be_visible()
    target.hover()
    target.hover()
    calendar.mouse.up()
    expect(calendar.get_by_text("Timen er flyttet til torsdag")).to_be_visible()
    session.refresh_from_db()
    assert session.starts_at == on(3, 10)
