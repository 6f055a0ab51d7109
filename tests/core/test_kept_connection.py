"""A connection that is kept: looked at without a question, and made anew when the server has gone."""

import pytest
from django.db import DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


def ask(line: BaseDatabaseWrapper, sql: str, *values: object) -> object:
    with line.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def next_request(line: BaseDatabaseWrapper) -> None:
    """What Django does before a request on a connection that is kept."""
    line.health_check_enabled, line.health_check_done = True, False


@pytest.fixture
def other():
    """A connection of its own, as that of a second process."""
    line = connections.create_connection("default")
    yield line
    line.close()


def test_a_living_one_is_kept_without_a_question(other):
    process = ask(connection, "SELECT pg_backend_pid()")
    next_request(connection)
    connection.close_if_health_check_failed()
    asked = ask(other, "SELECT query FROM pg_stat_activity WHERE pid = %s", process)
    assert (asked, ask(connection, "SELECT pg_backend_pid()")) == ("SELECT pg_backend_pid()", process)


def test_one_whose_server_has_gone_is_made_anew(other):
    process = ask(connection, "SELECT pg_backend_pid()")
    assert ask(other, "SELECT pg_terminate_backend(%s, 5000)", process) is True
    next_request(connection)
    assert ask(connection, "SELECT pg_backend_pid()") != process


def test_after_a_fault_the_server_is_asked(other):
    process = ask(connection, "SELECT pg_backend_pid()")
    with pytest.raises(DatabaseError):
        ask(connection, "SELECT nothing")
    assert connection.is_usable() is True
    assert ask(other, "SELECT query FROM pg_stat_activity WHERE pid = %s", process) == "SELECT 1"
