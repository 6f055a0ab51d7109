"""The night's count beside a writer that is not done: nobody waits, and nothing written is lost."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from advising.models import SessionParticipant
from stats.models import PeopleMonthNow
from stats.services.counts import keep_changed
from tests.advising.factories.sessions import AdviceSessionFactory, ParticipantFactory
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def careless() -> None:
    """The control: count first, then forget all that changed."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM stats_peoplemonth")
        cursor.execute(
            "INSERT INTO stats_peoplemonth (id, month, relation, gender, people) "
            "SELECT gen_random_uuid(), month, relation, gender, people FROM stats_peoplemonthnow"
        )
        written.wait(timeout=20)
        cursor.execute("DELETE FROM stats_changedkey")


written = Event()


def count_beside_a_writer(count) -> int:
    """Somebody marks a second person as present while the night counts; how many the figures know afterwards."""
    session = AdviceSessionFactory(starts_at=NOW - timedelta(days=3), status="held")
    ParticipantFactory(session=session, present=True)
    other = ParticipantFactory(session=session, present=False, position=2)
    marked, counted = Event(), Event()
    written.clear()

    def write() -> None:
        try:
            with transaction.atomic():
                SessionParticipant.objects.filter(pk=other.pk).update(present=True)
                marked.set()
                counted.wait(timeout=2 if count is careless else 20)
        finally:
            written.set()
            connection.close()

    writer = Thread(target=write)
    writer.start()
    assert marked.wait(timeout=20)
    count()
    counted.set()
    writer.join(timeout=30)
    return sum(row.people for row in PeopleMonthNow.objects.all())


def test_what_is_written_while_the_night_counts_is_counted() -> None:
    assert count_beside_a_writer(keep_changed) == 2
    assert written.is_set()


def test_control_that_forgets_after_counting_loses_it() -> None:
    assert count_beside_a_writer(careless) == 1


def test_two_counts_at_once_keep_every_value_once() -> None:
    session = AdviceSessionFactory(starts_at=NOW - timedelta(days=3), status="held")
    for number in range(3):
        ParticipantFactory(session=session, present=True, position=number)

    def night() -> None:
        keep_changed()
        connection.close()

    nights = [Thread(target=night) for _ in range(3)]
    for each in nights:
        each.start()
    for each in nights:
        each.join(timeout=30)
    assert [row.people for row in PeopleMonthNow.objects.all()] == [3]
