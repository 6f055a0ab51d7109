"""What is read again and again is planned once for each connection, and read anew when its plan does not hold."""

from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, NotSupportedError, connection, connections, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from courses.models import Evening, Offering
from pio.core.composed import Reading
from tests.conftest import NOW
from tests.courses.factories import offering

real = pytest.mark.django_db(transaction=True)  # the connection itself is looked at
HOSTS = Offering._meta.get_field("host_names")
TO_WINTER, TO_SUMMER = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 0, 30, tzinfo=UTC)


def evenings(*, slug: str, after: datetime) -> QuerySet[Evening]:
    return Evening.objects.filter(offering__slug=slug, starts_at__gt=after).order_by("starts_at")


def named(*, slug: str) -> QuerySet[Offering]:
    return Offering.objects.filter(slug=slug)


@pytest.fixture
def fresh() -> Iterator[None]:
    """A connection that knows no statement, before and afterwards."""
    connection.close()
    yield
    connection.close()


def change_hosts(length: int) -> None:
    """A migration beside this process, on a connection of its own."""
    with closing(connections.create_connection("default")) as other, other.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
        cursor.execute(f"ALTER TABLE {Offering._meta.db_table} ALTER COLUMN {HOSTS.column} TYPE varchar({length})")


def ask(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall()) if cursor.description else []


def prepared() -> list[str]:
    """The statements that the server has planned for this connection."""
    return [str(text) for (text,) in ask("SELECT statement FROM pg_prepared_statements ORDER BY name")]


def next_request() -> None:
    """What Django does with a kept connection before a request."""
    connection.close_if_unusable_or_obsolete()


def another_type() -> None:
    change_hosts(HOSTS.max_length + 1)


def another_server() -> None:
    """A pooler has put one behind the connection that knows none of our names."""
    ask("DEALLOCATE ALL")


def a_server_with_our_names() -> None:
    """A pooler has put one behind the connection that knows our names from somebody else."""
    ask("DEALLOCATE ALL")
    ask(f"PREPARE _pg3_{connection.connection._prepared._prepared_idx} AS SELECT 1")
    connection.connection._prepared._names.clear()


@pytest.fixture
def courses(transactional_db: None, fresh: None) -> Iterator[Reading[Offering]]:
    """A reading of a whole table that has been read on this connection."""
    offering(NOW, slug="kurs-a")
    reading = Reading[Offering](named)
    try:
        assert len(reading.rows(slug="kurs-a")) == 1
        yield reading
    finally:
        change_hosts(HOSTS.max_length)


@real
def test_planned_once_however_often_and_whatever_is_asked(fresh: None) -> None:
    for number in range(3):
        offering(NOW, slug=f"kurs-{number}", evenings=number)
    reading = Reading[Evening](evenings)
    asked = [("kurs-0", NOW), ("kurs-1", NOW), ("kurs-2", NOW), ("kurs-2", NOW + timedelta(days=15)), ("", NOW)] * 2
    found = [len(reading.rows(slug=slug, after=after)) for slug, after in asked]
    [statement] = prepared()
    assert (found, statement.count("$")) == ([0, 1, 2, 1, 0] * 2, 2)


@real
def test_each_shape_is_planned_once(fresh: None) -> None:
    reading = Reading[Offering](lambda start: Offering.objects.order_by("pk")[start : start + 1])
    for start in (0, 1, 0, 1):
        reading.rows(start)
    assert len(prepared()) == 2


@real
def test_what_others_ask_is_neither_planned_nor_remembered(fresh: None) -> None:
    reading = Reading[Offering](named)
    for number in range(8):
        reading.rows(slug="kurs-a")
        assert not Offering.objects.filter(slug=f"somebody-{number}", title="somebody").exists()
    remembered = connection.connection._prepared
    known = [*remembered._counts, *remembered._names]
    assert (len(prepared()), len(known)) == (1, 1)
    assert [b"somebody" in text for text, _types in known] == [False]
    assert connection.connection.prepare_threshold is None


@real
def test_a_statement_that_fails_leaves_the_others_unplanned(fresh: None) -> None:
    with pytest.raises(DatabaseError):
        connection.fetch_prepared("SELECT nothing", [])
    assert Offering.objects.count() == 0
    assert (connection.connection.prepare_threshold, prepared()) == (None, [])


