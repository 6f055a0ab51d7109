"""A small year with all that is hard to count, against SQL written by hand; and nothing that is forgotten counts.

Nights of the clock, 31 December 23:55, late entries and late marks, a municipality that changed county and number, two
versions of a choice list. Sums of parts equal totals for every figure there is.
"""

import random
from collections import Counter
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection

from courses.models import Presence, Registration
from groups.models import GroupAttendance
from ombud.models import Case
from pio.accounts.models import User
from pio.core import reference, retention
from pio.core.erasure import erase_person
from pio.portal.management.commands.demo import PARTS
from stats.annual_report import annual_report
from stats.dimensions import DIMENSIONS
from stats.models import Publication
from stats.once import counted_once
from stats.periods import Period
from stats.publishing import snapshot
from stats.publishing.protection import SINGLE
from stats.registry import INDICATORS
from stats.services.publications import freeze, order_publication
from stats.services.reports import ReportChoices, save_report
from tests.advising.factories.calls import CallFactory
from tests.advising.factories.sessions import AdviceSessionFactory, ParticipantFactory
from tests.conftest import NOW
from tests.courses.factories import offering
from tests.groups.factories import meeting, member, support_group
from tests.ombud.factories import CaseFactory

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)
CALLS = (  # started (UTC), and what is not as in every other call
    (datetime(2024, 12, 31, 22, 55, tzinfo=UTC), {}),  # 23:55 in Oslo: 2024
    (datetime(2024, 12, 31, 23, 0, tzinfo=UTC), {"county": "32", "municipality": "3203"}),  # midnight: 2025
    (datetime(2025, 3, 30, 0, 55, tzinfo=UTC), {"relation": "father"}),  # 01:55
    (datetime(2025, 3, 30, 1, 0, tzinfo=UTC), {"relation": "father", "caller_gender": "male"}),  # 03:00
    (datetime(2025, 6, 10, 8, 0, tzinfo=UTC), {"source": "late"}),
    (datetime(2025, 6, 11, 8, 0, tzinfo=UTC), {"kind": "silent", "relation": "", "caller_gender": "", "county": ""}),
    (datetime(2025, 6, 12, 8, 0, tzinfo=UTC), {"channel": "email"}),
    (datetime(2025, 9, 1, 8, 0, tzinfo=UTC), {"county": "30", "municipality": "3025"}),  # Asker as it was in Viken
    (datetime(2025, 10, 26, 0, 30, tzinfo=UTC), {"relation": "stepchild_v2"}),  # 02:30 the first time
    (datetime(2025, 10, 26, 1, 30, tzinfo=UTC), {"relation": "not_asked"}),  # 02:30 the second time
    (datetime(2025, 12, 31, 22, 55, tzinfo=UTC), {"relation": "unknown"}),  # 23:55: 2025
    (datetime(2025, 12, 31, 23, 0, tzinfo=UTC), {}),  # midnight: 2026
)
CALLS_BY_HAND = """
    SELECT {column}, count(*) FROM advising_call
    WHERE (started_at AT TIME ZONE 'Europe/Oslo')::date BETWEEN '2025-01-01' AND '2025-12-31'
      AND channel = 'phone' AND kind IN ('support','information','professional_query','admin','feedback')
    GROUP BY 1
"""
PEOPLE_BY_HAND = """
    SELECT {column}, count(*) FROM advising_sessionparticipant p JOIN advising_advicesession s ON s.id = p.session_id
    WHERE s.status = 'held' AND p.present AND s.session_date BETWEEN '2025-01-01' AND '2025-12-31' GROUP BY 1
"""


def by_hand(statement: str, **names: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**names))
        return {str(key): count for key, count in cursor.fetchall()}


