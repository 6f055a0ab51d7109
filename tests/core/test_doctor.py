"""The doctor names what is wrong, in words, and is silent about what is well."""

import contextlib
import shutil
import socket
import time

import pytest
import redis
from django.core.management import CommandError, call_command
from django.db import connection

from pio.core import diagnosis
from tests.messaging.factories import OutboxMessageFactory

pytestmark = pytest.mark.django_db


def told(capsys) -> list[str]:
    with contextlib.suppress(CommandError):
        call_command("doctor")
    return capsys.readouterr().out.splitlines()


def test_it_says_that_worker_and_beat_do_not_run(capsys, monkeypatch) -> None:
    monkeypatch.setattr("pio.core.health.report", lambda now: {"database": True, "worker": False, "beat": False})
    assert told(capsys) == ["- worker: start the worker", "- beat: start beat, exactly one"]


def test_a_portal_that_is_well_is_told_so(capsys, monkeypatch) -> None:
    monkeypatch.setattr("pio.core.health.report", lambda now: {"database": True})
    call_command("doctor")
    assert capsys.readouterr().out == "All is well.\n"


def test_it_names_a_ledger_that_cannot_be_written_and_a_missing_key(capsys, monkeypatch, settings) -> None:
    monkeypatch.setattr("pio.core.health.report", lambda now: {"database": True})
    monkeypatch.setattr("django.core.checks.run_checks", lambda **_options: [])
    monkeypatch.setattr("pio.core.retention.last_run", lambda: 1)
    settings.PRODUCTION, settings.PIO_BACKUP_RECIPIENT = True, ""
    settings.PIO_ERASURE_LEDGER = "/nowhere/erasures"
    assert told(capsys)[:2] == [
        "- Set PIO_BACKUP_RECIPIENT to the public age key of the backups (age1…).",
        "- the ledger of erasures cannot be written in /nowhere: nobody can be erased; set PIO_ERASURE_LEDGER",
    ]


def test_it_counts_messages_that_wait_for_a_person(capsys, monkeypatch) -> None:
    monkeypatch.setattr("pio.core.health.report", lambda now: {"database": True})
    OutboxMessageFactory.create_batch(3, state="failed")
    OutboxMessageFactory(state="pending")
    assert told(capsys) == ["- 3 messages wait for a person: decide about them at /intern/oppsett/meldinger/"]


def test_a_log_of_postgresql_that_would_tell_rows_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL log_min_duration_statement = 0")
        cursor.execute("SET LOCAL log_statement = 'all'")
    assert sorted(diagnosis.database()) == [
        f"PostgreSQL has {setting}, so what people write may stand in its log; include deploy/postgresql.conf"
        for setting in ("log_min_duration_statement = 0", "log_statement = all")
    ]


def test_clocks_that_differ_are_named(monkeypatch) -> None:
    real = time.time
    monkeypatch.setattr(diagnosis.time, "time", lambda: real() + 61)
    assert list(diagnosis.database()) == [
        "the clocks of portal and database differ by 61 s: let a time service set both"
    ]


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"save": "", "appendonly": "no", "maxmemory-policy": "noeviction"}, []),
        ({"save": "60 1", "appendonly": "no", "maxmemory-policy": "noeviction"}, ["writes to a disk"]),
        ({"save": "", "appendonly": "yes", "maxmemory-policy": "allkeys-lru"}, ["writes to a disk", "allkeys-lru"]),
        (redis.ResponseError(), []),
    ],
)
def test_what_redis_does_to_a_disk_and_to_wake_ups(monkeypatch, answers, found) -> None:
    class Server:
        def config_get(self, name):
            if isinstance(answers, Exception):
                raise answers
            return {name: answers[name]}

        def close(self) -> None:
            pass

    monkeypatch.setattr(diagnosis.redis, "from_url", lambda *_words, **_options: Server())
    told = list(diagnosis.redis_server())
    assert [words in line for words, line in zip(found, told, strict=True)] == [True] * len(found)


@pytest.mark.parametrize(("behind", "words"), [(None, "does not answer"), (31.0, "31 s behind"), (2.0, "")])
def test_a_replica_that_lags_is_named(monkeypatch, settings, behind, words) -> None:
    monkeypatch.setitem(settings.DATABASES, "replica", {})
    monkeypatch.setattr(diagnosis.replica, "seconds_behind", lambda: behind)
    (line,) = list(diagnosis.replica_server()) or [""]
    assert words in line if words else not line


def test_a_disk_that_is_nearly_full_is_named(monkeypatch, settings, tmp_path) -> None:
    settings.PIO_DATA_DIR, settings.PIO_ERASURE_LEDGER = tmp_path, tmp_path / "data" / "erasures"
    usage = type(shutil.disk_usage("/"))
    monkeypatch.setattr(diagnosis.shutil, "disk_usage", lambda _folder: usage(2**30, 2**30 - 2**26, 2**26))
    assert list(diagnosis.disks()) == [f"the disk of {tmp_path} is nearly full (64 MiB left): make room"]


def test_a_mail_server_that_is_away_is_named(settings) -> None:
    settings.PIO_MESSAGES_VIA, settings.EMAIL_HOST = "live", "127.0.0.1"
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = server.getsockname()[1]
        (line,) = diagnosis.mail_server()
        assert line.endswith(
            "does not answer (ConnectionRefusedError): see PIO_SMTP_HOST, PIO_SMTP_PORT and the firewall"
        )
        server.listen()
        assert list(diagnosis.mail_server()) == []
