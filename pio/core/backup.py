"""Backups that do not betray and that come back (P17).

A backup is one file, encrypted to a public age key: first a line of JSON with the rows of each table, then the custom
format of `pg_dump`, both of one snapshot. Nothing readable touches the disk. The private key is never on the server
that makes backups; keys of the encrypted fields are in no backup. Left out: sessions, so that no old login revives.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from pyrage import DecryptError, decrypt_io, encrypt_io, x25519

from pio import embedded
from pio.core import rotation
from pio.core.fields import SealedValueError

FORMAT = 1
LEFT_OUT = ("accounts.LoginSession",)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


class BackupFailed(Exception):
    """The backup or the restore did not succeed; the text says why and what stands now."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself: the rows of each table, and when it was made."""

    counts: dict[str, int]
    made_at: str

    def line(self) -> bytes:
        """The first line of the file."""
        return json.dumps({"format": FORMAT, "made_at": self.made_at, "counts": self.counts}).encode() + b"\n"


class _Joined:
    """A readable of a first line and what follows it."""

    def __init__(self, first: bytes, rest: IO[bytes]) -> None:
        self.first, self.rest = first, rest

    def read(self, size: int = -1) -> bytes:
        if self.first:
            part, self.first = (self.first, b"") if size < 0 else (self.first[:size], self.first[size:])
            return part
        return self.rest.read(size)


class _Parted:
    """A writable that keeps the first line for itself and hands on the rest."""

    def __init__(self, rest: IO[bytes]) -> None:
        self.first, self.rest, self.is_whole = b"", rest, False

    def write(self, data: bytes) -> int:
        size = len(data)
        if not self.is_whole:
            before, found, data = bytes(data).partition(b"\n")
            self.first, self.is_whole = self.first + before, bool(found)
        if data:
            self.rest.write(data)
        return size

    def flush(self) -> None:
        self.rest.flush()


def make(path: Path, *, recipient: str, now: datetime) -> Manifest:
    """Write a backup of the database to `path`, which appears whole or not at all.

    Args:
        recipient: the public age key (`age1…`).

    Raises:
        BackupFailed: the key is none, or pg_dump failed.
    """
    try:
        key = x25519.Recipient.from_str(recipient)
    except Exception as error:
        raise BackupFailed(f"This is no public age key: {recipient!r}") from error
    draft = path.with_name(f"{path.name}.part")
    try:
        with (
            _snapshot() as (name, counts),
            open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as to,
        ):
            manifest = Manifest(counts, now.isoformat(timespec="seconds"))
            with _client("pg_dump", *_dump_options(name), stdout=subprocess.PIPE) as dump:
                encrypt_io(_Joined(manifest.line(), cast("IO[bytes]", dump.stdout)), to, [key])
            to.flush()
            os.fsync(to.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def restore(path: Path, *, identity: str, into: str) -> Manifest:
    """Put a backup into a new or empty database of the configured server, and count its rows.

    Args:
        identity: the private age key (`AGE-SECRET-KEY-…`).
        into: name of the database; made when there is none.

    Raises:
        BackupFailed: wrong key, damaged file, a database with tables in it, or other counts than the backup tells.
    """
    _make_database(into)
    with pointed_at(into):
        if _counts():
            raise BackupFailed(
                f"The database {into} is not empty. Restore into a new one, then point DATABASE_URL at it."
            )
        with _client("pg_restore", *_restore_options(into), stdin=subprocess.PIPE) as load:
            to = cast("IO[bytes]", load.stdin)
            parted = _Parted(to)
            _decrypt(path, identity, parted)
            to.close()
        manifest = _manifest(parted.first)
        if (found := _counts()) != manifest.counts:
            raise BackupFailed(
                f"The counts of {into} are not those of the backup: {_differences(found, manifest.counts)}"
            )
    return manifest


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Let the ORM of this process use another database of the same server."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _decrypt(path: Path, identity: str, to: _Parted) -> None:
    try:
        with path.open("rb") as source:
            decrypt_io(source, to, [x25519.Identity.from_str(identity.strip())])
    except BrokenPipeError:  # pg_restore ended early and says why
        raise
    except (DecryptError, OSError) as error:
        raise BackupFailed(f"{path} does not open with this key, or is damaged ({error}).") from error


def open_one_of_each() -> int:
    """Open one value of every encrypted column of the database. Returns how many columns held one.

    Raises:
        BackupFailed: a value does not open with the keys of this portal.
    """
    opened = 0
    for model, column in rotation.encrypted_columns():
        row = model._base_manager.exclude(**{f"{column.name}__isnull": True}).values_list("pk", column.name).first()
        if row is not None:
            try:
                column.open(row[1], row[0])
            except (SealedValueError, ValueError) as error:
                raise BackupFailed(
                    f"{model._meta.label}.{column.name} does not open with the keys of this portal."
                ) from error
            opened += 1
    return opened


def _manifest(line: bytes) -> Manifest:
    found = json.loads(line)
    if found["format"] != FORMAT:
        raise BackupFailed(f"This backup has format {found['format']}; this version reads {FORMAT}.")
    return Manifest(found["counts"], found["made_at"])


@contextmanager
def _snapshot() -> Iterator[tuple[str, dict[str, int]]]:
    """Hold one view of the database: its name for pg_dump, and the rows of each table in it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0], _counts()


def _counts() -> dict[str, int]:
    left_out = {apps.get_model(label)._meta.db_table for label in LEFT_OUT}
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [row[0] for row in cursor.fetchall() if row[0] not in left_out]
        counts = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608  from pg_tables
            counts[name] = cursor.fetchone()[0]
    return counts


def _differences(found: dict[str, int], told: dict[str, int]) -> str:
    names = sorted(name for name in {*found, *told} if found.get(name) != told.get(name))
    return ", ".join(f"{name} {found.get(name)} for {told.get(name)}" for name in names)


def _dump_options(snapshot: str) -> list[str]:
    hidden = [f"--exclude-table-data={apps.get_model(label)._meta.db_table}" for label in LEFT_OUT]
    name = str(connection.settings_dict["NAME"])
    return ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *hidden, f"--dbname={name}"]


def _restore_options(into: str) -> list[str]:
    return ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", f"--dbname={into}"]


def _make_database(name: str) -> None:
    with pointed_at("postgres"), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)} TEMPLATE template0")


@contextmanager
def _client(program: str, *options: str, **pipes: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run a PostgreSQL program on the configured server; the password travels in the environment."""
    where = connection.settings_dict
    given = {"PGHOST": where["HOST"], "PGPORT": where["PORT"], "PGUSER": where["USER"], "PGPASSWORD": where["PASSWORD"]}
    environment = os.environ | {name: str(value) for name, value in given.items() if value}
    folder = settings.PIO_POSTGRES_BIN
    path = Path(folder) / program if folder else embedded.binary(program)
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen([str(path), *options], env=environment, stderr=words, **pipes)
        try:
            with process:
                yield process
        except BrokenPipeError:  # it ended early; its own words say why
            process.wait()
        except BaseException:
            process.kill()
            raise
        words.seek(0)
        if process.returncode:
            raise BackupFailed(f"{program} ended with {process.returncode}: {words.read().decode()[-500:]}")