@pytest.fixture
def golden(now) -> None:
    for started_at, answers in CALLS:
        CallFactory(started_at=started_at, **({"relation": "mother", "caller_gender": "female"} | answers))
    for starts_at, status in (
        (datetime(2025, 12, 31, 22, 0, tzinfo=UTC), "held"),
        (datetime(2025, 12, 31, 23, 30, tzinfo=UTC), "held"),  # half past midnight: 2026
        (datetime(2025, 5, 5, 8, 0, tzinfo=UTC), "no_show"),
    ):
        session = AdviceSessionFactory(starts_at=starts_at, status=status)
        ParticipantFactory(session=session, relation="sister", gender="female", present=True)
        ParticipantFactory(session=session, position=2, relation="self", gender="male", present=False)
    group = support_group(now, capacity=5)
    late = meeting(group, datetime(2025, 12, 31, 22, 0, tzinfo=UTC), marked_date=date(2026, 1, 20), head_count=2)
    next_year = meeting(group, datetime(2025, 12, 31, 23, 0, tzinfo=UTC), marked_date=date(2026, 1, 20))
    for number, attendance in enumerate(("present", "online", "absent")):
        entry = member(group, number, now)
        GroupAttendance.objects.create(meeting=late, entry=entry, attendance=attendance)
        GroupAttendance.objects.create(meeting=next_year, entry=entry, attendance="present")
    course = offering(now, days_ahead=-(now.date() - date(2025, 10, 26)).days)
    evening = course.evenings.get()
    for number in range(2):
        seat = Registration.objects.create(
            offering=course, state="confirmed", queue_number=number + 1, joined_date=date(2025, 10, 1)
        )
        Presence.objects.create(evening=evening, registration=seat, attendance="present")
    for opened, closed in ((2024, date(2025, 1, 1)), (2024, date(2024, 12, 31)), (2025, None), (2026, None)):
        ended = {"status": "closed", "close_reason": "goals_met", "closed_date": closed} if closed else {}
        CaseFactory(opened_date=date(opened, 12, 31 if opened < 2026 else 1), **ended)


@pytest.mark.usefixtures("golden")
def test_golden_year_equals_hand_written_sql():
    report = annual_report(2025).figures
    sql = {
        "helpline_calls": sum(by_hand(CALLS_BY_HAND, column="1").values()),
        "advice_participants": sum(by_hand(PEOPLE_BY_HAND, column="1").values()),
        "inquiries_total": by_hand(
            "SELECT 'all', (SELECT count(*) FROM advising_call WHERE kind <> 'silent' AND started_at >= "
            "'2024-12-31 23:00Z' AND started_at < '2025-12-31 23:00Z') + (SELECT count(*) FROM advising_advicesession "
            "WHERE status = 'held' AND session_date BETWEEN '2025-01-01' AND '2025-12-31')"
        )["all"],
        "ombud_clients": by_hand(
            "SELECT 'all', count(*) FROM ombud_case WHERE opened_date <= '2025-12-31' "
            "AND (closed_date IS NULL OR closed_date >= '2025-01-01')"
        )["all"],
    }
    assert {key: report[key] for key in sql} == sql
    counted = {key: value for key, value in report.items() if value}
    assert counted == {
        "inquiries_total": 10, "helpline_calls": 8, "advice_sessions": 1, "advice_participants": 1,
        "group_attendances": 4, "course_attendances": 2, "ombud_clients": 2, "ombud_clients_new": 1,
    }  # fmt: skip


@pytest.mark.usefixtures("golden")
@pytest.mark.parametrize(("dimension", "column"), [("relation", "relation"), ("gender", "caller_gender")])
def test_golden_shares_equal_hand_written_sql(dimension, column):
    people = Counter(by_hand(CALLS_BY_HAND, column=column))
    people.update(by_hand(PEOPLE_BY_HAND, column=dimension))
    item = INDICATORS["people_in_contact"]
    assert item.by(dimension, YEAR) == dict(people)
    assert item.quickly_by(dimension, YEAR) == dict(people)


@pytest.mark.usefixtures("golden")
def test_county_before_and_after_the_merger_are_two_names():
    counted = INDICATORS["helpline_calls"].by("county", YEAR)
    assert counted == by_hand(CALLS_BY_HAND, column="county")
    names = {code: DIMENSIONS["county"].label(code) for code in ("30", "32")}
    assert (counted["30"], counted["32"], names) == (1, 1, {"30": "Viken", "32": "Akershus"})


