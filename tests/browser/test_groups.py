"""Groups in Chromium: twelve people marked in eight taps on a phone, offline and back, nothing that axe finds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import BrowserContext, Page, expect

from groups.models import GroupAttendance, GroupMeeting
from groups.services import offers
from tests.groups.factories import meeting, member, support_group, waiting


@pytest.fixture
def leader(portal: str, context: BrowserContext, sign_in: Callable[..., Client]) -> Client:
    return sign_in(context, "group_leader")


@pytest.fixture
def evening(leader: Client, page: Page) -> GroupMeeting:
    moment = now()
    group = support_group(moment, leaders=[leader.user], capacity=12)
    for number in range(12):
        member(group, number, moment - timedelta(weeks=9))
    page.set_viewport_size({"width": 360, "height": 740})
    return meeting(group, moment)


def marks() -> list[str]:
    return sorted(GroupAttendance.objects.values_list("attendance", flat=True))


def test_twelve_people_three_absent_in_at_most_eight_taps(evening, page, assert_axe):
    page.goto(f"/intern/grupper/mote/{evening.pk}/")
    expect(page.locator("[data-present]")).to_have_text("12")
    assert_axe(page)
    buttons, taps = page.locator(".mark"), 0
    for number in (0, 5, 11):
        buttons.nth(number).click()
        taps += 1
    expect(page.locator("[data-present]")).to_have_text("9")
    page.get_by_role("button", name="Ferdig med oppmøtet").click()
    taps += 1
    expect(page.get_by_text("Oppmøtet er ført.")).to_be_visible()
    assert taps <= 8
    assert marks() == ["absent"] * 3 + ["present"] * 9


def test_offline_then_sync(evening, page, context):
    page.goto(f"/intern/grupper/mote/{evening.pk}/")
    first = page.locator(".mark").first
    context.set_offline(True)
    first.click()
    expect(page.locator("[data-unsaved]")).to_be_visible()
    assert marks() == []
    context.set_offline(False)
    expect(page.locator("[data-unsaved]")).to_be_hidden(timeout=15000)
    assert marks() == ["absent"] + ["present"] * 11


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_groups_have_nothing_that_axe_finds(leader, page, assert_axe, width):
    moment = now()
    group = support_group(moment, leaders=[leader.user], capacity=12)
    person = member(group, 1, moment - timedelta(weeks=9))
    offered = offers.offer_place(waiting(group, 2, moment), now=moment)
    waiting(group, 3, moment, talked=False)
    meeting(group, moment + timedelta(days=7))
    page.set_viewport_size({"width": width, "height": 900})
    staff = ["", "ny/", "inntaksstopp/", "selvstyrte/", "selvstyrte/ny/", f"{group.slug}/", f"person/{person.pk}/"]
    for path in [
        "/grupper/", f"/grupper/{group.slug}/", f"/en/grupper/{group.slug}/", f"/grupper/interesse/{offered.token}/",
        *(f"/intern/grupper/{each}" for each in staff),
    ]:  # fmt: skip
        page.goto(path)
        assert_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
