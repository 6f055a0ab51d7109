"""A closed case is forgotten after 36 months, to the day; keys are rotated without touching what the log says."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.urls import reverse

from ombud.services.contacts import Contact, log_contact
from pio.core import retention
from pio.core.keys import Keys
from tests.conftest import NOW
from tests.ombud.factories import AssignmentFactory, CaseFactory, ClientFactory, ConsentFactory

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def case():
    found = ClientFactory(case=CaseFactory()).case
    AssignmentFactory(case=found)
    ConsentFactory(person__case=found)
    log_contact(found, contact=Contact(NOW, 20, "phone", facts="Vi snakket."), by=found.ombud, now=NOW)
    return found


def _texts(case):
    case.client.refresh_from_db()
    entry, assignment, consent = case.entries.get(), case.assignments.get(), case.consents.get()
    return [case.client.name, entry.facts, assignment.words, consent.words, consent.person.name]


def test_p08_a_case_is_forgotten_36_months_after_it_was_closed(case):
    case.status, case.closed_date, case.close_reason = "closed", date(2026, 11, 24), "goals_met"
    case.save()
    retention.forget(now=datetime(2029, 11, 24, 12, tzinfo=OSLO))
    assert None not in _texts(case)
    retention.forget(now=datetime(2029, 11, 25, 12, tzinfo=OSLO))
    assert _texts(case) == [None] * 5
    case.refresh_from_db()
    assert (case.gender, case.birth_year, case.entries.get().minutes) == ("female", 1980, 20)


def test_an_open_case_is_never_forgotten(case):
    retention.forget(now=NOW + timedelta(days=365 * 6))
    assert None not in _texts(case)


def test_keys_are_rotated_under_a_log_that_is_never_overwritten(case, settings):
    before, old = _texts(case), settings.KEYS
    settings.KEYS = Keys(old.secret_key, {**old.fields, 2: b"q" * 32}, old.index, old.calls)
    call_command("rotate_keys")
    settings.KEYS = Keys(old.secret_key, {2: b"q" * 32}, old.index, old.calls)
    assert _texts(case) == before


def test_pages_and_writing_go_on_while_keys_are_rotated(case, settings, login, at):
    at(NOW)
    ombud, log = login(user=case.ombud), reverse("ombud_log", args=[case.pk])
    old = settings.KEYS
    settings.KEYS = Keys(old.secret_key, {**old.fields, 2: b"q" * 32}, old.index, old.calls)
    log_contact(case, contact=Contact(NOW, 5, "phone", facts="Skrevet under rotasjonen."), by=case.ombud, now=NOW)
    texts = [ombud.get(log).content.decode()]
    call_command("rotate_keys")
    texts.append(ombud.get(log).content.decode())
    settings.KEYS = Keys(old.secret_key, {2: b"q" * 32}, old.index, old.calls)
    texts.append(ombud.get(log).content.decode())
    assert [("Vi snakket." in text, "Skrevet under rotasjonen." in text) for text in texts] == [(True, True)] * 3