@pytest.mark.usefixtures("golden")
def test_two_versions_of_a_list_keep_their_own_words(now, reference_rows):
    for relation in (
        "mother",
        "father",
        "stepchild_v2",
        "unknown",
        "not_asked",
    ):
        CallFactory.create_batch(20, started_at=datetime(2025, 6, 1, 8, tzinfo=UTC), relation=relation)
    first = order_publication(2025, reason="", by=None, now=now)
    freeze(first.pk)
    rows = dict(reference_rows.rows)
    rows["choices"] = (
        *({**row, "label_nb": "Mamma"} if (row["list_id"], row["code"]) == ("relation", "mother") else row
          for row in rows["choices"]),
        {**rows["choices"][0], "list_id": "relation", "code": "stepchild_v2", "label_nb": "Stebarn"},
    )  # fmt: skip
    reference._held[:] = [reference.Snapshot(rows, read_at=0.0)]
    second = order_publication(2025, reason="Listen over relasjoner er ny.", by=None, now=now)
    freeze(second.pk)
    old, new = (Publication.objects.get(pk=each.pk) for each in (first, second))
    words = [each.labels["by_relation"]["nb"] for each in (old, new)]
    assert [each["mother"] for each in words] == ["Mor", "Mamma"]
    assert [each["stepchild_v2"] for each in words] == ["stepchild_v2", "Stebarn"]
    assert old.choices_version["relation"] != new.choices_version["relation"]
    assert old.choices_version["channel"] == new.choices_version["channel"]


@pytest.mark.usefixtures("golden")
def test_parts_sum_to_totals_for_every_figure():
    whole = {item.key: item.value(YEAR) for item in INDICATORS.values()}
    summed = {key: sum(INDICATORS[key].by_month(YEAR)) for key in whole if INDICATORS[key].adds_up}
    assert summed == {key: whole[key] for key in summed}
    parts = {
        (item.key, name): sum(item.by(name, YEAR).values())
        for item in INDICATORS.values() for name in item.dimensions if name not in SINGLE
        if item.adds_up or item.key in {"ombud_clients", "self_run_groups"}
    }  # fmt: skip
    assert parts == {(key, name): whole[key] for key, name in parts}
    assert len(parts) > 20


@pytest.mark.usefixtures("golden")
@pytest.mark.parametrize("on_a_page", [False, True])
def test_months_and_years_asked_together_are_those_asked_alone(on_a_page):
    periods = [*Period.year(2025).months, Period.year(2025), *Period.year(2024).months, Period.year(2024)]
    alone = {item.key: [item.value(each) for each in periods] for item in INDICATORS.values()}
    with counted_once() if on_a_page else nullcontext():
        together = {item.key: item.quick_values(periods) for item in INDICATORS.values()}
        months = {item.key: item.by_month(Period.year(2025)) for item in INDICATORS.values()}
    assert together == alone
    assert months == {key: values[:12] for key, values in alone.items()}
    assert len([key for key, values in alone.items() if any(values) and not INDICATORS[key].adds_up]) > 2


def test_days_are_put_into_the_months_and_years_of_oslo(now):
    for day in (3, 4, 30):
        AdviceSessionFactory(starts_at=datetime(2025, 6, day, 8, tzinfo=UTC), status="held")
    assert INDICATORS["advice_sessions"].by_month(YEAR) == [0] * 5 + [3] + [0] * 6
    course = offering(now)
    course.evenings.update(starts_at=datetime(2024, 12, 31, 23, 30, tzinfo=UTC))  # half past midnight: January 2025
    seat = Registration.objects.create(offering=course, state="confirmed", queue_number=1, joined_date=now.date())
    Presence.objects.create(evening=course.evenings.get(), registration=seat, attendance="present")
    percent = INDICATORS["course_presence_percent"]
    periods = [Period.month(2024, 12), Period.month(2025, 1), Period.year(2024), YEAR]
    assert percent.quick_values(periods) == [percent.value(each) for each in periods] == [0, 100, 0, 100]


@pytest.mark.slow
def test_erasing_everybody_in_the_demo_changes_no_figure(now):
    """Every account is erased, then thirty years of nights forget what they forget; all figures stay."""
    chance = random.Random(2025)
    for part in PARTS[:-1]:
        try:
            build = import_module(f"{part}.demo").build
        except (ModuleNotFoundError, AttributeError):
            continue
        build(year=2025, now=now, random=chance)
    save_report(ReportChoices(name="Kommunen", keys=("helpline_calls",), rule="last_year"), by=None, now=NOW)
    before = [(each.place, each.value) for year in (2025, 2026) for each in snapshot.cells_of(year)]
    for person in User.objects.values_list("pk", flat=True):
        erase_person(person, now=now)
    retention.forget(now=now + timedelta(days=30 * 365))
    after = [(each.place, each.value) for year in (2025, 2026) for each in snapshot.cells_of(year)]
    assert after == before
    assert (len(before) > 200, User.objects.filter(email="parorende@example.org").exists()) == (True, False)
    assert Case.objects.filter(opened_date__isnull=False).exists()
