"""The staff pages: whose they are, what they show, the look at what a change hits, refusals, cost in queries."""

from datetime import date, datetime, time, timedelta
from itertools import product

import pytest

from pio.scheduling import describers
from pio.scheduling.intervals import OSLO
from pio.scheduling.models import AvailabilityException, AvailabilityRule, Closure, ClosureYear, Reservation, Resource
from tests.scheduling.factories import (
    AdviserFactory,
    ClosureFactory,
    ExceptionFactory,
    ReservationFactory,
    RoomFactory,
    RuleFactory,
    open_all_week,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=OSLO)
TEN = datetime(2026, 11, 30, 10, tzinfo=OSLO)
HOUR = timedelta(hours=1)
HOURS, CLOSED = "/intern/radgivning/tilgjengelighet/", "/intern/oppsett/stengt/"


@pytest.fixture(autouse=True)
def standing_still(at: object) -> None:
    at(NOW)


def page(response: object) -> str:
    return response.content.decode()


def test_adviser_goes_straight_to_their_own_hours_and_sees_no_other(login: object) -> None:
    client = login("adviser")
    own, other = AdviserFactory(user=client.user), AdviserFactory()
    assert client.get(HOURS).url == f"{HOURS}{own.pk}/"
    assert client.get(f"{HOURS}{own.pk}/").status_code == 200
    rule, absence = RuleFactory(resource=other), ExceptionFactory(resource=other)
    for path in (
        f"{other.pk}/",
        f"{other.pk}/tid/ny/",
        f"{other.pk}/fravaer/nytt/",
        f"{own.pk}/endre/",
        f"tid/{rule.pk}/avslutt/",
        f"fravaer/{absence.pk}/fjern/",
        f"tid/{absence.pk}/avslutt/",
        f"fravaer/{rule.pk}/fjern/",
        "rom/nytt/",
    ):
        assert (path, client.get(HOURS + path).status_code) == (path, 404)


def test_adviser_without_hours_is_told_what_to_do(login: object) -> None:
    assert "Be daglig leder legge deg til" in page(login("adviser").get(HOURS))


@pytest.mark.parametrize("role", ["relative", "group_leader", "course_host", "ombud", "editor", "board", "technician"])
def test_others_find_nothing(login: object, role: str) -> None:
    closure = ClosureFactory()
    client = login(role)
    for path in (HOURS, CLOSED, f"{CLOSED}ny/", f"{CLOSED}{closure.pk}/", f"{CLOSED}{closure.pk}/fjern/"):
        assert client.get(path).status_code == 404


def test_strangers_are_sent_to_the_login(client: object) -> None:
    assert client.get(CLOSED).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_overview_costs_the_same_for_one_and_three(
    login: object, number: int, django_assert_num_queries: object
) -> None:
    client = login("manager")
    for each in [*AdviserFactory.create_batch(number), *RoomFactory.create_batch(number)]:
        RuleFactory(resource=each)
        ExceptionFactory(resource=each)
    client.get(CLOSED)  # the first page of the day is marked on the account
    with django_assert_num_queries(5):  # session, user, resources, rules, exceptions
        response = client.get(HOURS)
    assert " ".join(page(response).split()).count("Mandag. Borte 30. november") == 2 * number


@pytest.mark.parametrize("number", [1, 3])
def test_hours_cost_the_same_for_one_and_three(login: object, number: int, django_assert_num_queries: object) -> None:
    client = login("manager")
    anne = AdviserFactory(name="Anne", max_per_day=4, recovery_minutes=15)
    for week in range(number):
        RuleFactory(resource=anne, weekday=week, channels=["video"], place="Torget", valid_to=date(2027, 6, 1))
        ExceptionFactory(resource=anne, from_date=TEN.date() + timedelta(weeks=week), to_date=date(2027, 1, 1))
        ClosureFactory(date=date(2026, 12, 24 + week))
    client.get(CLOSED)
    with django_assert_num_queries(9):  # session, user, resource, rules, exceptions, closures; three for what stands
        response = client.get(f"{HOURS}{anne.pk}/")
    assert page(response).count("Video. Torget. Fra 1. januar 2026. Til 1. juni 2027") == number


