"""The counted year: 90 clients, 20 of them new, 61 % women and 39 % men, from 20 to 89 years old.

Seventy came from the years before, 18 of the 90 were closed in the year. Forty-five of those still open stand on one
ombud's desk, the rest on the other's. Afterwards as many come as go.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from ombud.enums import AssignmentStatus, CaseStatus, CloseReason, Result, Side, WaitsFor
from ombud.models import Assignment, Case, Client, Office
from pio.accounts.models import User

CLIENTS, NEW, CLOSED_IN_YEAR, WOMEN = 90, 20, 18, 55
CLOSED_AFTER, NEW_AFTER, FIRST_DESK = 12, 15, 45
YOUNGEST, OLDEST = 20, 89
DISTRICTS = ("030101", "030102", "030103", "030104", "030105", "030108", "030112", "030114")
FIRST = (
    "Anna", "Bente", "Cecilie", "Dina", "Eva", "Frida", "Gro", "Hanne", "Ida", "Jorunn", "Kari", "Lise", "Marit",
    "Nina", "Oddny", "Amir", "Bjarne", "Dag", "Erik", "Farid", "Geir", "Henrik", "Ivar", "Jon", "Knut", "Leif", "Mads",
    "Nils",
)  # fmt: skip
LAST = ("Eksempel", "Oppdiktet", "Prøve", "Demo", "Tenkt", "Påfunn", "Modell", "Skisse")
WORDS: dict[str, tuple[str, ...]] = {
    "finances": ("Jeg vil få oversikt over gjelda og slutte å være redd for posten.",),
    "housing": (
        "Jeg vil klage på at jeg ikke fikk kommunal bolig. De har ikke skrevet noe om at datteren min bor hos meg.",
        "Jeg vil bo et sted der jeg får sove.",
    ),
    "family_and_relations": ("Jeg vil snakke med søsteren min igjen, men ikke alene.",),
    "gp_and_treatment": ("Fastlegen må få vite at medisinen gjør meg så trøtt at jeg ikke klarer jobben.",),
    "accompany_to_nav_and_public_services": (
        "Bli med meg til NAV. Jeg får ikke sagt det jeg skal når jeg sitter der.",
    ),
    "work_study_or_other_activity": ("Jeg vil prøve å jobbe to dager i uka.",),
    "benefits_and_social_assistance": (
        "Jeg forstår ikke hvorfor pengene stoppet. Jeg vil at noen leser brevet med meg.",
    ),
}  # fmt: skip


NEXT = ("Lese brevet sammen", "Ringe kontoret sammen", "Klienten leser utkastet", "Møte på kontoret", "Spørre på nytt")


@dataclass(frozen=True)
class Desks:
    """What the present is built on: the two ombuds, their open cases, the offices."""

    first: User
    second: User
    cases: list[Case]
    clients: dict[object, Client]
    offices: list[Office]


def build(*, year: int, now: datetime, offices: list[Office], random: Random) -> Desks:
    """The cases of `year` and after, with clients and assignments."""
    first, second = (User.objects.get(email=f"{name}@example.org") for name in ("ombud", "ombud2"))
    cases = _of_the_year(year, random)
    _close_some(cases[:CLOSED_IN_YEAR], date(year, 1, 20), date(year, 12, 15), random)
    today = timezone.localdate(now)
    if today.year > year:
        after = cases[CLOSED_IN_YEAR : CLOSED_IN_YEAR + CLOSED_AFTER]
        _close_some(after, date(year + 1, 1, 5), today - timedelta(days=7), random)
        cases += _new_ones(date(year + 1, 1, 5), today - timedelta(days=10), NEW_AFTER, random)
    live = [case for case in cases if case.is_live]
    random.shuffle(live)
    for place, case in enumerate(live):
        case.ombud = first if place < FIRST_DESK else second
        case.review_date = today + timedelta(days=random.randrange(-3, 180))
    for place, case in enumerate(case for case in cases if not case.is_live):
        case.ombud = (first, second)[place % 2]
    _number(cases)
    Case.objects.bulk_create(cases)
    clients = [Client(case=case, name=f"{random.choice(FIRST)} {random.choice(LAST)}", phone="+4799999999",
                      email="klient@example.org", may_say_who=random.random() < 0.5) for case in cases]  # fmt: skip
    Client.objects.bulk_create(clients)
    Assignment.objects.bulk_create([row for case in cases for row in _assignments(case, offices, today, random)])
    return Desks(first, second, live, {client.case_id: client for client in clients}, offices)


def _of_the_year(year: int, random: Random) -> list[Case]:
    """The clients with a case open in the year: 70 from before, 20 new; the ages span exactly 20 to 89."""
    ages = [YOUNGEST, OLDEST, *(min(OLDEST, max(YOUNGEST, round(random.gauss(46, 15)))) for _ in range(CLIENTS - 2))]
    genders = ["female"] * WOMEN + ["male"] * (CLIENTS - WOMEN)
    random.shuffle(ages)
    random.shuffle(genders)
    opened = [_day(date(year - 3, 1, 10), date(year - 1, 12, 15), random) for _ in range(CLIENTS - NEW)]
    opened += [_day(date(year, 1, 8), date(year, 11, 28), random) for _ in range(NEW)]
    return [
        _case(day, gender, year - age, random) for day, gender, age in zip(opened, genders, ages, strict=True)
    ]  # fmt: skip


def _new_ones(start: date, end: date, count: int, random: Random) -> list[Case]:
    days = [_day(start, max(end, start), random) for _ in range(count)]
    return [_case(day, random.choice(("female", "male")), day.year - random.randrange(21, 70), random) for day in days]


def _case(opened: date, gender: str, birth_year: int, random: Random) -> Case:
    return Case(
        status=CaseStatus.ACTIVE, enquired_date=opened - timedelta(days=random.randrange(7, 90)), opened_date=opened,
        gender=gender, birth_year=birth_year, municipality="0301", district=random.choice(DISTRICTS),
        source=random.choice(("client", "client", "services", "relative")), language="nb",
        cares_for_children=random.random() < 0.3, is_relative=random.random() < 0.2,
        needs_interpreter=random.random() < 0.1,
    )  # fmt: skip


def _close_some(cases: list[Case], start: date, end: date, random: Random) -> None:
    for case in cases:
        case.status = CaseStatus.CLOSED
        case.closed_date = _day(start, max(start, end), random)
        case.close_reason = random.choice((CloseReason.GOALS_MET, CloseReason.GOALS_MET, CloseReason.CLIENT_ENDED))


def _number(cases: list[Case]) -> None:
    """Case numbers by year and day of the enquiry."""
    counts: dict[int, int] = {}
    for case in sorted(cases, key=lambda case: case.enquired_date):
        year = case.enquired_date.year
        counts[year] = counts.get(year, 0) + 1
        case.reference = f"{year}-{counts[year]:03d}"


def _assignments(case: Case, offices: list[Office], today: date, random: Random) -> list[Assignment]:
    """One to three each; all ended when the case is, some waiting for an office when it is not."""
    assert case.opened_date is not None  # noqa: S101  every case of the demo has begun
    last = case.closed_date or today
    rows = []
    for category in random.sample(sorted(WORDS), random.randrange(1, 4)):
        day = _day(case.opened_date, last, random)
        row = Assignment(case=case, category=category, words=random.choice(WORDS[category]), opened_date=day,
                         status=AssignmentStatus.UNDER_WAY, next_step=random.choice(NEXT))  # fmt: skip
        if case.closed_date or random.random() < 0.3:
            row.status, row.closed_by = AssignmentStatus.DONE, random.choice((Side.CLIENT, Side.OMBUD))
            row.closed_date, row.rating = _day(day, last, random), random.randrange(3, 6)
            row.result = random.choice((Result.ACHIEVED, Result.ACHIEVED, Result.PARTLY, Result.NOT))
        elif random.random() < 0.3:
            row.status, row.waiting_for = AssignmentStatus.WAITING, WaitsFor.OFFICE
            row.waiting_on = random.choice(offices)
            row.waiting_since = _day(max(day, today - timedelta(days=70)), today, random)
        rows.append(row)
    return rows


def _day(start: date, end: date, random: Random) -> date:
    return start + timedelta(days=random.randrange((end - start).days + 1))
