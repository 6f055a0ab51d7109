"""Reads of the figures go to the replica only where there is a good one; the real thing is in tests/deploy."""

import pytest
from django.db import DatabaseError, connections

from advising.models import Call
from pio import embedded
from pio.core import replica
from stats.selectors import drilling, running
from tests.conftest import NOW


@pytest.fixture
def with_replica(settings, monkeypatch):
    """A replica that is said to be so far behind; `None` = it follows nobody."""
    monkeypatch.setitem(settings.DATABASES, replica.ALIAS, {})
    asked = []

    def make(behind):
        replica._judged.clear()
        monkeypatch.setattr(replica, "seconds_behind", lambda: asked.append(behind) or behind)
        return asked

    yield make
    replica._judged.clear()


@pytest.mark.parametrize(("behind", "used"), [(0.0, True), (30.0, True), (30.1, False), (None, False)])
def test_it_is_read_when_it_keeps_up(with_replica, behind, used) -> None:
    with_replica(behind)
    with replica.reads():
        assert Call.objects.all().db == (replica.ALIAS if used else "default")
    assert Call.objects.all().db == "default"


def test_it_is_asked_again_after_five_seconds(with_replica, monkeypatch) -> None:
    asked = with_replica(0.0)
    clock = [100.0]
    monkeypatch.setattr(replica.time, "monotonic", lambda: clock[0])
    for moment in (100.0, 104.9, 105.1):
        clock[0] = moment
        assert replica.is_usable()
    assert len(asked) == 2


def test_a_transaction_sees_its_own_writes(with_replica, monkeypatch) -> None:
    with_replica(0.0)
    monkeypatch.setattr(connections["default"], "in_atomic_block", True)
    with replica.reads():
        assert Call.objects.all().db == "default"


def test_what_is_written_goes_to_the_primary_also_meanwhile(with_replica) -> None:
    with_replica(0.0)
    with replica.reads():
        assert replica.Router().db_for_write(Call) == "default"
    assert replica.Router().allow_migrate(replica.ALIAS, "advising") is False
    assert replica.Router().allow_migrate("default", "advising") is None


def test_without_one_nothing_changes(db) -> None:
    assert replica.is_usable() is False
    assert running.years(today=NOW.date()) == [2026]


def test_one_that_is_away_is_left_alone(db, monkeypatch) -> None:
    class Away:
        def cursor(self):
            raise DatabaseError

        def close(self) -> None:
            pass

    monkeypatch.setattr(replica, "connections", {replica.ALIAS: Away()})
    assert replica.seconds_behind() is None


def test_a_primary_is_no_replica(db, monkeypatch) -> None:
    monkeypatch.setattr(replica, "connections", {replica.ALIAS: connections["default"]})
    assert replica.seconds_behind() is None


@pytest.mark.parametrize("function", [running.years, running.year_tables, running.shares, drilling.breakdown])
def test_the_figures_pages_read_there(function) -> None:
    assert function.__wrapped__, "decorated with replica.reads()"


@pytest.mark.parametrize(
    ("url", "host", "port", "options"),
    [
        ("postgresql://pio:p%40w@db:5432/pio", "db", "5432", {}),
        ("postgresql://pio:p%40w@a:1,b:2/pio?target_session_attrs=read-write", "a,b", "1,2",
         {"target_session_attrs": "read-write"}),
        ("postgresql://pio:p%40w@[::1]:5432/pio", "::1", "5432", {}),
        ("postgresql://pio:p%40w@%2Frun%2Fpg/pio", "/run/pg", "", {}),
    ],
)  # fmt: skip
def test_addresses_of_databases(url, host, port, options) -> None:
    found = embedded.from_url(url)
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == (host, port, options)
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("pio", "p@w", "pio")
