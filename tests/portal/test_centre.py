"""Is the helpline open? Wall time in Oslo, closed days, the nights the clock changes, and the form of the facts."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from pio.portal import centre
from pio.portal.centre import DEFAULT, Facts, Opening
from pio.portal.models import Centre, OpeningHours
from pio.portal.templatetags.portal import opening_short, opening_words

OSLO = ZoneInfo("Europe/Oslo")


def at_oslo(*parts: int) -> datetime:
    """An instant by its wall time."""
    return datetime(*parts, tzinfo=OSLO)


def words(now: datetime, known: Facts = DEFAULT) -> str:
    """What the page says."""
    return opening_words(centre.opening(known, now=now))


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (at_oslo(2026, 11, 24, 8, 59), "Stengt nå, åpner kl. 9"),
        (at_oslo(2026, 11, 24, 9, 0), "Åpent nå, til kl. 15"),
        (at_oslo(2026, 11, 24, 14, 59), "Åpent nå, til kl. 15"),
        (at_oslo(2026, 11, 24, 15, 0), "Stengt nå, åpner i morgen kl. 9"),
        (at_oslo(2026, 11, 27, 15, 0), "Stengt nå, åpner mandag kl. 9"),
        (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), "Åpent nå, til kl. 15"),
        (at_oslo(2026, 12, 31, 23, 59), "Stengt nå, åpner i morgen kl. 9"),
        (at_oslo(2026, 3, 29, 3, 30), "Stengt nå, åpner i morgen kl. 9"),
        (at_oslo(2026, 10, 25, 2, 30), "Stengt nå, åpner i morgen kl. 9"),
    ],
)
def test_the_helpline_says_whether_it_is_open(now: datetime, sentence: str) -> None:
    assert words(now) == sentence


def test_a_closed_day_is_passed_over() -> None:
    known = Facts(closed=frozenset({date(2026, 11, 24), date(2026, 11, 25)}))
    assert words(at_oslo(2026, 11, 24, 10, 0), known) == "Stengt nå, åpner torsdag kl. 9"


def test_a_long_holiday_names_the_date() -> None:
    known = Facts(closed=frozenset(date(2026, 12, day) for day in range(21, 32)))
    assert words(at_oslo(2026, 12, 21, 10, 0), known) == "Stengt nå, åpner 1. januar"


def test_a_centre_without_hours_is_closed() -> None:
    assert centre.opening(Facts(hours={}), now=at_oslo(2026, 11, 24, 10, 0)) == Opening(is_open=False)
    assert words(at_oslo(2026, 11, 24, 10, 0), Facts(hours={})) == "Stengt nå"


def test_half_hours_are_said_in_full() -> None:
    known = Facts(hours={2: (time(9, 30), time(15, 45))})
    assert words(at_oslo(2026, 11, 24, 10, 0), known) == "Åpent nå, til kl. 15.45"
    assert words(at_oslo(2026, 11, 24, 9, 0), known) == "Stengt nå, åpner kl. 09.30"


def test_the_top_line_is_shorter() -> None:
    assert opening_short(centre.opening(DEFAULT, now=at_oslo(2026, 11, 24, 16, 0))) == "Åpner i morgen kl. 9"
    assert opening_short(centre.opening(DEFAULT, now=at_oslo(2026, 11, 24, 10, 0))) == "Åpent nå, til kl. 15"


def test_facts_are_read_once_a_minute(
    db: None, django_assert_num_queries: Callable[..., "object"], at: Callable[[datetime], None]
) -> None:
    centre.forget()
    now = at_oslo(2026, 11, 24, 10, 0)
    at(now)
    assert centre.facts(now=now) == DEFAULT
    with django_assert_num_queries(0):
        centre.facts(now=now)


def test_the_phone_is_a_link_also_abroad() -> None:
    assert DEFAULT.phone_link == "+4721525353"
    assert Facts(phone="+46 8 123").phone_link == "+468123"


def fields(**changed: str) -> dict[str, str]:
    """A filled form: Tuesdays only."""
    return {
        "name": "PIO", "phone": "22 00 00 00", "email": "hei@example.org", "address": "Torget 1, 0001 Oslo",
        "organisation": "LPP", "organisation_number": "123 456 789", "opens_2": "09:30", "closes_2": "12:00", **changed,
    }  # fmt: skip


def test_the_manager_changes_facts_and_hours(login: Callable[..., Client]) -> None:
    centre.forget()
    client = login("manager")
    response = client.post("/intern/oppsett/senteret/", fields())
    assert (response.status_code, response.headers["Location"]) == (302, "/intern/oppsett/senteret/")
    assert [str(row) for row in Centre.objects.all()] == ["PIO"]
    assert list(OpeningHours.objects.values_list("weekday", "opens_at", "closes_at")) == [(2, time(9, 30), time(12))]
    known = centre.read(now=at_oslo(2026, 11, 24, 10, 0))
    assert (known.phone, known.hours) == ("22 00 00 00", {2: (time(9, 30), time(12))})
    client.post("/intern/oppsett/senteret/", fields(name="PIO igjen"))
    assert [str(row) for row in Centre.objects.all()] == ["PIO igjen"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"opens_3": "09:00"}, "Fyll ut begge tidene, eller la begge stå tomme når det er stengt."),
        ({"closes_2": "09:00"}, "Velg en tid som er senere enn da dere åpner."),
        ({"phone": "ring"}, "Skriv nummeret med tall og mellomrom, for eksempel 21 52 53 53."),
        ({"organisation_number": "12"}, "Skriv ni siffer, for eksempel 991 264 426."),
    ],
)
def test_wrong_facts_are_shown_again(login: Callable[..., Client], changed: dict[str, str], sentence: str) -> None:
    response = login("manager").post("/intern/oppsett/senteret/", fields(**changed))
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count(sentence) == 2  # at the field and in the summary
    assert "<title>Feil: " in page
    assert 'value="Torget 1, 0001 Oslo"' in page
    assert not Centre.objects.exists()
