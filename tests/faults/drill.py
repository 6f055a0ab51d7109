"""A portal under load, faults done to it one after another, and what the visitors and the technician saw of each."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx

from tests.deploy.visitors import LIVE, Visitors, is_now
from tests.messaging.smtp_server import MailServer
from tests.setup.conftest import ROOT, Portal, free_port, wait_for
from tests.setup.made import copy_of, open_folder

SECONDS = 300.0  # patience, also on a machine that others use
ROOM = "900m"  # of the small disk
LEASE = 5  # seconds a worker holds a message


@dataclass(frozen=True)
class Seen:
    """One fault: how many sign-ups were refused (none of them was acknowledged), and when all was well again."""

    fault: str
    refused: int
    refused_until: float
    ready_after: float


class Drill:
    """A portal on a disk of its own, with a mail server and visitors who sign up all the time."""

    def __init__(self) -> None:
        self.folder = open_folder("pio-faults-")
        self.has_small_disk = os.geteuid() == 0 and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=711", "tmpfs", str(self.folder)],
            capture_output=True, check=False,
        ).returncode  # fmt: skip
        data = copy_of("test", self.folder / "data")
        self.mail = MailServer()
        self.port = free_port()
        self.portal = Portal(
            data, self.port, PIO_TEST_DURABLE="1", PIO_MESSAGES_VIA="live", PIO_SMTP_HOST="127.0.0.1",
            PIO_SMTP_PORT=str(self.mail.port), PIO_MESSAGE_LEASE_SECONDS=str(LEASE), PIO_MESSAGE_TIMEOUT="3",
        )  # fmt: skip
        self.portal.out = Path(f"{self.folder}.log")
        self.rows: list[Seen] = []

    def __enter__(self) -> Self:
        self.mail.__enter__()
        try:
            return self._begin()
        except BaseException:
            self.__exit__()
            raise

    def _begin(self) -> Self:
        self.portal.start()
        self.portal.wait_until_ready(SECONDS)
        address = f"http://localhost:{self.port}"
        self.client = httpx.Client(base_url=address.replace("localhost", "127.0.0.1"), timeout=20)
        self.client.headers["Host"] = f"localhost:{self.port}"
        self.visitors = Visitors(self.client, self.inside("course"), address)
        self.visitors.__enter__()
        self.visitors.more(10, seconds=SECONDS)
        return self

    def __exit__(self, *_exception: object) -> None:
        if hasattr(self, "visitors"):
            self.visitors.__exit__()
            self.client.close()
        for process in self.portal.everything():
            with contextlib.suppress(OSError):
                process.kill()
        if self.portal.process:
            self.portal.process.wait()
        if keeper := self.portal.server_pid("keeper"):
            os.kill(keeper, signal.SIGKILL)  # the kernel stops its servers
        self.mail.__exit__()
        time.sleep(1)
        if self.has_small_disk:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.portal.out.unlink(missing_ok=True)

    @property
    def environment(self) -> dict[str, str]:
        return self.portal.environment | {"DJANGO_SETTINGS_MODULE": "pio.settings", "PYTHONWARNINGS": "ignore"}

    def inside(self, name: str) -> object:
        done = subprocess.run(
            [sys.executable, "-m", "tests.deploy.inside", name], cwd=ROOT, env=self.environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    @contextlib.contextmanager
    def fault(self, name: str, *, until: Callable[[], bool] = lambda: True):
        """Do something bad inside the block; the clock starts when the block ends.

        Args:
            name: of the fault, for the table.
            until: whether what was killed is there again.
        """
        refused = len(self.visitors.refused)
        yield
        begun = time.monotonic()
        wait_for(until, SECONDS, lambda: self.portal.log)
        wait_for(lambda: self.portal.status("/readyz") == 200, SECONDS, lambda: self.portal.log)
        ready = time.monotonic() - begun
        self.visitors.more(10, seconds=SECONDS)
        last = max((at for at, _told in self.visitors.refused[refused:]), default=begun)
        self.rows.append(Seen(name, len(self.visitors.refused) - refused, max(0.0, last - begun), ready))

    def is_new(self, name: str, old: int) -> Callable[[], bool]:
        """Whether a part has another process than `old`."""

        def look() -> bool:
            if name in {"web", "worker", "beat"}:
                return name in (found := self.portal.children()) and found[name].pid != old
            return self.portal.server_pid(name) not in {0, old}

        return look

    def finish(self) -> dict[str, int]:
        """End the load, let the outbox run dry, and count: what was acknowledged, kept, sent, and sent again."""
        self.visitors.__exit__()
        wait_for(lambda: not self.waiting(), SECONDS, lambda: str(self.waiting()[:5]))
        kept, ids, deliveries = set(self.inside("signed_up")), self.inside("message_ids"), self.mail.deliveries()
        rows = self.inside("outbox")
        sent = [(key, again) for key, state, again in rows if state == "sent"]
        return {
            "acknowledged": len(self.visitors.acknowledged),
            "lost": len(set(self.visitors.acknowledged) - kept),
            "refused": len(self.visitors.refused),
            "messages sent": len(sent),
            "sent, but never taken over": sum(deliveries[ids[key]] == 0 for key, _again in sent),
            "sent twice after an unclear crash": sum(deliveries[ids[key]] == 2 for key, _again in sent),
            "sent beyond the rule": sum(deliveries[ids[key]] > 1 + again for key, again in sent),
            "waiting for a person": sum(state in {"failed", "uncertain"} for _key, state, _again in rows),
            "acknowledged without any message": len(
                set(self.visitors.acknowledged) - {str(each["To"]) for each in self.mail.mails}
            ),
        }

    def waiting(self) -> list[str]:
        """Confirmations that have not gone; reminders are for later."""
        return [key for key, state, _again in self.inside("outbox") if state in LIVE and is_now(key)]


def fill(disk: Path) -> Path:
    """Take every byte that is left; returns the file that holds them."""
    path = disk / "filler"
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 65536)
    with contextlib.suppress(OSError), path.open("ab", buffering=0) as file:
        while True:
            file.write(b"\0")
    return path
