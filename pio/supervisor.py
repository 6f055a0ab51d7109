"""Runs the portal's processes: web first, worker and beat once the web answers; restarts what dies; stops in order.

Used by `manage.py portal` (`make run`). Every process is a child in a session of its own, so that Ctrl-C reaches the
supervisor only, and the kernel stops the children should the supervisor be killed. Stop order: beat, web, worker; the
embedded servers follow by themselves when nobody uses them.
"""

import contextlib
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from pio.keeper import dies_with_parent

STOP_SECONDS = 1.1  # for each process, before it is told to stop at once; the whole stop takes under five
LAST_CALL_SECONDS = 0.4
STABLE_SECONDS = 30.0
LONGEST_PAUSE = 8.0
STOPPERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotStart(Exception):
    """Something outside the portal is in the way; the text says what, in one sentence."""


@dataclass
class Child:
    """One supervised process. `last_call` is the signal that makes it stop at once."""

    name: str
    command: list[str]
    last_call: int = signal.SIGKILL
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = field(default=0.25)

    def start(self) -> None:
        """Start the process; it gets SIGTERM from the kernel should this one be killed."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGTERM),  # noqa: PLW1509  the supervisor has one thread
        )

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Send SIGTERM: finish what you are doing."""
        if self.is_running and self.process:
            self.process.terminate()

    def stop(self, *, seconds: float = STOP_SECONDS) -> None:
        """Wait for the process to end, insist when the time is up, and leave nothing of its session behind."""
        if self.process is None:
            return
        self.ask_to_stop()
        for patience in (seconds, LAST_CALL_SECONDS):
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.process.send_signal(self.last_call)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def children(*, host: str, port: int, data_dir: Path) -> list[Child]:
    """The portal's processes, in the order of their start."""
    granian = [
        "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "2",
        "--blocking-threads", "1", "--respawn-failed-workers", "--workers-kill-timeout", "1", "--no-ws",
        "--log-level", "warning", "pio.wsgi:application",
    ]  # fmt: skip
    celery = ["celery", "--app", "pio.celery", "--quiet"]
    worker = ["worker", "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    beat = ["beat", "--loglevel", "WARNING", "--schedule", str(data_dir / "beat"), "--pidfile", ""]
    python = [sys.executable, "-m"]
    return [
        Child("web", [*python, *granian]),
        Child("worker", [*python, *celery, *worker], last_call=signal.SIGQUIT),
        Child("beat", [*python, *celery, *beat]),
    ]


class Supervisor:
    """Keeps the children running until somebody says stop."""

    def __init__(self, children: list[Child], *, host: str, port: int, every_second: Callable[[], object]) -> None:
        self.children, self.host, self.port = children, host, port
        self.every_second = every_second
        self.is_stopping = False

    def listen(self) -> None:
        """Install the handlers for INT, TERM and HUP, also where they were inherited as ignored."""
        for number in STOPPERS:
            signal.signal(number, self._stop_soon)

    def _stop_soon(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def run(self, *, when_ready: Callable[[], None]) -> None:
        """Start everything, call `when_ready` once, watch until told to stop, and stop everything."""
        web, *rest = self.children
        try:
            web.start()
            self._wait_for("/healthz", [web])
            for child in rest:
                child.start()
            self._wait_for("/readyz", self.children)
            if not self.is_stopping:
                when_ready()
            while not self.is_stopping:
                self._watch(self.children)
        finally:
            self._stop_all()

    def _stop_all(self) -> None:
        """First beat, so that nothing new is begun; then web and worker, which finish what they have in hand."""
        beat = next(child for child in self.children if child.name == "beat")
        beat.stop(seconds=LAST_CALL_SECONDS)
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.stop()

    def _wait_for(self, path: str, watched: list[Child]) -> None:
        while not self.is_stopping and self._status(path) != http.client.OK:
            self._watch(watched, seconds=0.1)

    def _watch(self, watched: list[Child], *, seconds: float = 1.0) -> None:
        """Let some time pass (less when told to stop), then start again what has died."""
        end = time.monotonic() + seconds
        while not self.is_stopping and time.monotonic() < end:
            time.sleep(0.1)
        if self.is_stopping:
            return
        self.every_second()
        for child in watched:
            if child.is_running:
                continue
            if time.monotonic() - child.started_at > STABLE_SECONDS:
                child.pause = 0.25
            if time.monotonic() - child.started_at > child.pause:
                sys.stderr.write(f"{child.name} ended; starting it again.\n")
                child.pause = min(child.pause * 2, LONGEST_PAUSE)
                child.stop()
                child.start()

    def _status(self, path: str) -> int:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=5)
        try:
            connection.request("GET", path, headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()


def take(data_dir: Path) -> IO[str]:
    """Claim the data directory for this portal; the claim ends with the process that holds the returned file.

    Raises:
        CannotStart: another portal runs on it.
    """
    path = data_dir / "portal.lock"
    file = open(path, "a+", encoding="utf-8")  # noqa: SIM115  held until this process ends
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        where = file.read().strip()
        message = f"The portal already runs on the data in {data_dir}{f': {where}' if where else ''}."
        raise CannotStart(f"{message} Stop it first, or set PIO_DATA_DIR and PIO_PORT to others.") from None
    return file


def check_port(host: str, port: int) -> None:
    """Make sure that nobody else listens there.

    Raises:
        CannotStart: the port is taken, or this user may not use it.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            why = (
                "is not allowed for this user" if isinstance(error, PermissionError) else "is taken by another program"
            )
            other = port + 1 if 1023 < port < 65535 else 8001
            message = f"Port {port} {why}. Choose another, for instance: PIO_PORT={other} make run"
            raise CannotStart(message) from None
