"""A whole portal as real processes, on a data directory and a port of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from pio import embedded
from tests.setup.made import ROOT, copy_of, environment_for, open_folder, throw_away

READY_SECONDS = 120.0


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Portal:
    """`manage.py portal` on its own data; `log` is what it has printed so far."""

    def __init__(self, data_dir: Path, port: int, **environment: str) -> None:
        self.data_dir, self.port = data_dir, port
        self.environment = environment_for(data_dir, port, **environment)
        self.out = data_dir.parent / f"portal-{port}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Portal":
        """Start it, with INT ignored as a shell's background job has it."""
        with self.out.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "portal"], cwd=ROOT, env=self.environment, stdout=out, stderr=out,
                start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),  # noqa: PLW1509  one thread here
            )  # fmt: skip
        return self

    @property
    def log(self) -> str:
        return self.out.read_text(encoding="utf-8")

    def status(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path, headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):  # the latter when a process ends in the middle of its answer
            return 0
        finally:
            connection.close()

    def wait_until_ready(self, seconds: float = READY_SECONDS) -> float:
        """Wait for /readyz; returns how long that took, in seconds."""
        return wait_for(lambda: self.status("/readyz") == 200, seconds, lambda: self.log)

    def children(self) -> dict[str, psutil.Process]:
        """web, worker and beat as processes."""
        words = {"granian": "web", "worker": "worker", "beat": "beat"}
        found = {}
        for child in psutil.Process(self.process.pid).children():
            try:
                line = child.cmdline()
            except psutil.NoSuchProcess:  # also a zombie, which its parent has not yet looked at
                continue
            for word, name in words.items():
                if word in line:
                    found[name] = child
        return found

    def server_pid(self, name: str) -> int:
        """The process id of the embedded `postgres` or `redis`, or of their `keeper`; 0 when there is none."""
        words = {"postgres": "bin/postgres", "redis": "redis-server", "keeper": "pio.keeper"}
        folder = str(self.data_dir if name == "keeper" else embedded.home(self.data_dir))
        for process in psutil.process_iter():
            try:
                line = " ".join(process.cmdline())
            except psutil.NoSuchProcess:
                continue
            if words[name] in line and folder in line:
                return process.pid
        return 0

    def everything(self) -> list[psutil.Process]:
        """Every living process that has to do with this portal."""
        found = []
        for process in psutil.process_iter():
            try:
                ours = process.environ().get("PIO_DATA_DIR") == str(self.data_dir)
                if ours and process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
        return found

    def stop(self, number: int = signal.SIGINT) -> tuple[int, float]:
        """Send the signal; returns the exit code and how long the stop took, in seconds."""
        start = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(30)
        return code, time.monotonic() - start


def within(seconds: float) -> float:
    """The budget as the machine is now: on a busy one, where each process gets a part of a core, more."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def wait_for(condition: Callable[[], bool], seconds: float, told: Callable[[], str] = str) -> float:
    """Wait until the condition holds; returns how long it took."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds, f"not within {seconds} s: {told()[-3000:]}"
        time.sleep(0.1)
    return time.monotonic() - start


@pytest.fixture(scope="module")
def prepared() -> Iterator[Path]:
    """A data directory whose database is migrated and whose static files are collected, shared by a file's tests."""
    folder = open_folder("pio-portal-")
    yield copy_of("test", folder / "data")
    throw_away(folder)


@pytest.fixture
def make_portal(prepared: Path) -> Iterator[Callable[..., Portal]]:
    """`make_portal()` → a portal on prepared data, not started; whatever runs at the end is killed."""
    made: list[Portal] = []

    def make(port: int | None = None, **environment: str) -> Portal:
        made.append(Portal(prepared, port or free_port(), **environment))
        return made[-1]

    yield make
    for portal in made:
        for process in portal.everything():
            process.kill()
        if portal.process:
            portal.process.wait()