def test_weekly_hours_are_added_for_each_day(login: object) -> None:
    client = login("adviser")
    own = AdviserFactory(user=client.user)
    answer = client.post(
        f"{HOURS}{own.pk}/tid/ny/",
        {"weekdays": ["0", "2"], "start_wall": "09:00", "end_wall": "12:00", "valid_from": "2026-12-01",
         "channels": ["phone"], "place": ""},
    )  # fmt: skip
    assert answer.status_code == 302
    rules = AvailabilityRule.objects.order_by("weekday").values_list("weekday", "start_wall", "channels", "valid_to")
    assert list(rules) == [(0, time(9), ["phone"], None), (2, time(9), ["phone"], None)]
    assert [event.pgh_context["verb"] for event in own.rules.first().history.all()] == ["scheduling.add_rules"]


def test_hours_that_end_before_they_begin_are_refused_at_the_field(login: object) -> None:
    client = login("manager")
    room = RoomFactory()
    answer = client.post(
        f"{HOURS}{room.pk}/tid/ny/",
        {"weekdays": ["0"], "start_wall": "12:00", "end_wall": "12:00", "valid_from": "2026-12-01",
         "valid_to": "2026-11-01"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "end_wall": ["Sluttiden må være etter starttiden."],
        "valid_to": ["Siste dag kan ikke være før første dag."],
    }
    assert "<title>Feil: Ny ukentlig tid" in page(answer)
    assert not AvailabilityRule.objects.exists()


def taken(resource: Resource, start: datetime = TEN, **values: object) -> Reservation:
    return ReservationFactory(resource=resource, period=(start, start + HOUR), **values)


def absence(**values: str) -> dict[str, str]:
    return {"kind": "closed", "from_date": "2026-11-30", "to_date": "", "start_wall": "", "end_wall": "", **values}


def test_absence_that_hits_nobody_is_saved_at_once(login: object) -> None:
    client = login("adviser")
    own = AdviserFactory(user=client.user)
    taken(own, TEN + timedelta(days=1))
    taken(AdviserFactory())
    answer = client.post(f"{HOURS}{own.pk}/fravaer/nytt/", absence(reason_private="Sykt barn"))
    assert answer.url == f"{HOURS}{own.pk}/"
    row = AvailabilityException.objects.get()
    assert (row.from_date, row.to_date, row.reason_private) == (TEN.date(), TEN.date(), "Sykt barn")


def test_absence_shows_what_it_hits_before_it_is_saved(login: object, monkeypatch: pytest.MonkeyPatch) -> None:
    client = login("adviser")
    own = AdviserFactory(user=client.user, name="Anne")
    booked = taken(own, purpose="advising")
    monkeypatch.setattr(describers, "_describers", {"advising": lambda ids: dict.fromkeys(ids, "time på video")})
    path = f"{HOURS}{own.pk}/fravaer/nytt/"
    shown = client.post(path, absence())
    assert (shown.status_code, AvailabilityException.objects.count()) == (200, 0)
    assert [(hit.id, hit.words) for hit in shown.context["hits"]] == [(booked.id, "time på video")]
    assert "Dette treffer 1 avtale" in page(shown)
    assert "Mandag 30. november kl. 10.00" in page(shown)
    assert client.post(path, absence(seen=shown.context["digest"])).status_code == 302
    assert (AvailabilityException.objects.count(), Reservation.objects.get().status) == (1, "booked")


@pytest.mark.parametrize("number", [1, 3])
def test_what_stands_is_listed_until_it_is_moved(
    login: object, monkeypatch: pytest.MonkeyPatch, number: int, django_assert_num_queries: object
) -> None:
    client = login("manager")
    anne, room = AdviserFactory(name="Anne"), RoomFactory(name="Rom 1")
    start = TEN
    for _session in range(number):
        taken(anne, start, purpose="advising")
        taken(room, start, purpose="advising")
        start += 2 * HOUR
    taken(anne, TEN + timedelta(days=1), purpose="advising")
    monkeypatch.setattr(describers, "_describers", {"advising": lambda ids: dict.fromkeys(ids, "time på video")})
    starts = dict(Reservation.objects.values_list("id", "period"))
    monkeypatch.setattr(
        describers, "_addresses", {"advising": lambda ids: {each: f"/s/{starts[each].lower:%H}/" for each in ids}}
    )
    assert "står igjen" not in page(client.get(f"{HOURS}{anne.pk}/")) + page(client.get(CLOSED))
    ExceptionFactory(resource=anne, from_date=TEN.date(), to_date=TEN.date())
    with django_assert_num_queries(9):
        shown = client.get(f"{HOURS}{anne.pk}/")
    assert [(hit.resource, hit.url) for hit in shown.context["standing"]] == [
        ("Anne", f"/s/{9 + 2 * each:02}/") for each in range(number)
    ]
    ClosureFactory(date=TEN.date())
    with django_assert_num_queries(6):
        shown = client.get(CLOSED)
    assert [hit.resource for hit in shown.context["standing"]] == ["Anne, Rom 1"] * number
    assert page(shown).count('href="/s/09/"') == 1
    Reservation.objects.update(status="cancelled")
    assert "står igjen" not in page(client.get(f"{HOURS}{anne.pk}/")) + page(client.get(CLOSED))


def test_absence_is_shown_again_when_somebody_has_come_since(login: object) -> None:
    client = login("adviser")
    own = AdviserFactory(user=client.user)
    taken(own)
    path = f"{HOURS}{own.pk}/fravaer/nytt/"
    first = client.post(path, absence()).context["digest"]
    taken(own, TEN + 2 * HOUR)
    again = client.post(path, absence(seen=first))
    assert (again.status_code, len(again.context["hits"]), AvailabilityException.objects.count()) == (200, 2, 0)
    Reservation.objects.update(status="cancelled")
    gone = client.post(path, absence(seen=again.context["digest"]))
    assert "treffer ikke lenger noen avtaler" in page(gone)


def test_absence_lets_go_of_times_that_are_only_held(login: object) -> None:
    client = login("adviser")
    own = AdviserFactory(user=client.user)
    taken(own, status="held", hold_started_at=NOW, hold_expires_at=NOW + HOUR)
    path = f"{HOURS}{own.pk}/fravaer/nytt/"
    shown = client.post(path, absence())
    client.post(path, absence(seen=shown.context["digest"]))
    assert Reservation.objects.get().status == "cancelled"


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"start_wall": "09:00"}, {"end_wall": ["Fyll ut begge klokkeslettene."]}),
        (
            {"kind": "open"},
            {"start_wall": ["Fyll ut begge klokkeslettene."], "end_wall": ["Fyll ut begge klokkeslettene."]},
        ),
        ({"to_date": "2026-11-29"}, {"to_date": ["Siste dag kan ikke være før første dag."]}),
        ({"to_date": "2028-11-29"}, {"to_date": ["Velg høyst ett år om gangen."]}),
        ({"from_date": ""}, {"from_date": ["Velg den første dagen."]}),
    ],
)
def test_absence_in_disorder_is_refused(login: object, values: dict[str, str], errors: dict[str, list[str]]) -> None:
    client = login("manager")
    answer = client.post(f"{HOURS}{AdviserFactory().pk}/fravaer/nytt/", absence(**values))
    assert answer.status_code == 422
    assert answer.context["form"].errors == errors


