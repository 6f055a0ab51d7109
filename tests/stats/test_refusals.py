"""Manual figures and reports that change nothing, one that was deleted meanwhile, and names that are taken."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError

from pio.accounts.models import User
from pio.messaging.models import OutboxMessage
from stats.models import ManualFigure, SavedReport
from stats.models.reports import PeriodRule
from stats.services.manual_figures import Entry, enter_figures
from stats.services.reports import NameTaken, ReportChoices, delete_report, save_report, send_due
from tests.conftest import NOW
from tests.meanwhile import meanwhile
from tests.stats.test_reports import FIFTH, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(login) -> User:
    return login("manager").user


def due_report() -> SavedReport:
    made = report(schedule="monthly")
    made.next_date = date(2026, 12, 5)
    made.save()
    return made


def test_only_what_differs_is_counted_as_changed(by) -> None:
    entries = {"members": Entry(1831, "Registeret"), "books_sold": Entry(4, "")}
    assert [enter_figures(2025, entries, by=by, now=NOW) for _time in range(2)] == [2, 0]
    assert enter_figures(2025, {"members": Entry(None, ""), "gifts": Entry(None, "")}, by=by, now=NOW) == 1
    assert dict(ManualFigure.objects.values_list("key", "value")) == {"books_sold": 4}


def test_a_report_that_was_deleted_is_not_sent() -> None:
    made = due_report()
    delete_report(made, now=NOW)
    assert (send_due(now=FIFTH), OutboxMessage.objects.count()) == (0, 0)


def test_a_report_that_is_deleted_while_it_is_about_to_be_sent_is_not_sent() -> None:
    made = due_report()
    with meanwhile(lambda: delete_report(made, now=FIFTH), before="FOR UPDATE"):
        assert send_due(now=FIFTH) == 0
    assert OutboxMessage.objects.count() == 0


def test_a_report_that_another_worker_sends_meanwhile_is_sent_once(login) -> None:
    due_report().receivers.add(login("manager").user)
    theirs: list[int] = []
    with meanwhile(lambda: theirs.append(send_due(now=FIFTH)), before="FOR UPDATE"):
        assert send_due(now=FIFTH) == 0
    assert (theirs, OutboxMessage.objects.count()) == ([1], 1)


def test_only_a_name_that_is_taken_is_told_as_one(by) -> None:
    report(name="By name")
    chosen = ReportChoices(name="By name", keys=("calls",), rule=PeriodRule.YEAR_SO_FAR)
    with pytest.raises(NameTaken):
        save_report(chosen, by=by, now=NOW)
    with pytest.raises(IntegrityError):
        save_report(replace(chosen, name="Another name", rule=PeriodRule.FIXED), by=by, now=NOW)
    assert [each.name for each in SavedReport.objects.all()] == ["By name"]
