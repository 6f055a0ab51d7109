"""Simultaneous edits of several calls never wait for the counts, and never deadlock. The control counts by upserts."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection, transaction

from advising.models import Call
from stats.models import CallHour
from stats.services.counts import count_again
from tests.advising.factories.calls import CallFactory
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)
UNIQUE = "CREATE UNIQUE INDEX control ON stats_callhour (day, hour, channel, kind)"


@contextmanager
def counted_by_upserts() -> Iterator[None]:
    """The trigger as it was: one row a key, which every writer changes and so waits for."""
    old = import_module("stats.migrations.0002_rollups")
    new = import_module("stats.migrations.0003_appended_counts")
    body = old.HOUR.format(rows="gone", sign="-") + old.HOUR.format(rows="fresh", sign="")
    function = "CREATE OR REPLACE FUNCTION stats_calls_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {} END $$"
    with connection.cursor() as cursor:
        cursor.execute(UNIQUE)
        cursor.execute(function.format(body + " RETURN NULL;"))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX control")
            cursor.execute(new.triggers(*new.COUNTED[0]))
        count_again()


def calls_of_two() -> tuple[list[Call], list[Call]]:
    """Two calls of one person and two of another, of the same two hours in opposite order."""
    early, late = NOW - timedelta(hours=6), NOW - timedelta(hours=3)
    return [CallFactory(started_at=at) for at in (early, late)], [CallFactory(started_at=at) for at in (late, early)]


def two_edit(mine: list[Call], theirs: list[Call]) -> Counter[str]:
    """Both change their two calls in one transaction each, at once; what became of each."""
    together, outcomes = Barrier(2), []

    def edit(calls: list[Call]) -> None:
        try:
            with transaction.atomic():
                for number, call in enumerate(calls):
                    Call.objects.filter(pk=call.pk).update(channel="chat")
                    if not number:
                        together.wait(timeout=20)
            outcomes.append("done")
        except OperationalError as error:
            outcomes.append("deadlock" if re.search("deadlock", str(error)) else repr(error))
        finally:
            connection.close()

    threads = [Thread(target=edit, args=(calls,)) for calls in (mine, theirs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return Counter(outcomes)


def test_two_who_edit_calls_of_the_same_hours_in_opposite_order_both_get_through() -> None:
    assert two_edit(*calls_of_two()) == {"done": 2}
    counts: Counter[str] = Counter()
    for row in CallHour.objects.all():
        counts[row.channel] += row.calls
    assert +counts == {"chat": 4}


def test_control_counts_kept_by_upserts_deadlock() -> None:
    calls = calls_of_two()
    count_again()
    with counted_by_upserts():
        assert two_edit(*calls) == {"done": 1, "deadlock": 1}