def test_extra_hours_hit_nobody_but_their_removal_does(login: object) -> None:
    client = login("manager")
    anne = AdviserFactory()
    taken(anne)
    extra = absence(kind="open", start_wall="09:00", end_wall="12:00")
    assert client.post(f"{HOURS}{anne.pk}/fravaer/nytt/", extra).status_code == 302
    path = f"{HOURS}fravaer/{AvailabilityException.objects.get().pk}/fjern/"
    assert "Ekstra åpent 30. november" in page(client.get(path))
    shown = client.post(path)
    assert len(shown.context["hits"]) == 1
    assert client.post(path, {"seen": shown.context["digest"]}).status_code == 302
    assert not AvailabilityException.objects.exists()


def test_removing_an_absence_hits_nobody(login: object) -> None:
    client = login("manager")
    away = ExceptionFactory()
    taken(away.resource)
    assert client.post(f"{HOURS}fravaer/{away.pk}/fjern/").status_code == 302
    assert not AvailabilityException.objects.exists()


def test_ending_weekly_hours_shows_what_stands_in_them_later(login: object) -> None:
    client = login("manager")
    rule = RuleFactory()
    for start in (TEN, TEN + timedelta(days=7), TEN + timedelta(days=8), TEN + timedelta(days=7, hours=9)):
        taken(rule.resource, start)
    path = f"{HOURS}tid/{rule.pk}/avslutt/"
    assert "Mandag 09.00" in page(client.get(path))
    shown = client.post(path, {"last_date": "2026-11-30"})
    assert [hit.start for hit in shown.context["hits"]] == [TEN + timedelta(days=7)]
    client.post(path, {"last_date": "2026-11-30", "seen": shown.context["digest"]})
    rule.refresh_from_db()
    assert rule.valid_to == date(2026, 11, 30)


