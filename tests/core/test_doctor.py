"""The doctor names what is wrong, in words, and is silent about what is well."""

import contextlib

import pytest
from django.core.management import CommandError, call_command

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
