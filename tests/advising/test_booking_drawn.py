"""The first two pages of the booking are drawn once for all who ask for the same, as long as that holds."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import CaptureQueriesContext

from advising.selectors.session_offers import offer
from advising.selectors.session_times import staffing
from advising.terms import BOOKING_HORIZON, BOOKING_NOTICE, OSLO, need
from pio.core import drawings
from pio.core.public import open_state
from pio.scheduling import selectors as scheduling
from pio.scheduling.models import AvailabilityException, Closure, Reservation, Resource
from tests.advising.booked import booked
from tests.advising.factories.sessions import THURSDAY, open_adviser
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
At = Callable[[datetime], None]
URL = "/radgivning/bestill/"
BEGUN = NOW + timedelta(minutes=5)  # between the instants at which a time comes too near, so that pages are kept
SLOT = re.compile(r'name="slot"\s+value="([^"]+)"')


@pytest.fixture(autouse=True)
def _empty() -> None:
    drawings._kept.clear()


def hidden(page: Any) -> dict[str, str]:
    html = page.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("form_token", "state")}  # type: ignore[index]


def times(**way: str) -> Any:
    """The second page, as a visitor of their own sees it."""
    client = Client()
    page = client.post(URL, hidden(client.get(URL)) | {"channel": "video"} | way)
    assert page.status_code == 200
    return page


def slots(page: Any) -> list[str]:
    """The buttons of the week; the first free time stands above them once more."""
    return SLOT.findall(page.content.decode())[1:]


def shown_and_right(now: datetime) -> tuple[list[str], list[str]]:
    """The times that the page shows, and those that it would show if it were drawn anew."""
    found = offer(staffing(), "video", adviser=None, week=None, now=now)
    return slots(times()), [slot.value for day in found.days for slot in day.slots]


def templates(act: Callable[[], object]) -> int:
    """How many templates are drawn meanwhile."""
    return len(names(act))


def names(act: Callable[[], object]) -> list[str]:
    """The templates that are drawn meanwhile."""
    drawn: list[str] = []

    def hear(sender: object, template: Any, **_rest: object) -> None:
        drawn.append(template.name)

    template_rendered.connect(hear)
    try:
        act()
    finally:
        template_rendered.disconnect(hear)
    return drawn


def test_second_visitor_has_nothing_drawn_and_a_state_and_token_of_their_own(at: At) -> None:
    at(BEGUN)
    open_adviser()
    first, second = times(), times()
    assert templates(times) == 0
    states = [open_state(hidden(page)["state"], "advising.booking") for page in (first, second)]
    assert ([state["channel"] for state in states], len({state["key"] for state in states})) == (["video"] * 2, 2)
    own = [re.sub(r'name="(state|form_token)" value="[^"]*"', "", page.content.decode()) for page in (first, second)]
    assert own[0] == own[1]
    assert "[[" not in own[0]


def test_what_one_has_chosen_is_not_shown_to_another(at: At) -> None:
    at(BEGUN)
    adviser = open_adviser()
    open_adviser()
    with_theme, with_adviser, without = times(theme="boundaries"), times(adviser=str(adviser.pk)), times()
    name = f"<span>{adviser.name}</span>"
    pages = [page.content.decode() for page in (with_theme, with_adviser, without)]
    assert [(page.count("Ikke valgt"), name in page) for page in pages] == [(0, False), (1, True), (1, False)]
    assert [open_state(hidden(each)["state"], "advising.booking")["theme"] for each in (with_theme, without)] == [
        "boundaries", "",
    ]  # fmt: skip


def test_a_hold_of_ones_own_is_not_kept_for_others(at: At) -> None:
    at(BEGUN)
    open_adviser()
    client, before = Client(), slots(times())
    page = client.post(URL, hidden(times()))
    assert Reservation.objects.count() == 1
    back = client.post(URL, hidden(page) | {"change": "2"}).content.decode()
    assert ("Din tid" in back, "Din tid" in times().content.decode()) == (True, False)
    assert before[0] not in slots(times())


def changes(adviser: Resource) -> dict[str, Callable[[], object]]:
    """What somebody else does, by what it is."""
    return {
        "booked": lambda: booked(start=THURSDAY + timedelta(hours=1), key="another"),
        "blocked": lambda: AvailabilityException.objects.create(
            resource=adviser, kind="closed", from_date=NOW.date(), to_date=NOW.date() + timedelta(days=3)
        ),
        "closed": lambda: Closure.objects.create(date=NOW.date() + timedelta(days=2), name="Plandag"),
        "longer pauses": lambda: Resource.objects.filter(pk=adviser.pk).update(recovery_minutes=75),
        "one more adviser": open_adviser,
        "gone": lambda: Resource.objects.filter(pk=adviser.pk).update(active=False),
        "another name": lambda: Resource.objects.filter(pk=adviser.pk).update(name="Oppdiktet Navn"),
    }


@pytest.mark.parametrize("what", list(changes(Resource())))
def test_what_others_do_shows_at_once(at: At, what: str) -> None:
    at(BEGUN)
    adviser = open_adviser()
    booked(start=THURSDAY)
    before = times().content.decode()
    assert templates(times) == 0
    changes(adviser)[what]()
    strip = re.compile(r'name="(state|form_token)" value="[^"]*"')
    assert strip.sub("", times().content.decode()) != strip.sub("", before)
    shown, right = shown_and_right(BEGUN)
    assert shown == right


def test_a_hold_that_runs_out_gives_its_time_back(at: At) -> None:
    at(BEGUN)
    open_adviser()
    before = slots(times())
    Client().post(URL, hidden(times()) | {"slot": before[-1]})
    assert before[-1] not in slots(times())
    for minutes, is_back in ((9, False), (11, True)):
        at(BEGUN + timedelta(minutes=minutes))
        assert (before[-1] in slots(times())) is is_back


def test_times_go_when_notice_is_too_short_and_days_at_midnight(at: At) -> None:
    """Through three days by steps that meet every start minus the notice, the instant before, and the minute after."""
    at(BEGUN)
    open_adviser()
    first = offer(staffing(), "video", adviser=None, week=None, now=BEGUN).first
    assert first is not None
    edge = first.start - BOOKING_NOTICE
    moments = [edge - timedelta(seconds=1), edge, edge + timedelta(seconds=1)]
    moments += [edge + timedelta(minutes=30) * number + timedelta(seconds=1) for number in range(1, 5)]
    moments += [BEGUN + timedelta(hours=hours) for hours in range(6, 72, 6)]
    for moment in moments:
        at(moment)
        times()
        shown, right = shown_and_right(moment)
        assert (moment, shown) == (moment, right)


def test_the_last_week_shows_what_comes_within_reach(at: At) -> None:
    """In the week of the last day one may book there is more at any moment, so it is drawn each time."""
    begun = NOW.replace(hour=13, minute=10)  # too late for a time today, so nothing else changes before midnight
    at(begun)
    open_adviser()
    client = Client()
    week = {"week": (begun + BOOKING_HORIZON).date().isoformat()}
    page = client.post(URL, hidden(times()) | week)
    before = slots(page)
    at(begun + timedelta(minutes=30))
    assert len(slots(client.post(URL, hidden(page) | week))) == len(before) + 1


def test_statements_are_as_many_when_it_is_drawn_as_when_it_was_drawn(at: At) -> None:
    at(BEGUN)
    open_adviser()
    counts = []
    for _visitor in range(2):
        client = Client()
        page = client.get(URL)
        with CaptureQueriesContext(connection) as captured:
            client.post(URL, hidden(page) | {"channel": "video"})
        counts.append(len(captured))
    assert counts == [3, 3]


def test_the_first_page_forgets_an_adviser_who_is_not_in_use_any_more(at: At) -> None:
    at(BEGUN)
    adviser = open_adviser()
    before = Client().get(URL).content.decode()
    assert templates(lambda: Client().get(URL)) == 0
    Resource.objects.filter(pk=adviser.pk).update(active=False)
    assert (adviser.name in before, adviser.name in Client().get(URL).content.decode()) == (True, False)


def test_no_statement_of_a_visitor_stands_among_what_is_kept(at: At) -> None:
    at(BEGUN)
    open_adviser()
    page = Client().post(URL, hidden(times()))
    words = {"p1-relation": "mother", "email": "kari@example.org", "may_leave_message": "no"}
    page = Client().post(URL, hidden(page) | words)
    assert "kari@example.org" in page.content.decode()
    Client().post(URL, hidden(page))
    kept = repr([(key, drawing.part) for key, drawing in drawings._kept.items()])
    assert ("kari@example.org" in kept, hidden(page)["state"] in kept) == (False, False)


def test_a_booking_has_its_own_day_drawn_anew_and_no_other(at: At) -> None:
    at(BEGUN)
    open_adviser()
    days = "advising/booking_day.html"
    assert names(times).count(days) > 1
    before = slots(times())
    booked(start=THURSDAY)
    assert names(times).count(days) == 1
    assert 0 < len(slots(times())) < len(before)


@pytest.mark.parametrize("weeks", range(-1, 10))
def test_first_time_is_the_first_of_all_also_beside_another_week(at: At, weeks: int) -> None:
    at(BEGUN)
    anne = open_adviser()
    until = BEGUN.date() + timedelta(days=20)
    AvailabilityException.objects.create(resource=anne, kind="closed", from_date=BEGUN.date(), to_date=until)
    plain = offer(staffing(), "video", adviser=None, week=None, now=BEGUN)
    asked = BEGUN.date() + timedelta(weeks=weeks)
    found = offer(staffing(), "video", adviser=None, week=asked, now=BEGUN)
    assert plain.first is not None
    assert (plain.monday <= plain.first.local_day, bool(plain.days[0].slots or plain.days[1].slots)) == (True, True)
    assert found.first == (plain.first if found.monday >= plain.monday else None)
    begins, ends = (datetime.combine(found.monday + timedelta(days=days), time(), OSLO) for days in (0, 7))
    own = scheduling.free_times(staffing().chosen(None), begins, ends, need=need("video"), now=BEGUN)
    assert [slot.start for day in found.days for slot in day.slots] == [each.start for each in own]
