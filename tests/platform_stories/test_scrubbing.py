"""Writing the tables of the experiences anew, and a log that cannot be cut: said, and the night goes on.

That nothing of the words is left in any file is shown by `tests/security/test_erased_files.py`.
"""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from structlog.testing import capture_logs

from platform_stories.models import Story
from platform_stories.services.scrubbing import TABLES, scrub
from tests.platform_stories.factories import StoryFactory

pytestmark = pytest.mark.django_db(transaction=True)


def asked(sql: str, *values: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def files() -> list[object]:
    return [asked("SELECT pg_relation_filenode(%s::regclass)", table) for table in TABLES]


@pytest.fixture
def managed() -> Iterator[None]:
    """As on a database that somebody else runs: the tables are ours, the server is not."""
    us = asked("SELECT current_user")
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS tenant")
        cursor.execute("CREATE ROLE tenant NOLOGIN")
        cursor.execute(f'GRANT "{us}" TO tenant')
        cursor.execute("SET ROLE tenant")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("DROP ROLE tenant")


def test_every_table_is_written_anew_and_the_log_begins_a_new_file() -> None:
    story, before, log = StoryFactory(), files(), asked("SELECT pg_walfile_name(pg_current_wal_lsn())")
    with capture_logs() as said:
        scrub()
    assert [old for old, new in zip(before, files(), strict=True) if old == new] == []
    assert asked("SELECT pg_walfile_name(pg_current_wal_lsn())") > log
    assert (said, asked("SHOW lock_timeout"), Story.objects.get().text) == ([], "0", story.text)


def test_without_the_right_to_a_checkpoint_the_tables_are_written_and_it_is_said(managed: None) -> None:
    before = files()
    with capture_logs() as said:
        scrub()
    assert [old for old, new in zip(before, files(), strict=True) if old == new] == []
    assert said == [{"event": "stories_log_not_cut", "why": "rights", "log_level": "warning"}]


def test_a_server_that_cannot_cut_its_log_now_is_told_by_the_kind_of_fault() -> None:
    def refuse(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql == "CHECKPOINT":
            sql = "DO $$ BEGIN RAISE EXCEPTION 'stopping' USING ERRCODE = 'admin_shutdown'; END $$"
        return execute(sql, *rest)

    with capture_logs() as said, connection.execute_wrapper(refuse):
        scrub()
    assert said == [{"event": "stories_log_not_cut", "why": "OperationalError", "log_level": "warning"}]
