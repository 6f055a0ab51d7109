"""Courses in Chromium: choices without a reload, attendance by keyboard and offline, nothing that axe finds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import BrowserContext, Page, Route, expect

from courses.models import Evening, Presence
from courses.services.registrations import sign_up
from tests.courses.factories import offering, person


@pytest.fixture
def host(portal: str, context: BrowserContext, sign_in: Callable[..., Client]) -> Client:
    return sign_in(context, "course_host")


@pytest.fixture
def evening(host: Client, page: Page) -> Evening:
    """An evening an hour ago with three people who have a place."""
    moment = now()
    course = offering(moment, capacity=12)
    for number in range(3):
        sign_up(course.pk, person(number, name=f"Deltaker {number}"), now=moment)
    Evening.objects.update(starts_at=moment - timedelta(hours=1), ends_at=moment + timedelta(hours=1))
    page.set_viewport_size({"width": 360, "height": 740})
    return course.evenings.get()


def marks() -> list[str]:
    return sorted(Presence.objects.values_list("attendance", flat=True))


@pytest.fixture
def three_kinds(portal: str) -> None:
    """A course here, a course on video, a café."""
    moment = now()
    offering(moment, title="Kurset", kind="course", days_ahead=2)
    offering(moment, title="Videokurset", kind="course", place="digital", days_ahead=3)
    offering(moment, title="Kafeen", kind="cafe", days_ahead=4)


def test_choosing_changes_list_and_address_without_a_reload_and_keeps_the_focus(three_kinds, page):
    page.goto("/kurs/")
    page.evaluate("window.stillHere = true")
    titles = page.locator("[data-narrowed] h3")
    page.get_by_role("link", name="Kurs 2", exact=True).focus()
    page.keyboard.press("Enter")
    expect(titles).to_have_text(["Kurset", "Videokurset"])
    assert page.url.endswith("/kurs/?type=kurs")
    expect(page.locator("[data-kept]")).to_have_text("2 treff")
    expect(page.locator(".ds-chip:focus")).to_contain_text("Kurs")
    page.get_by_role("link", name="På video").click()
    expect(titles).to_have_text(["Videokurset"])
    assert page.url.endswith("/kurs/?type=kurs&sted=digitalt")
    page.go_back()
    expect(titles).to_have_text(["Kurset", "Videokurset"])
    page.go_back()
    expect(titles).to_have_text(["Kurset", "Videokurset", "Kafeen"])
    assert page.evaluate("window.stillHere") is True


def test_calendar_turns_its_pages_without_a_reload(three_kinds, page):
    page.goto("/kurs/kalender/?type=kurs")
    page.evaluate("window.stillHere = true")
    heading = page.locator("h1")
    before = heading.inner_text()
    page.locator("a[rel=next]").click()
    expect(heading).not_to_have_text(before)
    expect(page.locator("a[rel=next]")).to_be_focused()
    assert "type=kurs" in page.url
    assert page.evaluate("window.stillHere") is True


def test_choosing_works_without_javascript(three_kinds, browser, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto("/kurs/")
    page.get_by_role("link", name="På video").click()
    expect(page.locator("[data-narrowed] h3")).to_have_text(["Videokurset"])
    context.close()


def test_attendance_by_keyboard_saves_one_cell_at_a_time(evening, page):
    page.goto(f"/intern/kurs/kveld/{evening.pk}/oppmote/")
    second = page.locator(".mark").nth(1)
    second.focus()
    page.keyboard.press("Enter")
    expect(second).to_have_attribute("aria-pressed", "false")
    expect(second).to_be_focused()
    expect(page.locator("[data-present]")).to_have_text("2")
    assert marks() == ["excused", "present", "present"]
    label = second.locator("[data-label]")
    excused = label.inner_text()
    page.keyboard.press("Space")
    expect(label).not_to_have_text(excused)
    assert marks() == ["absent", "present", "present"]


def test_attendance_offline_then_sync(evening, page, context):
    page.goto(f"/intern/kurs/kveld/{evening.pk}/oppmote/")
    context.set_offline(True)
    page.locator(".mark").nth(0).click()
    page.locator(".mark").nth(2).click()
    expect(page.locator("[data-unsaved]")).to_contain_text("2")
    assert marks() == []
    context.set_offline(False)
    expect(page.locator("[data-unsaved]")).to_be_hidden(timeout=15000)
    assert marks() == ["excused", "excused", "present"]
    expect(page.locator("[data-present]")).to_have_text("1")


def test_what_waited_is_sent_one_after_the_other_so_that_the_number_is_the_last(evening, page, context):
    page.goto(f"/intern/kurs/kveld/{evening.pk}/oppmote/")
    context.set_offline(True)
    for number in (0, 2):
        page.locator(".mark").nth(number).click()
    expect(page.locator("[data-unsaved]")).to_contain_text("2")
    asked = []

    def answer_the_first_late(route: Route) -> None:
        asked.append(route)
        is_first, answer = len(asked) == 1, route.fetch()
        if is_first:
            page.wait_for_timeout(400)
        route.fulfill(response=answer)

    page.route("**/oppmote/**", answer_the_first_late)
    context.set_offline(False)
    expect(page.locator("[data-unsaved]")).to_be_hidden()
    expect(page.locator("[data-present]")).to_have_text("1")
    page.unroute_all(behavior="wait")
    assert marks() == ["excused", "excused", "present"]


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_courses_have_nothing_that_axe_finds(evening, page, assert_axe, width):
    course = evening.offering
    entry = course.registrations.first()
    page.set_viewport_size({"width": width, "height": 900})
    for path in [
        "/kurs/", "/kurs/kalender/", "/en/kurs/", f"/kurs/{course.slug}/", f"/kurs/pamelding/{entry.token}/",
        "/intern/kurs/", f"/intern/kurs/{course.pk}/", f"/intern/kurs/kveld/{evening.pk}/oppmote/",
        f"/intern/kurs/pamelding/{entry.pk}/", f"/intern/kurs/pamelding/{entry.pk}/meld-av/",
    ]:  # fmt: skip
        page.goto(path)
        assert_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
