"""Groups in Chromium: attendance on a phone in time, by keyboard, offline, from two phones; nothing that axe finds."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from groups.models import GroupAttendance, GroupMeeting, SelfRunMeeting
from groups.services import offers, rooms, self_run
from tests.browser.conftest import settled
from tests.groups.factories import meeting, member, support_group, waiting
from tests.scheduling.factories import RoomFactory


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


def test_twelve_people_three_absent_in_at_most_eight_taps_and_twenty_seconds(evening, page, assert_axe):
    page.goto(f"/intern/grupper/mote/{evening.pk}/")
    expect(page.locator("[data-present]")).to_have_text("12")
    assert_axe(page)
    begun = monotonic()
    buttons, taps = page.locator(".mark"), 0
    for number in (0, 5, 11):
        buttons.nth(number).click()
        taps += 1
    expect(page.locator("[data-present]")).to_have_text("9")
    page.get_by_role("button", name="Ferdig med oppmøtet").click()
    taps += 1
    expect(page.get_by_text("Oppmøtet er ført.")).to_be_visible()
    assert (taps <= 8, monotonic() - begun < 20) == (True, True)
    assert marks() == ["absent"] * 3 + ["present"] * 9


def test_forty_people_in_a_minute(leader, page):
    """Ten absent, five excused: twenty taps on the list and one to finish."""
    moment = now()
    group = support_group(moment, leaders=[leader.user], capacity=40)
    for number in range(40):
        member(group, number, moment - timedelta(weeks=9))
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/intern/grupper/mote/{meeting(group, moment).pk}/")
    begun, buttons = monotonic(), page.locator(".mark")
    for number in range(0, 40, 4):
        buttons.nth(number).click()
    for number in range(1, 40, 8):
        buttons.nth(number).click()
        buttons.nth(number).click()
    expect(page.locator("[data-present]")).to_have_text("25")
    expect(page.locator(".mark.unsaved")).to_have_count(0, timeout=30000)
    page.get_by_role("button", name="Ferdig med oppmøtet").click()
    expect(page.get_by_text("Oppmøtet er ført.")).to_be_visible()
    assert monotonic() - begun < 60
    assert marks() == ["absent"] * 10 + ["excused"] * 5 + ["present"] * 25


@pytest.fixture
def other_phone(
    browser: Browser, browser_context_args: dict[str, Any], evening: GroupMeeting, sign_in: Callable[..., Client]
) -> Iterator[Page]:
    """The phone of the second leader: a browser of its own, with its own sign-in."""
    context = browser.new_context(**browser_context_args | {"viewport": {"width": 360, "height": 740}})
    evening.group.leaders.add(sign_in(context, "group_leader").user)
    yield context.new_page()
    context.close()


def test_two_phones_merge_cell_by_cell_and_the_later_is_told(evening, page, other_phone):
    for phone in (page, other_phone):
        phone.goto(f"/intern/grupper/mote/{evening.pk}/")
    page.locator(".mark").nth(0).click()
    page.locator(".mark").nth(1).click()
    expect(page.locator(".mark.unsaved")).to_have_count(0)

    def hold(_route: Route) -> None:
        """The first tap is on its way until all are made."""

    other_phone.route("**/*", hold)
    with other_phone.expect_request("**/*"):
        other_phone.locator(".mark").nth(2).click()
    other_phone.locator(".mark").nth(0).dblclick()  # excused, on top of what it has not seen
    other_phone.unroute("**/*", hold)
    expect(other_phone.locator("[data-unsaved]")).to_have_text("En annen har ført denne imens. Se om den er riktig.")
    expect(other_phone.locator(".mark").nth(0)).to_have_text("Ikke møtt")
    expect(other_phone.locator(".mark.unsaved")).to_have_count(0)
    assert marks() == ["absent"] * 3 + ["present"] * 9


def test_phone_that_was_offline_merges_into_what_the_other_leader_has_marked(evening, page, context, other_phone):
    """Four taps without a net on one phone, four on the other: three merge, on the fourth the newer mark stands.

    What is told about it stays until the next tap, although tries that failed are made again.
    """
    page.clock.install()
    for phone in (page, other_phone):
        phone.goto(f"/intern/grupper/mote/{evening.pk}/")
    context.set_offline(True)
    for number in (0, 1, 2, 5):
        page.locator(".mark").nth(number).click()
    for number in (3, 4, 5, 5, 6):
        other_phone.locator(".mark").nth(number).click()
    expect(other_phone.locator(".mark.unsaved")).to_have_count(0)
    assert marks() == ["absent"] * 3 + ["excused"] + ["present"] * 8
    context.set_offline(False)
    expect(page.locator("[data-unsaved]")).to_have_text(
        "En annen har ført denne imens. Se om den er riktig.", timeout=15000
    )
    expect(page.locator(".mark.unsaved")).to_have_count(0)
    expect(page.locator(".mark").nth(5)).to_have_text("Meldt avbud")
    expect(page.locator("[data-present]")).to_have_text("5")
    page.clock.fast_forward("00:11")
    expect(page.locator("[data-unsaved]")).to_have_text("En annen har ført denne imens. Se om den er riktig.")
    assert marks() == ["absent"] * 6 + ["excused"] + ["present"] * 5
    other_phone.reload()
    expect(other_phone.locator("[data-present]")).to_have_text("5")


def test_keyboard_marks_and_says_so(evening, page):
    page.goto(f"/intern/grupper/mote/{evening.pk}/")
    first = page.locator(".mark").first
    first.focus()
    page.keyboard.press("Enter")
    expect(first).to_have_attribute("aria-label", "Person 0: Ikke møtt. Trykk for å endre.")
    page.keyboard.press("Space")
    expect(first).to_have_attribute("aria-label", "Person 0: Meldt avbud. Trykk for å endre.")
    expect(first).to_be_focused()
    expect(page.locator(".mark.unsaved")).to_have_count(0)
    assert marks() == ["excused"] + ["present"] * 11


def test_guest_on_trial_turns_between_the_visit_and_away(evening, page, assert_axe):
    waiting(evening.group, 50, now())
    page.goto(f"/intern/grupper/mote/{evening.pk}/")
    page.get_by_text("Noen på ventelisten er på prøvebesøk").click()
    assert_axe(page)
    page.get_by_role("button", name="Person 50").click()
    cell = page.locator(".mark").nth(12)
    expect(cell).to_have_text("Prøvebesøk")
    expect(page.locator("[data-present]")).to_have_text("13")
    cell.click()
    expect(cell).to_have_text("Ikke møtt")
    expect(page.locator("[data-present]")).to_have_text("12")
    cell.click()
    cell.click()
    expect(cell).to_have_text("Prøvebesøk")
    expect(page.locator(".mark.unsaved")).to_have_count(0)
    assert marks() == ["present"] * 12 + ["trial"]


def test_offline_then_sync(evening, page, context):
    page.goto(f"/intern/grupper/mote/{evening.pk}/")
    first, finish = page.locator(".mark").first, page.get_by_role("button", name="Ferdig med oppmøtet")
    settled(page)
    places = [each.bounding_box() for each in (first, finish)]
    context.set_offline(True)
    first.click()
    expect(page.locator("[data-unsaved]")).to_be_visible()
    assert [(each.bounding_box() or {}).get("y") for each in (first, finish)] == [box["y"] for box in places]
    assert marks() == []
    context.set_offline(False)
    expect(page.locator("[data-unsaved]")).to_be_hidden(timeout=15000)
    assert marks() == ["absent"] + ["present"] * 11


def test_who_finishes_without_a_net_finishes_when_it_is_back(evening, page, context):
    page.goto(f"/intern/grupper/mote/{evening.pk}/")
    context.set_offline(True)
    page.locator(".mark").first.click()
    page.get_by_role("button", name="Ferdig med oppmøtet").click()
    expect(page.locator("[data-unsaved]")).to_be_visible()
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]
    context.set_offline(False)
    expect(page.get_by_text("Oppmøtet er ført.")).to_be_visible(timeout=15000)
    assert marks() == ["absent"] + ["present"] * 11


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["", "/en"])
def test_contact_person_reports_in_two_taps_and_books_a_room(portal, page, assert_axe, width, language):
    moment = now()
    RoomFactory(name="Storstua")
    group = self_run.register(self_run.Register("Kafégruppa", "parents", contact_email="k@example.org"), now=moment)
    made = SelfRunMeeting.objects.create(
        group=group, starts_at=moment - timedelta(hours=3), ends_at=moment - timedelta(hours=1)
    )
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{language}/grupper/selvstyrt/mote/{rooms.signed(made)}/")
    assert_axe(page)
    page.get_by_role("button", name="6", exact=True).click()
    page.get_by_role("button", name="2", exact=True).click()
    assert_axe(page)
    assert list(group.reports.values_list("head_count", "new_count")) == [(6, 2)]
    page.goto(f"{language}/grupper/selvstyrt/{group.token}/rom/")
    assert_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_groups_have_nothing_that_axe_finds(leader, page, assert_axe, width):
    moment = now()
    group = support_group(moment, leaders=[leader.user], capacity=12)
    person = member(group, 1, moment - timedelta(weeks=9))
    offered = offers.offer_place(waiting(group, 2, moment), now=moment)
    waiting(group, 3, moment, talked=False)
    coming = meeting(group, moment + timedelta(days=7))
    group.deputies.set([leader.user])
    page.set_viewport_size({"width": width, "height": 900})
    staff = ["", "ny/", "inntaksstopp/", "selvstyrte/", "selvstyrte/ny/", f"{group.slug}/", f"person/{person.pk}/"]
    staff += [f"mote/{coming.pk}/{act}/" for act in ("flytt", "stedfortreder", "avlys")]
    staff += [f"person/{each.pk}/" for each in group.entries.exclude(pk=person.pk)]
    for path in [
        "/grupper/", f"/grupper/{group.slug}/", f"/en/grupper/{group.slug}/", f"/grupper/interesse/{offered.token}/",
        *(f"/intern/grupper/{each}" for each in staff),
    ]:  # fmt: skip
        page.goto(path)
        assert_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [360, 1280])
def test_the_words_of_a_group_stand_close_together_in_the_list(page: Page, portal: str, width: int) -> None:
    support_group(now())
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/grupper/")
    row = page.locator("main .list > li").first
    boxes = [row.locator(part).first.bounding_box() for part in ("h4", ".grow p")]
    assert boxes[1]["y"] - (boxes[0]["y"] + boxes[0]["height"]) < 12
