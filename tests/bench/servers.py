"""What the bench measures: the whole portal with demo data, the same pages without copies, and the floor beside them.

All on free ports of this machine, two web processes each, on one database. Everything stops with the process.
"""

import contextlib
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.setup.conftest import free_port

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 180.0


@dataclass(frozen=True)
class Server:
    """One of them: where it answers, and its processes' parent."""

    address: str
    process: subprocess.Popen[bytes]
    data_dir: Path

    def web(self) -> list[psutil.Process]:
        """The web processes that answer (not their parent)."""
        family = [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]
        parents = [each for each in family if "granian" in each.cmdline()]
        return [each for each in family if each.ppid() in {parent.pid for parent in parents}]


def environment(data_dir: Path, port: int = 8000) -> dict[str, str]:
    """That of the portal under measure: the demo on its own data."""
    unwanted = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_CURRENT_TEST"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return kept | {"PIO_ENV": "demo", "PIO_DATA_DIR": str(data_dir), "PIO_PORT": str(port)}


def status(address: str, path: str) -> int:
    """What the server answers; 0 when it does not."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


@contextlib.contextmanager
def running(command: list[str], variables: dict[str, str], path: str, *, data_dir: Path) -> Iterator[Server]:
    """Start a server (`{port}` in the command is its port), wait for `path` to be 200, stop it at the end."""
    address = f"http://localhost:{variables['PIO_PORT']}"
    words = [word.replace("{port}", variables["PIO_PORT"]) for word in command]
    log = data_dir / f"{variables['PIO_PORT']}.log"
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=variables, stdout=out, stderr=out)
    try:
        end = time.monotonic() + READY_SECONDS
        while status(address, path) != http.client.OK:
            assert process.poll() is None, log.read_text()[-3000:]
            assert time.monotonic() < end, log.read_text()[-3000:]
            time.sleep(0.05)
        yield Server(address, process, data_dir)
    finally:
        process.terminate()
        process.wait(30)


def portal(data_dir: Path) -> contextlib.AbstractContextManager[Server]:
    """The portal as `make run` starts it."""
    data_dir.mkdir(parents=True, exist_ok=True)
    variables = environment(data_dir, free_port())
    return running(["manage.py", "portal"], variables, "/readyz", data_dir=data_dir)


def web(module: str, path: str, *, data_dir: Path, **variables: str) -> contextlib.AbstractContextManager[Server]:
    """Two web processes of `module` on the data of a portal, with the portal's own server settings."""
    command = [
        "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", "{port}", "--workers", "2",
        "--blocking-threads", "1", "--backlog", "1024", "--workers-kill-timeout", "1", "--no-ws", "--no-log",
        f"{module}:application",
    ]  # fmt: skip
    return running(command, environment(data_dir, free_port()) | variables, path, data_dir=data_dir)


def database(data_dir: Path) -> dict[str, object]:
    """The database of a running portal, as Django's settings name it."""
    code = "import json; from pio import embedded; from pathlib import Path; import os; "
    code += "print(json.dumps(embedded.servers(Path(os.environ['PIO_DATA_DIR'])).database))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(data_dir), capture_output=True, check=True
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def manage(data_dir: Path, *words: str) -> str:
    """Run `python manage.py …` on a portal's data; what it printed."""
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment(data_dir), capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
