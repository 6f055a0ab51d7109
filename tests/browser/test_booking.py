"""Booking in a browser: by keyboard alone without scripts, and axe on every page in its states."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from advising.models import AdviceSession
from pio.scheduling.models import Reservation
from tests.advising.factories.sessions import (
    AdviceSessionFactory,
    ContactFactory,
    ParticipantFactory,
    open_adviser,
    open_room,
)  # fmt: skip

WIDTHS, SCHEMES = (360, 1280), ("light", "dark")
URL = "/radgivning/bestill/"


@pytest.fixture
def calendar(portal):
    open_room()
    return open_adviser()


def tab_to(page, selector, most=60):
    """Press Tab until the focus stands on the element; it must be reachable, and visibly so."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"not reached by Tab: {selector}")


def came_to(page, title):
    """The page whose title begins so is there, all of it: the keys that follow find every field."""
    expect(page).to_have_title(re.compile(f"^{title}"))
    page.wait_for_load_state()


@pytest.mark.parametrize(("size", "runs_out"), [((1280, 900), False), ((320, 256), True)], ids=["desk", "zoom 400 %"])
def test_booking_by_keyboard_without_script(calendar, browser, base_url, size, runs_out):
    """P06, and what booking.md must survive (17): at 400 % the hold runs out too, and the person can finish.

    `page.evaluate` works although the pages' own scripts are off.
    """
    viewport = dict(zip(("width", "height"), size, strict=True))
    context = browser.new_context(base_url=base_url, java_script_enabled=False, viewport=viewport)
    page = context.new_page()
    page.goto("/radgivning/")
    page.get_by_role("link", name="Bestill time").focus()
    page.keyboard.press("Enter")
    came_to(page, "Velg måte")
    tab_to(page, "input[name=channel]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    came_to(page, "Velg en tid")
    tab_to(page, ".firstfree button")
    page.keyboard.press("Enter")
    came_to(page, "Hvem kommer")
    tab_to(page, "select[name=p1-relation]")
    page.keyboard.type("Mor")
    tab_to(page, "input[name=email]")
    page.keyboard.type("kari@example.org")
    tab_to(page, "input[name=may_leave_message]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    came_to(page, "Se over")
    if runs_out:
        ended = Reservation.objects.filter(status="held").update(hold_expires_at=timezone.now() - timedelta(minutes=1))
        assert ended == 1
    tab_to(page, "button.ds-button[type=submit]:not([name])")
    page.keyboard.press("Enter")
    came_to(page, "Timen er bestilt")
    session = AdviceSession.objects.get()
    assert page.locator("[data-reference]").inner_text() == session.reference
    assert [person.relation for person in session.participants.all()] == ["mother"]
    assert context.cookies() == []
    context.close()


def test_axe_on_every_page_of_the_booking(calendar, page, assert_axe):
    def look():
        assert_axe(page, widths=WIDTHS, schemes=SCHEMES)

    page.goto("/radgivning/")
    look()
    page.goto(URL)
    look()
    page.click("button.ds-button[type=submit]:not([name])")  # errors
    look()
    page.check("input[name=channel][value=video]")
    page.click("button.ds-button[type=submit]:not([name])")
    look()
    page.click(".firstfree button")
    look()
    page.click("button[name=add]")
    page.fill("input[name=email]", "kari")
    page.click("button.ds-button[type=submit]:not([name])")  # errors
    look()
    page.select_option("select[name=p1-relation]", "mother")
    page.select_option("select[name=p2-relation]", "self")
    page.fill("input[name=email]", "kari@example.org")
    page.check("input[name=may_leave_message][value=no]")
    page.click("button[name=back]")
    look()
    page.click("button[name=slot][value=keep]")
    page.click("button.ds-button[type=submit]:not([name])")
    look()
    page.click("button.ds-button[type=submit]:not([name])")
    look()


def test_axe_behind_the_link(calendar, page, assert_axe):
    page.goto(URL)
    page.check("input[name=channel][value=video]")
    page.click("button.ds-button[type=submit]:not([name])")
    page.click(".firstfree button")
    page.select_option("select[name=p1-relation]", "mother")
    page.fill("input[name=email]", "kari@example.org")
    page.check("input[name=may_leave_message][value=no]")
    page.click("button.ds-button[type=submit]:not([name])")
    page.click("button.ds-button[type=submit]:not([name])")
    page.get_by_role("link", name="Se siden din").click()
    own = page.url
    for part in ("", "flytt/", "mate/", "avbestill/", "beskjed/"):
        page.goto(own + part)
        assert_axe(page, widths=WIDTHS, schemes=SCHEMES)


def test_hold_bar_says_when_it_has_run_out(calendar, page):
    page.clock.install()
    page.goto(URL)
    page.check("input[name=channel][value=video]")
    page.click("button.ds-button[type=submit]:not([name])")
    page.click(".firstfree button")
    page.wait_for_selector("[data-hold-count]")
    page.wait_for_load_state()  # the script runs
    page.clock.fast_forward("05:00")
    expect(page.locator("[data-hold-count]")).to_have_text(re.compile("[56] min igjen"))
    page.clock.fast_forward("06:00")
    page.clock.run_for(1500)
    expect(page.locator("[data-hold-text]")).to_contain_text("Vi holder ikke av timen lenger.")


@pytest.mark.parametrize("path", ["", "?visning=dag", "ny/", "innom/", "sok/", "e-post/"])
def test_axe_on_the_staffs_pages(calendar, page, context, sign_in, assert_axe, path):
    sign_in(context, user=calendar.user)
    begun = timezone.now() - timedelta(hours=1)
    session = AdviceSessionFactory(adviser=calendar.user, starts_at=begun)
    ParticipantFactory(session=session)
    page.goto(f"/intern/radgivning/{path}")
    assert_axe(page, widths=WIDTHS, schemes=SCHEMES)


def test_axe_on_one_session(calendar, page, context, sign_in, assert_axe):
    sign_in(context, user=calendar.user)
    session = AdviceSessionFactory(adviser=calendar.user, starts_at=timezone.now() - timedelta(minutes=5))
    ParticipantFactory(session=session)
    ContactFactory(session=session, phone="+4790000123", avoid_hours=["after_16"])
    for part in ("", "utfall/", "notater/", "flytt/", "mate/", "avlys/"):
        page.goto(f"/intern/radgivning/{session.pk}/{part}")
        assert_axe(page, widths=WIDTHS, schemes=SCHEMES)
    page.goto(f"/intern/radgivning/{session.pk}/utfall/")
    page.uncheck("input[name=p1-present]")
    page.click("main form button.ds-button[type=submit]")  # errors
    expect(page).to_have_title(re.compile("^Feil: Før timen"))
    assert_axe(page, widths=WIDTHS, schemes=SCHEMES)
