"""The ombud's own figures, counted from a few rows whose sums are known."""

from datetime import date, datetime, timedelta

import pytest

from ombud.models import ContactEntry, Deadline, SystemFailure
from stats import indicators
from stats.dimensions import DIMENSIONS
from stats.periods import OSLO, Period
from stats.registry import INDICATORS
from tests.conftest import NOW
from tests.ombud.factories import (
    AssignmentFactory,
    CaseFactory,
    ConsentFactory,
    MandateFactory,
    NetworkPersonFactory,
    OfficeFactory,
)  # fmt: skip

pytestmark = pytest.mark.django_db
YEAR = Period.year(2026)


@pytest.fixture(autouse=True)
def _stand_still(at):
    at(NOW)


def _figure(key, dimension=""):
    assert indicators
    found = INDICATORS[key]
    return found.by(dimension, YEAR) if dimension else found.value(YEAR)


@pytest.fixture
def contacts():
    case = CaseFactory()
    mandate, consent = MandateFactory(case=case), ConsentFactory(person=NetworkPersonFactory(case=case))
    common = {"case": case, "author": case.ombud}
    day = NOW - timedelta(days=3)
    rows = [
        {"mode": "phone", "party": "client", "minutes": 10},
        {"mode": "company", "party": "office", "office": mandate.office, "mandate": mandate, "minutes": 50},
        {"mode": "company", "party": "office", "office": mandate.office, "mandate": mandate, "minutes": 80},
        {"mode": "phone", "party": "relative", "person": consent.person, "consent": consent, "minutes": 5},
    ]
    made = [ContactEntry.objects.create(occurred_at=day, **common, **row) for row in rows]
    ContactEntry.objects.create(occurred_at=day, mode="phone", party="client", amends=made[0], **common)
    last_year = datetime(2025, 12, 31, 23, 59, tzinfo=OSLO)
    ContactEntry.objects.create(occurred_at=last_year, mode="phone", party="client", **common)


def test_contacts_by_kind_and_party_without_amendments_and_other_years(contacts):
    assert _figure("ombud_contacts") == 4
    assert _figure("ombud_contacts", "contact_mode") == {"phone": 2, "company": 2}
    assert _figure("ombud_contacts", "contact_party") == {"client": 1, "office": 2, "relative": 1}
    assert _figure("ombud_office_contacts") == 2


def test_company_is_counted_in_hours(contacts):
    assert _figure("ombud_company_hours") == 2  # 130 minutes


def test_assignments_by_category_and_result():
    done = {"status": "done", "closed_by": "client", "closed_date": NOW.date()}
    for category, result in (("housing", "achieved"), ("housing", "partly"), ("economy", "achieved")):
        AssignmentFactory(category=category, result=result, **done)
    AssignmentFactory(category="housing")
    assert _figure("ombud_assignments_closed", "assignment_category") == {"housing": 2, "economy": 1}
    assert _figure("ombud_assignments_closed", "assignment_result") == {"achieved": 2, "partly": 1}
    assert (_figure("ombud_assignments"), _figure("ombud_assignments_achieved")) == (4, 2)


def test_deadlines_kept_and_missed():
    case, start = CaseFactory(), date(2026, 11, 2)
    closed = {"closed_date": NOW.date(), "has_ground": True}
    rows = [
        {"due_date": date(2026, 11, 9), "is_kept": True, **closed},
        {"due_date": date(2026, 11, 9), "is_kept": True, "whose": "office", **closed},
        {"due_date": date(2026, 11, 9), "is_kept": False, "whose": "office", **closed},
        {"due_date": date(2026, 11, 23)},  # yesterday, still open
        {"due_date": NOW.date()},  # today is not missed yet
    ]
    for row in rows:
        Deadline.objects.create(case=case, trigger_date=start, **row)
    assert (_figure("ombud_deadlines_kept"), _figure("ombud_deadlines_missed")) == (2, 2)
    assert _figure("ombud_deadlines_missed", "deadline_of") == {"office": 1, "us": 1}


def test_the_wait_of_new_clients_is_the_median():
    for days in (3, 10, 90):
        opened = date(2026, 6, 1)
        CaseFactory(opened_date=opened, enquired_date=opened - timedelta(days=days))
    CaseFactory(status="enquiry", opened_date=None, ombud=None)
    assert _figure("ombud_waiting_days") == 10


def test_failures_of_the_system_and_how_late_the_offices_were():
    office = OfficeFactory()
    for kind, over in (("no_reply", 4), ("no_reply", 8), ("long_wait", 30), ("digital", None)):
        SystemFailure.objects.create(office=office, kind=kind, month=date(2026, 5, 1), days_over=over)
    assert _figure("ombud_system_failures", "failure_kind") == {"no_reply": 2, "long_wait": 1, "digital": 1}
    assert _figure("ombud_days_over") == 8


def test_the_breakdowns_have_names():
    names = [DIMENSIONS["contact_mode"].label("company"), DIMENSIONS["assignment_result"].label("partly")]
    assert (names, DIMENSIONS["contact_party"].label("office")) == (["Følge", "Delvis nådd"], "Et kontor")
