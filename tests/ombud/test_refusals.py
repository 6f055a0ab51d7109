"""What PostgreSQL refuses whatever the code says: contacts without mandate or consent, overwriting, loose ends."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from ombud.models import ContactEntry, Deadline
from tests.conftest import NOW
from tests.ombud.factories import (
    CaseFactory,
    ConsentFactory,
    MandateFactory,
    NetworkPersonFactory,
    OfficeFactory,
)  # fmt: skip

pytestmark = pytest.mark.django_db
INSERT = """
    INSERT INTO ombud_contactentry
        (id, case_id, occurred_at, minutes, mode, party, office_id, person_id, mandate_id, consent_id, exception,
         has_reason, not_shared, author_id)
    VALUES (%s, %s, %s, 10, 'phone', %s, %s, %s, %s, %s, %s, %s, false, %s)
"""


def insert(case, party, *, office=None, person=None, mandate=None, consent=None, exception="", reason=False, at=NOW):
    keys = [getattr(each, "pk", None) for each in (office, person, mandate, consent)]
    values = [uuid.uuid4(), case.pk, at, party, *keys, exception, reason, case.ombud_id]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, values)


def refused(case, party, **given):
    with pytest.raises(IntegrityError):
        insert(case, party, **given)
    return True


def test_raw_insert_of_a_contact_with_the_client_needs_nothing():
    case = CaseFactory()
    insert(case, "client")
    assert case.entries.count() == 1


def test_raw_insert_of_a_contact_with_an_office_needs_a_mandate():
    case, office = CaseFactory(), OfficeFactory()
    assert refused(case, "office", office=office)
    insert(case, "office", office=office, mandate=MandateFactory(case=case, office=office))
    assert case.entries.count() == 1


@pytest.mark.parametrize("fault", ["ended", "not yet", "withdrawn", "another office", "another case"])
def test_raw_insert_of_a_contact_needs_a_mandate_that_holds(fault):
    case, office = CaseFactory(), OfficeFactory()
    values = {
        "ended": {"valid_to": NOW.date() - timedelta(days=1)},
        "not yet": {"valid_from": NOW.date() + timedelta(days=1)},
        "withdrawn": {"withdrawn_at": NOW - timedelta(minutes=1), "withdrawn_how": "phone"},
        "another office": {"office": OfficeFactory()},
        "another case": {"case": CaseFactory()},
    }[fault]
    assert refused(case, "office", office=office, mandate=MandateFactory(**{"case": case, "office": office} | values))


def test_raw_insert_of_a_contact_with_a_relative_needs_a_consent_to_that_person():
    person = NetworkPersonFactory()
    case, other = person.case, NetworkPersonFactory(case=person.case)
    assert refused(case, "relative", person=person)
    consent = ConsentFactory(person=person)
    assert refused(case, "relative", person=other, consent=consent)
    insert(case, "relative", person=person, consent=consent)
    assert case.entries.count() == 1


def test_a_mandate_does_not_open_the_way_to_a_relative():
    person = NetworkPersonFactory()
    assert refused(person.case, "relative", person=person, mandate=MandateFactory(case=person.case))


def test_what_happened_before_the_withdrawal_may_be_logged():
    consent = ConsentFactory(withdrawn_at=NOW, withdrawn_how="phone")
    insert(consent.case, "relative", person=consent.person, consent=consent, at=NOW - timedelta(minutes=5))
    assert refused(consent.case, "relative", person=consent.person, consent=consent, at=NOW)


def test_an_exception_needs_a_reason():
    case, office = CaseFactory(), OfficeFactory()
    assert refused(case, "office", office=office, exception="acute_danger")
    insert(case, "office", office=office, exception="acute_danger", reason=True)
    assert case.entries.count() == 1


def test_the_log_is_never_overwritten():
    case = CaseFactory()
    insert(case, "client")
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactEntry.objects.update(minutes=99)
    assert list(ContactEntry.objects.values_list("minutes", flat=True)) == [10]


def test_a_deadline_is_not_closed_without_proof_or_reason():
    day = NOW.date()
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.create(case=CaseFactory(), trigger_date=day, due_date=day, closed_date=day, is_kept=True)
    assert Deadline.objects.count() == 0
