"""The restore drill (P17): what is backed up comes back whole, opens, and what was forgotten since stays forgotten."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pyrage import x25519

from pio.core import backup, erasure, erasure_ledger
from platform_stories.models import Story
from platform_stories.services import receipts
from tests.core import factories
from tests.core.sample.models import Client
from tests.platform_stories.factories import StoryFactory

pytestmark = pytest.mark.django_db(transaction=True)
DRILL = "pio_restore_drill"


@pytest.fixture
def drill(settings, tmp_path: Path) -> Iterator[Path]:
    """A folder for backup and ledger; the restored database is dropped afterwards."""
    settings.PIO_ERASURE_LEDGER = tmp_path / "erasures"
    settings.PIO_DATA_DIR = tmp_path
    database = f"{DRILL}_{connection.settings_dict['NAME']}"
    yield tmp_path
    with backup.pointed_at("postgres"), connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


@pytest.fixture
def into() -> str:
    return f"{DRILL}_{connection.settings_dict['NAME']}"


def test_p17_a_restored_backup_is_whole_and_has_forgotten_what_was_erased_since(drill, into, now, capsys) -> None:
    gone, stays = factories.user(name="Skal Glemmes"), factories.user(name="Blir Her")
    mine, theirs = factories.client(account=gone), factories.client(account=stays, note="Mitt notat")
    story = StoryFactory()
    call_command("backup", drill / "night.age")
    erasure.erase_person(gone.pk, now=now)
    receipts.withdraw(story, now=now)

    call_command("restore", drill / "night.age", "--into", into)

    told = capsys.readouterr().out
    assert re.search(r"2 erasures replayed", told)
    assert int(re.search(r"(\d+) encrypted columns open", told)[1]) >= 5
    with backup.pointed_at(into):
        assert Client.objects.get(pk=theirs.pk).note == "Mitt notat"
        assert (Client.objects.get(pk=mine.pk).note, Client.objects.get(pk=mine.pk).channel) == (None, "phone")
        back = Story.objects.get(pk=story.pk)
        assert (back.text, back.verifier, back.status) == (None, None, "withdrawn")


def test_p17_the_restore_brings_everything_back_where_nothing_was_erased(drill, into, now) -> None:
    person = factories.user()
    mine = factories.client(account=person)
    factories.visit(mine, now)
    made = backup.make(drill / "a.age", recipient=str(IDENTITY.to_public()), now=now)
    factories.client()  # after the snapshot

    found = backup.restore(drill / "a.age", identity=str(IDENTITY), into=into)

    assert found == made
    assert found.counts["sample_client"] == 1
    with backup.pointed_at(into):
        assert (Client.objects.get().note, backup.open_one_of_each() > 0) == ("Et notat", True)


def test_p17_nothing_readable_stands_in_a_backup_and_a_stranger_opens_none(drill, into, now) -> None:
    factories.client(name="Kanarifugl Planke")
    backup.make(drill / "a.age", recipient=str(IDENTITY.to_public()), now=now)
    content = (drill / "a.age").read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert [word for word in (b"Kanarifugl", b"sample_client", b"PGDMP", b"counts") if word in content] == []
    assert (drill / "a.age").stat().st_mode & 0o077 == 0
    with pytest.raises(backup.BackupFailed, match="does not open with this key"):
        backup.restore(drill / "a.age", identity=str(x25519.Identity.generate()), into=into)


def test_p17_a_damaged_backup_is_refused(drill, into, now) -> None:
    factories.client()
    backup.make(drill / "a.age", recipient=str(IDENTITY.to_public()), now=now)
    content = bytearray((drill / "a.age").read_bytes())
    content[len(content) // 2] ^= 1
    (drill / "a.age").write_bytes(content)
    with pytest.raises(backup.BackupFailed):
        backup.restore(drill / "a.age", identity=str(IDENTITY), into=into)
    with backup.pointed_at(into):
        assert backup._counts() == {}


def test_a_database_with_rows_is_never_restored_over(drill, into, now) -> None:
    backup.make(drill / "a.age", recipient=str(IDENTITY.to_public()), now=now)
    with pytest.raises(backup.BackupFailed, match="is not empty"):
        backup.restore(drill / "a.age", identity=str(IDENTITY), into=connection.settings_dict["NAME"])


def test_a_failed_backup_leaves_the_older_one(drill, settings, now) -> None:
    (drill / "a.age").write_text("older")
    settings.PIO_POSTGRES_BIN = "/usr/bin/nowhere"
    with pytest.raises(CommandError):
        call_command("backup", drill / "a.age")
    assert [(path.name, path.read_text()) for path in drill.glob("*.age*")] == [("a.age", "older")]


def test_backups_of_more_than_60_days_are_deleted(drill) -> None:
    import os
    import time

    for name, days in (("old.age", 61), ("young.age", 59), ("other.txt", 61)):
        (drill / name).write_text("x")
        os.utime(drill / name, (time.time() - days * 86400,) * 2)
    call_command("backup", drill / "new.age", verbosity=0)
    assert sorted(path.name for path in drill.glob("*.*") if path.name != "backup.key") == [
        "new.age", "other.txt", "young.age",
    ]  # fmt: skip


def test_p17_the_ledger_tells_a_key_and_a_day_and_is_pruned(drill, now) -> None:
    person = factories.user().pk
    erasure.erase_person(person, now=now)
    path = drill / "erasures"
    assert path.read_text() == f"person {person} 2026-11-24\n"
    assert path.stat().st_mtime == now.replace(hour=0).timestamp()
    assert (erasure_ledger.prune(now=now), erasure_ledger.prune(now=now.replace(year=2027))) == (0, 1)
    assert list(erasure_ledger.entries()) == []


def test_no_erasure_without_its_line(drill, settings, now) -> None:
    settings.PIO_ERASURE_LEDGER = drill / "missing" / "erasures"
    mine = factories.client(account=factories.user())
    with pytest.raises(OSError):
        erasure.erase_person(mine.account_id, now=now)
    assert Client.objects.get().note == "Et notat"


IDENTITY = x25519.Identity.generate()
