"""What can be wrong around the portal that no setting tells: servers, clocks, disks, the mail server. For `doctor`.

Each finding is one sentence that says what is wrong and what to do. Who may not be asked (a managed Redis that refuses
CONFIG) is passed over in silence.
"""

import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection

from pio.core import replica

OLDEST, NEWEST = 15, 18  # PostgreSQL that the portal is tested on
CLOCK_SECONDS = 5.0
MAIL_SECONDS = 3.0
LEAST_FREE = 0.1  # part of a disk
SILENT = {
    "log_statement": {"none"},
    "log_min_error_statement": {"fatal", "panic"},
    "log_min_duration_statement": {"-1"},
    "log_parameter_max_length_on_error": {"0"},
}
"""Settings of PostgreSQL with the values under which no row's content reaches a log (deploy/postgresql.conf)."""


def database() -> Iterator[str]:
    """The version, what its log would tell, and its clock. Raises DatabaseError when it does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [["server_version_num", *SILENT]])
        found = dict(cursor.fetchall())
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        apart = abs(float(cursor.fetchone()[0]) - time.time())
    version = int(found["server_version_num"]) // 10_000
    if not OLDEST <= version <= NEWEST:
        yield f"PostgreSQL is version {version}; the portal is tested on {OLDEST} to {NEWEST}"
    for name, good in SILENT.items():
        if found.get(name) not in good:
            yield (
                f"PostgreSQL has {name} = {found.get(name)}, so what people write may stand in its log;"
                " include deploy/postgresql.conf"
            )
    if apart > CLOCK_SECONDS:
        yield f"the clocks of portal and database differ by {apart:.0f} s: let a time service set both"


def redis_server() -> Iterator[str]:
    """Whether Redis writes to a disk, or throws away what workers wait for. Raises RedisError when it is away."""
    server = redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2, decode_responses=True)
    try:
        found = {name: server.config_get(name).get(name, "") for name in ("save", "appendonly", "maxmemory-policy")}
    except redis.ResponseError:
        return
    finally:
        server.close()
    if found["save"] or found["appendonly"] == "yes":
        yield "Redis writes to a disk, where traces of visits then stand; start it with deploy/redis.conf"
    if found["maxmemory-policy"] != "noeviction":
        yield f"Redis may throw away wake-ups of workers (maxmemory-policy {found['maxmemory-policy']}); use noeviction"


def replica_server() -> Iterator[str]:
    """Whether the replica of the figures keeps up, where there is one."""
    if replica.ALIAS not in settings.DATABASES:
        return
    behind = replica.seconds_behind()
    if behind is None:
        yield "the replica at DATABASE_REPLICA_URL does not answer or follows no primary: figures burden the primary"
    elif behind > settings.PIO_REPLICA_LAG_SECONDS:
        yield f"the replica is {behind:.0f} s behind: figures burden the primary until it has caught up"


def disks() -> Iterator[str]:
    """Whether a folder that the portal writes to is nearly full."""
    for folder in (Path(settings.PIO_DATA_DIR), Path(settings.PIO_ERASURE_LEDGER).parent):
        if folder.exists():
            usage = shutil.disk_usage(folder)
            if usage.free < LEAST_FREE * usage.total:
                yield f"the disk of {folder} is nearly full ({usage.free // 2**20} MiB left): make room"


def mail_server() -> Iterator[str]:
    """Whether the mail server takes a connection. Nothing is sent."""
    if settings.PIO_MESSAGES_VIA != "live":
        return
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), MAIL_SECONDS).close()
    except OSError as fault:
        yield (
            f"the mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} does not answer ({type(fault).__name__}):"
            " see PIO_SMTP_HOST, PIO_SMTP_PORT and the firewall"
        )
