"""`make run` as real processes: starts, restarts what dies, refuses a second start, stops whole and soon."""

import os
import signal
import socket
import subprocess

import pytest

from tests.setup.conftest import ROOT, wait_for, within


def test_starts_stops_and_starts_again_soon(make_portal) -> None:
    portal = make_portal().start()
    portal.wait_until_ready()
    wait_for(
        lambda: "The portal is ready: http://localhost:" in portal.log, 10
    )  # said when the supervisor has asked too
    wait_for(lambda: sorted(portal.children()) == ["beat", "web", "worker"], 30)
    code, seconds = portal.stop(signal.SIGINT)
    assert code == 0
    assert seconds < within(5)
    wait_for(lambda: not portal.everything(), within(8))

    portal.start()
    assert portal.wait_until_ready(seconds=90) < within(15)
    assert portal.stop(signal.SIGTERM)[0] == 0
    wait_for(lambda: not portal.everything(), within(8))


def test_web_worker_beat_and_servers_come_back_after_a_kill(make_portal) -> None:
    portal = make_portal().start()
    portal.wait_until_ready()
    for name in ("web", "worker", "beat"):
        wait_for(lambda name=name: name in portal.children(), 60)  # ready may tell of the worker before, a minute long
        before = portal.children()[name]
        before.kill()
        wait_for(lambda name=name, before=before: portal.children().get(name) not in {None, before}, 60)
        portal.wait_until_ready(seconds=90)
    for name in ("postgres", "redis", "keeper"):
        before = portal.server_pid(name)
        os.kill(before, signal.SIGKILL)
        wait_for(lambda name=name, before=before: portal.server_pid(name) not in {0, before}, 60)
        portal.wait_until_ready(seconds=90)
    assert portal.stop(signal.SIGHUP)[0] == 0
    wait_for(lambda: not portal.everything(), within(8))


def test_a_killed_supervisor_takes_everything_with_it(make_portal) -> None:
    portal = make_portal().start()
    portal.wait_until_ready()
    portal.process.kill()
    portal.process.wait()
    wait_for(lambda: not portal.everything(), within(15))
    assert portal.status("/healthz") == 0


def test_a_second_start_on_the_same_data_says_so_and_breaks_nothing(make_portal) -> None:
    portal = make_portal().start()
    portal.wait_until_ready()
    assert listening_addresses(portal) == {"127.0.0.1"}
    second = make_portal().start()
    assert second.process.wait(60) == 1
    assert second.log.strip() == (
        f"CommandError: The portal already runs on the data in {portal.data_dir}: http://localhost:{portal.port}. "
        "Stop it first, or set PIO_DATA_DIR and PIO_PORT to others."
    )
    assert portal.status("/readyz") == 200
    assert portal.stop()[0] == 0


def listening_addresses(portal) -> set[str]:
    web = portal.children()["web"]
    return {
        connection.laddr.ip
        for process in [web, *web.children()]
        for connection in process.net_connections(kind="inet")
        if connection.status == "LISTEN"
    }


def test_a_port_in_use_is_said(make_portal) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        portal = make_portal(port=port).start()
        assert portal.process.wait(60) == 1
    assert portal.log.strip() == (
        f"CommandError: Port {port} is taken by another program. "
        f"Choose another, for instance: PIO_PORT={port + 1} make run"
    )


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"PIO_ENV": "prod"}, "PIO_ENV is 'prod'; it may be demo, test, production."),
        ({"PIO_PORT": "http"}, "PIO_PORT is 'http'; it must be a number from 1 to 65535."),
        (
            {"PIO_ENV": "demo", "DATABASE_URL": "postgresql://portal@db.example.org/portal"},
            "The demo never writes to a database on another host (db.example.org). Unset DATABASE_URL.",
        ),
    ],
)
def test_a_wrong_environment_is_told_in_one_sentence(make_portal, environment, sentence) -> None:
    portal = make_portal(**environment).start()
    assert portal.process.wait(60) == 1
    assert portal.log.strip() == sentence


def test_production_names_everything_it_misses(make_portal) -> None:
    portal = make_portal(PIO_ENV="production", PIO_HOSTS="portal.example.org").start()
    assert portal.process.wait(60) == 1
    named = [line.split(":")[0].strip() for line in portal.log.splitlines()[1:]]
    assert named == [
        "PIO_BASE_URL", "PIO_SECRET_KEY", "PIO_FIELD_KEYS", "PIO_INDEX_KEY", "PIO_CALLS_KEY", "DATABASE_URL",
        "REDIS_URL", "PIO_SMTP_HOST",
    ]  # fmt: skip


def test_another_isolation_is_refused(make_portal) -> None:
    portal = make_portal(PGOPTIONS="-c default_transaction_isolation=serializable").start()
    assert portal.process.wait(60) == 1
    assert portal.log.strip() == (
        "CommandError: The database must isolate by READ COMMITTED (lock first, then look); it says serializable."
    )


def test_make_without_venv_says_what_to_install(tmp_path) -> None:
    python = tmp_path / "python3"
    python.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexit 0\n', encoding="utf-8")
    python.chmod(0o755)
    copy = tmp_path / "Makefile"
    copy.write_text((ROOT / "Makefile").read_text(encoding="utf-8"), encoding="utf-8")
    done = subprocess.run(
        ["make", f"PYTHON={python}", ".venv/.made"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == "Python lacks venv: install it first, with apt-get install python3-venv."
