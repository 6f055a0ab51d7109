"""The canary sweep: looks for planted tokens in everything the portal could have written, in every usual disguise."""

import base64
import hashlib
import logging
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import redis
from django.conf import settings
from django.core import mail
from django.db import connection

from pio.embedded import binary


def disguises(token: str) -> dict[str, bytes]:
    """The token raw, in hex and base64 (at each alignment), and hashed."""
    raw = token.encode()
    found = {"raw": raw, "hex": raw.hex().encode(), "HEX": raw.hex().upper().encode()}
    for shift in range(3):
        # The letters that do not depend on what stands before and after.
        coded = base64.b64encode(b"\x00" * shift + raw)
        found[f"base64+{shift}"] = coded[(0, 2, 3)[shift] : len(coded) // 4 * 4 - 4]
    for name in ("md5", "sha1", "sha256", "sha512"):
        digest = hashlib.new(name, raw, usedforsecurity=False)
        found |= {name: digest.hexdigest().encode(), f"{name} bytes": digest.digest()}
    return found


@dataclass
class Sweep:
    """Where to look. `logs` collects every record while the sweep is attached."""

    folders: list[Path]
    records: list[logging.LogRecord] = field(default_factory=list)

    def stores(self) -> Iterator[tuple[str, bytes]]:
        """Every store by name, with its content."""
        yield "dump", dump()
        yield "wal", wal()
        yield "redis", redis_content()
        yield "logs", "\n".join(str(record.__dict__) for record in self.records).encode()
        yield "mail", "\n".join(str(message.message()) for message in mail.outbox).encode()
        for folder in self.folders:
            for path in folder.rglob("*"):
                if path.is_file() and path.suffix != ".lock" and path.name != "keys.json":
                    yield "files", path.read_bytes()

    def hits(self, *tokens: str) -> set[tuple[str, str, str]]:
        """Which token was found where, and in which disguise."""
        wanted = [(token, how, form) for token in tokens for how, form in disguises(token).items()]
        return {
            (store, token, how) for store, content in self.stores() for token, how, form in wanted if form in content
        }


def dump() -> bytes:
    """The whole test database as SQL."""
    values = connection.settings_dict
    command = [
        str(binary("pg_dump")), "--host", str(values["HOST"]), "--port", str(values["PORT"] or 5432),
        "--username", values["USER"], "--inserts", values["NAME"],
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout


def wal() -> bytes:
    """The two newest segments of the write-ahead log, flushed: what was written last."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0]) / "pg_wal"
        cursor.execute("SELECT pg_walfile_name(pg_current_wal_insert_lsn())")
        newest = cursor.fetchone()[0]
        cursor.execute("CHECKPOINT")
    names = sorted(path.name for path in folder.iterdir() if len(path.name) == 24)
    wanted = [name for name in names if name <= newest][-2:] + [name for name in names if name > newest][:1]
    return b"".join((folder / name).read_bytes() for name in wanted)


def redis_content() -> bytes:
    """Every key and value of every Redis database."""
    readers = {
        b"string": lambda r, key: r.get(key),
        b"hash": lambda r, key: r.hgetall(key),
        b"list": lambda r, key: r.lrange(key, 0, -1),
        b"set": lambda r, key: r.smembers(key),
        b"zset": lambda r, key: r.zrange(key, 0, -1),
    }
    out = []
    for number in range(16):
        store = redis.Redis.from_url(settings.REDIS_URL.split("?")[0], db=number)
        for key in store.scan_iter("*"):
            value = readers.get(store.type(key), lambda r, key: b"")(store, key)
            parts = value if isinstance(value, bytes) else b"\n".join(_flat(value))
            out += [key, parts or b""]
        store.close()
    return b"\n".join(out)


def _flat(value: object) -> list[bytes]:
    pairs = value.items() if isinstance(value, dict) else [(each,) for each in value]  # type: ignore[attr-defined]
    return [part for pair in pairs for part in pair if isinstance(part, bytes)]