@pytest.mark.parametrize(
    "make_outdated", [another_type, another_server, a_server_with_our_names], ids=lambda made: made.__name__
)
def test_one_whose_plan_does_not_hold_is_read_on_a_new_connection(
    courses: Reading[Offering], make_outdated: Callable[[], None]
) -> None:
    make_outdated()
    [before] = ask("SELECT pg_backend_pid()")
    [found] = courses.objects(courses.rows(slug="kurs-a"))
    [after] = ask("SELECT pg_backend_pid()")
    assert (found.slug, found.title, before == after) == ("kurs-a", "Oppdiktet kurs", False)
    assert [courses.rows(slug="kurs-a"), len(prepared())] == [courses.rows(slug="kurs-a"), 1]


@pytest.mark.parametrize("goes_on", [False, True], ids=["rolled back", "to a savepoint"])
def test_inside_a_transaction_it_fails_once_and_the_next_request_has_a_new_connection(
    courses: Reading[Offering], goes_on: bool
) -> None:
    another_type()
    [before] = ask("SELECT pg_backend_pid()")
    with transaction.atomic() if goes_on else nullcontext(), pytest.raises(NotSupportedError), transaction.atomic():
        courses.rows(slug="kurs-a")
    assert connection.is_usable() is False
    next_request()
    with transaction.atomic():
        assert len(courses.rows(slug="kurs-a")) == 1
    [after] = ask("SELECT pg_backend_pid()")
    assert (before == after, connection.is_usable()) == (False, True)


@real
def test_any_other_fault_is_told_and_the_connection_kept(fresh: None) -> None:
    [before] = ask("SELECT pg_backend_pid()")
    with pytest.raises(DatabaseError):
        connection.fetch_prepared("SELECT 1 / %s::int", [0])
    next_request()
    assert ask("SELECT pg_backend_pid()") == [before]


@pytest.mark.django_db
def test_the_log_has_the_statement_with_its_values() -> None:
    offering(NOW, slug="kurs-'a'", evenings=2)
    reading, values = Reading[Evening](evenings), {"slug": "kurs-'a'", "after": NOW}
    with CaptureQueriesContext(connection) as captured:
        rows = reading.rows(**values)
        others = list(evenings(**values))
    [own, djangos] = [each["sql"] for each in captured]
    assert (own, len(rows), len(others)) == (djangos, 2, 2)
    assert (own.count("kurs-''a''"), own.count("$")) == (1, 0)
    assert "cost=" in str(ask(f"EXPLAIN {own}")[0][0])
    assert len(ask(own)) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("night", [NOW, TO_WINTER, TO_SUMMER], ids=["any day", "to winter", "to summer"])
def test_instants_are_those_of_the_orm(night: datetime) -> None:
    course = offering(NOW, evenings=0)
    starts = [night + timedelta(minutes=15 * number, microseconds=number) for number in range(9)]
    Evening.objects.bulk_create(
        Evening(offering=course, starts_at=at, ends_at=at + timedelta(hours=2)) for at in starts
    )
    reading = Reading[Evening](evenings)
    before = night - timedelta(microseconds=1)
    found = reading.objects(reading.rows(slug=course.slug, after=before))
    others = evenings(slug=course.slug, after=before)
    assert [each.starts_at for each in found] == [each.starts_at for each in others] == starts
    assert {each.starts_at.utcoffset() for each in found} == {timedelta(0)}
    assert [len(reading.rows(slug=course.slug, after=at)) for at in starts] == [8, 7, 6, 5, 4, 3, 2, 1, 0]


@pytest.mark.django_db
def test_days_and_nothing_are_those_of_the_orm() -> None:
    closing = {"registration_opens_at": None, "registration_closes_at": TO_WINTER}
    for day in (date(2027, 3, 27), date(2027, 3, 28), None):
        offering(NOW, evenings=0, survey_sent_date=day, partners=["En", "To"], **closing)

    def sent(*, day: date) -> QuerySet[Offering]:
        return Offering.objects.filter(survey_sent_date__gte=day)

    reading, day = Reading[Offering](sent), date(2027, 3, 28)
    [found], [other] = reading.objects(reading.rows(day=day)), sent(day=day)
    names = [field.attname for field in Offering._meta.concrete_fields]
    assert [getattr(found, name) for name in names] == [getattr(other, name) for name in names]
    assert (found.survey_sent_date, found.registration_opens_at) == (day, None)
