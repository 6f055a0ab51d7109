"""While a new version is rolled out, the one before still runs: its own tests pass on the schema of the new one.

The version before is the parent of the newest commit that adds a migration, taken from the history of the repository
and run in a process of its own, on a database that today's migrations have made.
"""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.setup.conftest import ROOT

pytestmark = pytest.mark.slow
TESTS = (
    "tests/accounts/test_sessions.py",
    "tests/advising/test_calls_form.py",
    "tests/courses/test_queue.py",
    "tests/groups/test_queue.py",
    "tests/messaging/test_services.py",
    "tests/ombud/test_deadlines.py",
    "tests/scheduling/test_booking.py",
)
"""Reads and writes of every part; those that the version before has are run."""


MOST_BROKEN = 40  # a commit that does not even start is no version


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """The files of the version before; where there is no history the test fails, since nothing would be shown."""
    newest = git("log", "-1", "--diff-filter=A", "--format=%H", "--", "*/migrations/0*.py")
    parent = git("rev-parse", "--verify", f"{newest}^") if newest else ""
    if not parent:
        pytest.fail("There is no version before to run: git or its history is missing. Try: git fetch --unshallow")
    for age in range(MOST_BROKEN):
        folder = tmp_path / str(age)
        folder.mkdir()
        archive = subprocess.run(["git", "archive", f"{parent}~{age}"], cwd=ROOT, capture_output=True, check=True)
        subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
        for name in ("build", "node_modules"):
            (folder / name).symlink_to(ROOT / name)
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
        check = [sys.executable, "-W", "ignore", "manage.py", "check"]
        if subprocess.run(check, cwd=folder, env=environment, capture_output=True, check=False).returncode == 0:
            return folder
    return pytest.fail(f"none of {MOST_BROKEN} commits before {newest} starts")


@pytest.fixture
def schema():
    """An empty database with today's schema, made as Django names its test databases; its address without `test_`."""
    facts, name = connection.settings_dict, "version_before"
    with psycopg.connect(host=facts["HOST"], user=facts["USER"], dbname="template1", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS test_{name}")
        server.execute(f"CREATE DATABASE test_{name}")
        host = facts["HOST"].replace("/", "%2F")
        address = f"postgresql://{facts['USER']}@{host}/"
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO", "PYTEST"))}
        environment |= {"PIO_ENV": "test", "PYTHONWARNINGS": "ignore"}
        command = [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=environment | {"DATABASE_URL": f"{address}test_{name}"}, check=True)
        yield environment | {"DATABASE_URL": address + name, "PYTEST_XDIST_WORKER": "gw13"}
        server.execute(f"DROP DATABASE test_{name} WITH (FORCE)")


def test_the_version_before_works_on_the_new_schema(before, schema) -> None:
    chosen = [name for name in TESTS if (before / name).exists()]
    assert len(chosen) >= len(TESTS) - 2, "files were renamed: name the ones of today"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *chosen, "-q", "--reuse-db", "-p", "no:cacheprovider", "--tb=short",
         "-m", "not (race or browser or walk or slow or bench)"],
        cwd=before, env=schema, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    assert "passed" in done.stdout