def test_weekly_hours_that_never_were_are_deleted(login: object) -> None:
    client = login("manager")
    rule = RuleFactory(valid_from=date(2027, 1, 1))
    client.post(f"{HOURS}tid/{rule.pk}/avslutt/", {"last_date": "2026-12-01"})
    assert not AvailabilityRule.objects.exists()


def test_manager_adds_and_changes_rooms_and_advisers(login: object) -> None:
    client = login("manager")
    client.post(f"{HOURS}rom/nytt/", {"name": "Rom 1", "recovery_minutes": "0", "capacity": "6"})
    client.post(
        f"{HOURS}radgiver/ny/", {"name": "Anne", "recovery_minutes": "15", "max_per_day": "", "user": client.user.pk}
    )
    room, anne = Resource.objects.get(kind="room"), Resource.objects.get(kind="adviser")
    assert (room.name, room.capacity, anne.user, anne.recovery_minutes) == ("Rom 1", 6, client.user, 15)
    for each, (name, cap) in product((anne,), (("Anne M.", "3"),)):
        client.post(
            f"{HOURS}{each.pk}/endre/", {"name": name, "recovery_minutes": "5", "max_per_day": cap, "active": ""}
        )
    anne.refresh_from_db()
    assert (anne.name, anne.max_per_day, anne.recovery_minutes, anne.active) == ("Anne M.", 3, 5, False)
    client.post(f"{HOURS}{room.pk}/endre/", {"name": "Rom A", "recovery_minutes": "0", "capacity": "", "active": "on"})
    room.refresh_from_db()
    assert (room.name, room.capacity, room.active) == ("Rom A", None, True)


@pytest.mark.parametrize("number", [1, 3])
def test_closed_days_cost_the_same_for_one_and_three(
    login: object, number: int, django_assert_num_queries: object
) -> None:
    client = login("manager")
    for day in range(number):
        ClosureFactory(date=date(2026, 12, 24 + day))
    client.get(HOURS)
    with django_assert_num_queries(6):  # session, user, confirmed years, closures; closed days and what stands on them
        response = client.get(CLOSED)
    assert page(response).count("Julaften") == number
    assert "Torsdag 24. desember" in page(response)


def test_closing_a_day_shows_everybody_it_hits(login: object) -> None:
    client = login("manager")
    taken(AdviserFactory(name="Anne"))
    taken(RoomFactory(name="Rom 1"), purpose="course")
    taken(AdviserFactory(), TEN + timedelta(days=1))
    day = {"date": "2026-11-30", "name": "Planleggingsdag"}
    shown = client.post(f"{CLOSED}ny/", day)
    assert {hit.resource for hit in shown.context["hits"]} == {"Anne", "Rom 1"}
    assert "Dette treffer 2 avtaler" in page(shown)
    answer = client.post(f"{CLOSED}ny/", {**day, "seen": shown.context["digest"]})
    assert answer.url == CLOSED
    assert list(Closure.objects.values_list("date", "name", "source")) == [(TEN.date(), "Planleggingsdag", "own")]


