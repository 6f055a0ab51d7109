"""The portal as it stands on several machines, each part a real process of this one, in production settings.

Proxy (nginx with `deploy/nginx.conf`), web and workers by the very commands of `deploy/systemd/`, beat, a primary with
a streaming replica, Redis, and a mail server that keeps what it was given.
"""

import base64
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx

from pio.keeper import dies_with_parent
from tests import debian
from tests.deploy.proxy import DEPLOY, HOST, configuration
from tests.deploy.stores import LOCAL, Postgres, Redis
from tests.messaging.smtp_server import MailServer
from tests.setup.conftest import ROOT, free_port, wait_for
from tests.setup.made import open_folder

SECONDS = 120.0
SECRET = base64.b64encode(b"k" * 32).decode()


class Stack:
    """Everything, started by `start()` and gone after `stop()`."""

    def __init__(self, mail: MailServer) -> None:
        self.nginx = debian.nginx()
        self.folder = open_folder("pio-stack-")
        self.primary = Postgres(self.folder, "primary").make()
        self.replica = Postgres(self.folder, "replica")
        self.redis = Redis(self.folder)
        self.tls, self.metrics_port = free_port(), free_port()
        self.web_ports = [free_port(), free_port()]
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith(("PIO_", "DJANGO"))}
        hosts = f"pio@{LOCAL}:{self.primary.port},{LOCAL}:{self.replica.port}"
        self.environment |= {
            "PYTHONWARNINGS": "ignore",
            "PIO_ENV": "production",
            "PIO_HOSTS": f"{HOST},{LOCAL}",
            "PIO_BASE_URL": f"https://{HOST}",
            "PIO_SECRET_KEY": "s" * 60,
            "PIO_FIELD_KEYS": f"1:{SECRET}",
            "PIO_INDEX_KEY": SECRET,
            "PIO_CALLS_KEY": SECRET,
            "DATABASE_URL": f"postgresql://{hosts}/pio?target_session_attrs=read-write&connect_timeout=2",
            "DATABASE_REPLICA_URL": self.replica.url(),
            "REDIS_URL": self.redis.url,
            "PIO_SMTP_HOST": LOCAL,
            "PIO_SMTP_PORT": str(mail.port),
            "PIO_SMTP_TLS": "false",
            "PIO_DATA_DIR": str(self.folder / "data"),
            "PIO_METRICS_DIR": str(self.folder / "metrics"),
        }
        self.client = httpx.Client(
            base_url=f"https://{LOCAL}:{self.tls}", verify=False, timeout=30, headers={"Host": HOST}
        )

    def start(self) -> "Stack":
        for command in (["migrate", "--noinput"], ["load_reference"], ["collectstatic", "--noinput"]):
            self.manage(*command)
        self.replica.follow(self.primary)
        for number, port in enumerate(self.web_ports, 1):
            self.start_unit(f"web{number}", "web", {"--port": str(port), "--workers": "1"})
        for number in (1, 2):
            self.start_unit(f"worker{number}", "worker", {"--concurrency": "1"})
        self.start_unit("beat", "beat", {"--schedule": str(self.folder / "beat")})
        path = configuration(self.folder, ports=self.web_ports, tls=self.tls, plain=free_port())
        self.spawn("proxy", [self.nginx, "-p", str(self.folder), "-c", str(path), "-e", "stderr", "-g", "daemon off;"])
        wait_for(lambda: self.is_ready(0) and self.is_ready(1), SECONDS, self.told)
        return self

    def manage(self, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments, "--verbosity", "0"], cwd=ROOT, env=self.environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def inside(self, name: str, *arguments: str) -> object:
        """What a function of `tests.deploy.inside` answers in a process with the portal's environment."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.deploy.inside", name, *arguments], cwd=ROOT, capture_output=True, text=True,
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "pio.settings"}, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def start_unit(self, name: str, unit: str, changed: dict[str, str]) -> None:
        """Start by the command of the systemd unit, with some options changed."""
        text = (DEPLOY / "systemd" / f"pio-{unit}.service").read_text(encoding="utf-8")
        program, *words = shlex.split(re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)[1])
        for option, value in changed.items():
            words[words.index(option) + 1] = value
        measured = {"PIO_METRICS_PORT": str(self.metrics_port)} if unit == "web" else {}
        self.spawn(name, [sys.executable, "-m", Path(program).name, *words], measured)

    def spawn(self, name: str, command: list[str], more: dict[str, str] | None = None) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment | (more or {}), stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGKILL),  # noqa: PLW1509  as in `stores`
            )  # fmt: skip

    def is_ready(self, number: int) -> bool:
        """Whether the web process says that everything is well."""
        try:
            url = f"http://{LOCAL}:{self.web_ports[number]}/readyz"
            return httpx.get(url, timeout=5).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def metrics(self) -> str:
        """The measures; nothing while no web process listens there."""
        try:
            return httpx.get(f"http://{LOCAL}:{self.metrics_port}/metrics", timeout=20).text
        except httpx.TransportError:
            return ""

    def kill(self, name: str) -> None:
        """kill -9 of a part and its children."""
        process = self.processes.pop(name)
        os.killpg(process.pid, 9)
        process.wait()

    def told(self) -> str:
        return "\n".join(
            f"{path.name}: {path.read_text(errors='replace')[-700:]}" for path in self.folder.glob("*.log")
        )

    def stop(self) -> None:
        self.client.close()
        for name in list(self.processes):
            self.kill(name)
        for store in (self.redis, self.replica, self.primary):
            store.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
