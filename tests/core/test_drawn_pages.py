"""A whole page is drawn once for the same reading: what it says and what stands around it are never older than that."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.test import Client

from courses.models import Evening, Offering
from courses.services.registrations import sign_up
from groups.models import IntakeStop, SupportGroup
from pio.core import drawings
from pio.core.public_forms import LATER, TOKEN, is_token_good
from pio.portal import centre
from pio.portal.models import Centre, OpeningHours
from tests.conftest import NOW
from tests.courses.factories import offering, person
from tests.groups.factories import meeting, support_group, waiting

pytestmark = pytest.mark.django_db
At = Callable[[datetime], None]
FORMS = ("/kurs/kurset/", "/grupper/gruppa/")
PAGES = ("/", "/kurs/", "/grupper/", *FORMS)
each_page, each_form = pytest.mark.parametrize("path", PAGES), pytest.mark.parametrize("path", FORMS)


@pytest.fixture(autouse=True)
def _filled(at: At) -> None:
    """A course of two evenings, a draft, and a group; nothing is drawn yet."""
    at(NOW)
    drawings._kept.clear()
    offering(NOW, slug="kurset", evenings=2, capacity=5)
    offering(NOW, slug="kladden", status="draft")
    support_group(NOW, slug="gruppa")


def look(client: Client, path: str) -> tuple[str, bool]:
    """The page, and whether anything was drawn for it."""
    response = client.get(path)
    return response.content.decode(), bool(response.templates)


def is_kept(client: Client, path: str) -> bool:
    look(client, path)
    return not look(client, path)[1]


def hours(page: str) -> str:
    """What the top line says after the telephone number."""
    return re.findall(r'class="b num nb">[^<]*</a>\s*<span>([^<]*)</span>', page)[0]


def token(page: str) -> str:
    return re.findall(rf'name="{TOKEN}" value="([^"]*)"', page)[0]


@each_page
def test_the_second_request_draws_nothing_and_says_the_same(client: Client, path: str) -> None:
    first, second = look(client, path), look(client, path)
    assert (second[0], first[1], second[1]) == (first[0], True, False)


@each_page
def test_the_frame_follows_the_hours_of_the_helpline(client: Client, at: At, path: str) -> None:
    found = []
    for clock in (time(8, 30), time(8, 59), time(9), time(14, 59), time(15), time(15, 1)):
        at(datetime.combine(NOW.date(), clock, NOW.tzinfo))
        page, is_drawn = look(client, path)
        found.append((hours(page), is_drawn))
    assert found == [
        ("Åpner kl. 9", True), ("Åpner kl. 9", False), ("Åpent nå, til kl. 15", True), ("Åpent nå, til kl. 15", False),
        ("Åpner i morgen kl. 9", True), ("Åpner i morgen kl. 9", False),
    ]  # fmt: skip


@each_page
def test_the_frame_follows_the_night(client: Client, at: At, path: str) -> None:
    found = []
    for moment in (NOW.replace(hour=23, minute=59), NOW.replace(hour=0, minute=0) + timedelta(days=1)):
        at(moment)
        found.append(hours(look(client, path)[0]))
    assert found == ["Åpner i morgen kl. 9", "Åpner kl. 9"]


@each_page
def test_a_new_number_of_the_centre_is_seen(client: Client, path: str) -> None:
    OpeningHours.objects.bulk_create(
        OpeningHours(weekday=day, opens_at=opens, closes_at=closes)
        for day, (opens, closes) in centre.DEFAULT.hours.items()
    )
    found = []
    for phone in ("22 00 00 01", "22 00 00 02"):
        Centre.objects.update_or_create(is_only=True, defaults={"phone": phone})
        centre.forget()
        page, _is_drawn = look(client, path)
        found.append((set(re.findall(r"22 00 00 \d\d", page)), hours(page), is_kept(client, path)))
    assert found == [
        ({"22 00 00 01"}, "Åpent nå, til kl. 15", True), ({"22 00 00 02"}, "Åpent nå, til kl. 15", True),
    ]  # fmt: skip


@each_page
def test_another_way_out_and_the_sign_of_a_demo_are_seen(client: Client, settings: object, path: str) -> None:
    found = []
    for settings.PIO_EXIT_URL, settings.DEMO in (
        ("https://a.test/", False),
        ("https://b.test/", False),
        ("https://b.test/", True),
    ):
        page, _is_drawn = look(client, path)
        found.append((re.findall(r'data-exit href="([^"]*)"', page), 'class="demo"' in page))
    assert found == [(["https://a.test/"], False), (["https://b.test/"], False), (["https://b.test/"], True)]


@each_page
def test_each_language_has_its_own(client: Client, path: str) -> None:
    found = [look(client, start + path) for start in ("", "/en", "", "/en")]
    assert [(hours(page), is_drawn) for page, is_drawn in found] == [
        ("Åpent nå, til kl. 15", True), ("Open now, until 15:00", True),
        ("Åpent nå, til kl. 15", False), ("Open now, until 15:00", False),
    ]  # fmt: skip


def test_a_row_is_in_the_language_of_its_page(client: Client) -> None:
    found = [look(client, path)[0] for path in ("/kurs/", "/en/kurs/")]
    assert [("5 ledige plasser" in page, "5 places left" in page) for page in found] == [(True, False), (False, True)]


@pytest.mark.parametrize(
    "address",
    [
        "/kurs/?type=tull", "/kurs/?sted=tull", "/kurs/?side=99999", "/kurs/?side=2", "/kurs/?side=1",
        "/kurs/?side=tull", "/kurs/?type=", "/kurs/?type=kurs&type=tull", "/kurs/?type=tull&type=kurs",
        "/kurs/?type=kurs&side=777", "/kurs/?sted=digitalt&type=kurs", "/kurs/?kilde=tull", "/grupper/?kilde=tull",
        "/?kilde=tull", "/kurs/kurset/?kilde=tull", "/grupper/gruppa/?kilde=tull", "/kurs/tull/", "/grupper/tull/",
        "/kurs/kladden/", "/kurs/%5B%5Btull%5D%5D/", "/kurs/KURSET/", "/en/kurs/tull/", "/tull/",
    ],
)  # fmt: skip
def test_what_a_visitor_makes_up_is_not_kept_before_or_after_the_page(client: Client, address: str) -> None:
    for path in PAGES:
        look(client, path)
    pages = dict(drawings._kept)
    look(client, address)
    assert drawings._kept == pages
    drawings._kept.clear()
    for path in (address, *PAGES):
        look(client, path)
    assert (drawings._kept == pages, "tull" in repr(drawings._kept)) == (True, False)


@pytest.mark.parametrize("address", ["/kurs/?type=kurs", "/kurs/?sted=senteret", "/kurs/?type=kurs&sted=senteret"])
def test_what_the_page_understands_is_kept_by_itself(client: Client, address: str) -> None:
    look(client, "/kurs/")
    before = drawings._kept.keys() - set()
    assert is_kept(client, address)
    [(what, language)] = drawings._kept.keys() - before
    assert (what[1:3], language) == (("/kurs/", address.removeprefix("/kurs/")), "nb")
    assert is_kept(client, "/kurs/")


def test_the_second_page_of_a_list_is_kept_by_itself(client: Client) -> None:
    made = Offering.objects.bulk_create(Offering(slug=f"kurs-{n}", title="Kurs", status="published") for n in range(60))
    starts_at = NOW + timedelta(days=1)
    Evening.objects.bulk_create(
        Evening(offering=each, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)) for each in made
    )
    assert [is_kept(client, path) for path in ("/kurs/", "/kurs/?side=2", "/kurs/?side=3")] == [True, True, False]
    assert [look(client, path)[1] for path in ("/kurs/", "/kurs/?side=2")] == [False, False]


def _sign_up() -> None:
    sign_up(Offering.objects.get(slug="kurset").pk, person(1), now=NOW)


def _course(**values: object) -> Callable[[], object]:
    return lambda: Offering.objects.filter(slug="kurset").update(**values)


def _cancel_evening() -> None:
    Evening.objects.filter(pk=Evening.objects.filter(offering__slug="kurset").earliest("starts_at").pk).update(
        is_cancelled=True
    )


COURSE, GROUP = {"/kurs/", "/kurs/kurset/"}, {"/grupper/", "/grupper/gruppa/"}
CHANGES: dict[str, tuple[Callable[[], object], set[str]]] = {
    "a sign-up": (_sign_up, COURSE),
    "a cancelled evening": (_cancel_evening, {"/", *COURSE}),
    "an edited title": (_course(title="Nytt navn"), {"/", *COURSE}),
    "another text": (_course(description="Mer om kurset."), {"/kurs/kurset/"}),
    "unpublished": (_course(status="draft"), {"/", *COURSE}),
    "cancelled": (_course(status="cancelled", cancelled_text="Kurslederen er syk."), {"/", *COURSE}),
    "a new offering": (lambda: offering(NOW, slug="nytt", days_ahead=3), {"/", "/kurs/"}),
    "published": (lambda: Offering.objects.filter(slug="kladden").update(status="published"), {"/", "/kurs/"}),
    "an intake stop": (lambda: IntakeStop.objects.create(starts_date=NOW.date(), public_text="Pause."), {"/", *GROUP}),
    "somebody waits": (lambda: waiting(SupportGroup.objects.get(), 1, NOW), {"/", *GROUP}),
    "a meeting": (lambda: meeting(SupportGroup.objects.get(), NOW + timedelta(days=2)), GROUP),
    "a group has ended": (lambda: SupportGroup.objects.update(status="ended"), {"/", *GROUP}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_seen_by_the_next_request(client: Client, name: str) -> None:
    change, changed = CHANGES[name]
    before = {path: look(client, path) for path in PAGES}
    kept = {path: look(client, path) for path in PAGES}
    assert [is_drawn for _page, is_drawn in kept.values()] == [False] * len(PAGES)
    change()
    seen = {path: look(client, path)[0] for path in PAGES}
    drawings._kept.clear()
    assert seen == {path: look(client, path)[0] for path in PAGES}
    assert {path for path in PAGES if seen[path] != before[path][0]} == changed


@each_form
def test_a_kept_page_has_a_token_of_its_own_time(client: Client, at: At, path: str) -> None:
    pages = []
    for minutes in (0, 1, 2):
        at(NOW + timedelta(minutes=minutes))
        pages.append(look(client, path))
    assert [is_drawn for _page, is_drawn in pages] == [True, False, False]
    assert [LATER in str(each.part) for (what, _code), each in drawings._kept.items() if path in what] == [True]
    tokens = [token(page) for page, _is_drawn in pages]
    assert ([is_token_good(each, path) for each in tokens], len(set(tokens))) == ([True] * 3, 3)
    assert [LATER in page for page, _is_drawn in pages] == [False] * 3


@each_form
def test_a_form_that_is_shown_again_is_not_kept(client: Client, path: str) -> None:
    page, _is_drawn = look(client, path)
    before = dict(drawings._kept)
    sent = {TOKEN: token(page), "name": "Oppdiktet navn", "party_size": "1"}
    answer = client.post(path, sent)
    again = answer.content.decode()
    assert (answer.status_code, 'value="Oppdiktet navn"' in again, LATER in again) == (422, True, False)
    assert is_token_good(token(again), path)
    assert (drawings._kept, look(client, path)) == (before, (page, False))