def test_a_day_is_closed_once(login: object) -> None:
    client = login("manager")
    ClosureFactory()
    answer = client.post(f"{CLOSED}ny/", {"date": "2026-12-24", "name": "Jul"})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == ["Den dagen står allerede i listen. Endre den der."]


def test_a_day_can_be_open_anyway_and_closed_again_with_a_look(login: object) -> None:
    client = login("manager")
    closure = ClosureFactory()
    path = f"{CLOSED}{closure.pk}/"
    assert client.post(path, {"name": "Julaften", "open_anyway": "1"}).url == f"{CLOSED}2026/"
    closure.refresh_from_db()
    assert closure.open_anyway
    taken(AdviserFactory(), datetime(2026, 12, 24, 10, tzinfo=OSLO))
    shown = client.post(path, {"name": "Julaften", "open_anyway": "0"})
    assert len(shown.context["hits"]) == 1
    client.post(path, {"name": "Julaften", "open_anyway": "0", "seen": shown.context["digest"]})
    closure.refresh_from_db()
    assert not closure.open_anyway


def test_own_days_are_removed_holidays_stay(login: object) -> None:
    client = login("manager")
    own, holiday = ClosureFactory(), ClosureFactory(date=date(2026, 12, 25), source="holidays")
    assert "Fjern dagen fra listen" in page(client.get(f"{CLOSED}{own.pk}/"))
    assert "Fjern dagen fra listen" not in page(client.get(f"{CLOSED}{holiday.pk}/"))
    assert client.post(f"{CLOSED}{own.pk}/fjern/").status_code == 302
    refused = client.post(f"{CLOSED}{holiday.pk}/fjern/")
    assert refused.status_code == 422
    assert list(Closure.objects.all()) == [holiday]


def test_a_year_is_confirmed_by_a_person_until_it_changes(login: object) -> None:
    client = login("manager", name="Kari Prøve")
    closure = ClosureFactory()
    assert "Ingen har bekreftet 2026 ennå" in page(client.get(CLOSED))
    assert client.get(f"{CLOSED}2026/bekreft/").status_code == 405
    client.post(f"{CLOSED}2026/bekreft/")
    assert ClosureYear.objects.get().confirmed_by == client.user
    assert "Bekreftet av Kari Prøve tirsdag 24. november." in page(client.get(CLOSED))
    client.post(f"{CLOSED}{closure.pk}/", {"name": "Julaften", "open_anyway": "1"})
    assert not ClosureYear.objects.exists()


def test_years_far_away_are_not_found(login: object) -> None:
    client = login("manager")
    assert [client.get(f"{CLOSED}{year}/").status_code for year in (1999, 2029, 2030, 99999)] == [404, 200, 404, 404]
    assert client.post(f"{CLOSED}2027/bekreft/").status_code == 404


def test_pages_are_in_the_language_of_the_account(login: object) -> None:
    client = login("manager", language="en")
    open_all_week(AdviserFactory(), channels=["video"])
    assert "Advisers and rooms" in page(client.get(HOURS))
    assert "Closed days 2026" in page(client.get(CLOSED))


def test_every_form_opens_with_one_button_for_its_act(login: object) -> None:
    client = login("manager")
    rule, away, closure = RuleFactory(), ExceptionFactory(), ClosureFactory()
    anne = rule.resource.pk
    opened = {
        path: client.get(path).context["button"]
        for path in (
            f"{HOURS}radgiver/ny/",
            f"{HOURS}rom/nytt/",
            f"{HOURS}{anne}/endre/",
            f"{HOURS}{anne}/tid/ny/",
            f"{HOURS}{anne}/fravaer/nytt/",
            f"{HOURS}tid/{rule.pk}/avslutt/",
            f"{HOURS}fravaer/{away.pk}/fjern/",
            f"{CLOSED}ny/",
            f"{CLOSED}{closure.pk}/",
            f"{CLOSED}{closure.pk}/fjern/",
        )
    }
    assert list(opened.values()) == [
        "Legg til",
        "Legg til",
        "Lagre",
        "Legg til tiden",
        "Lagre",
        "Avslutt tiden",
        "Fjern",
        "Steng dagen",
        "Lagre",
        "Fjern dagen",
    ]
