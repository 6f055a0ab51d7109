"""Manual figures and reports that change nothing, and one that was deleted meanwhile."""

from datetime import date

import pytest

from pio.accounts.models import User
from pio.messaging.models import OutboxMessage
from stats.models import ManualFigure
from stats.services.manual_figures import Entry, enter_figures
from stats.services.reports import delete_report, send_due
from tests.conftest import NOW
from tests.stats.test_reports import FIFTH, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(login) -> User:
    return login("manager").user


def test_only_what_differs_is_counted_as_changed(by) -> None:
    entries = {"members": Entry(1831, "Registeret"), "books_sold": Entry(4, "")}
    assert [enter_figures(2025, entries, by=by, now=NOW) for _time in range(2)] == [2, 0]
    assert enter_figures(2025, {"members": Entry(None, ""), "gifts": Entry(None, "")}, by=by, now=NOW) == 1
    assert dict(ManualFigure.objects.values_list("key", "value")) == {"books_sold": 4}


def test_a_report_that_was_deleted_meanwhile_is_not_sent() -> None:
    made = report(schedule="monthly")
    made.next_date = date(2026, 12, 5)
    made.save()
    delete_report(made, now=NOW)
    assert (send_due(now=FIFTH), OutboxMessage.objects.count()) == (0, 0)
