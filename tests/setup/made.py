"""Data directories that are made once and copied: migrating a database and making the demo take most of a start.

`python -m tests.run` names a folder (`PIO_TEST_MADE`) that all its groups share; a single pytest makes its own and
throws it away. It must be one that the servers' own user may enter, or the servers would live elsewhere.
"""

import atexit
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pio import embedded

ROOT = Path(__file__).resolve().parents[2]
UNWANTED = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_CURRENT_TEST"}


def open_folder(prefix: str) -> Path:
    """A folder that the servers' own user may enter; whoever asked for it removes it."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    folder.chmod(0o711)
    return folder


def environment_for(data_dir: Path, port: int, **more: str) -> dict[str, str]:
    """The environment of a portal in `PIO_ENV=test`, unless `more` says otherwise."""
    clean = {key: value for key, value in os.environ.items() if key not in UNWANTED}
    return clean | {"PIO_ENV": "test", "PIO_DATA_DIR": str(data_dir), "PIO_PORT": str(port)} | more


def copy_of(kind: str, data_dir: Path) -> Path:
    """A copy of a prepared data directory, in a folder that is open to others; nothing runs on it yet.

    Args:
        kind: the `PIO_ENV` it is made with, "test" or "demo".
        data_dir: does not exist, or is empty.
    """
    made = _made(kind)
    data_dir.mkdir(mode=0o711, exist_ok=True)
    subprocess.run(["cp", "-a", f"{made}/.", data_dir], check=True)
    return data_dir


def throw_away(folder: Path) -> None:
    """Remove a folder with a data directory `data`, when the servers of that have stopped."""
    deadline = time.monotonic() + 30
    while embedded.is_locked(folder / "data" / "keeper.lock") and time.monotonic() < deadline:
        time.sleep(0.1)
    shutil.rmtree(folder, ignore_errors=True)


def _made(kind: str) -> Path:
    if "PIO_TEST_MADE" not in os.environ:
        folder = open_folder("pio-made-")
        os.environ["PIO_TEST_MADE"] = str(folder)
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder = Path(os.environ["PIO_TEST_MADE"]) / kind
    with open(f"{folder}.lock", "w", encoding="utf-8") as lock:  # one makes it, the others wait
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _make(kind, folder)
    return folder


def _make(kind: str, folder: Path) -> None:
    draft = folder.with_name(f"{kind}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o711)
    command = [sys.executable, "manage.py", "portal", "--prepare"]
    environment = environment_for(draft, 8000, PIO_ENV=kind)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    while embedded.is_locked(draft / "keeper.lock"):  # two seconds, until its servers have stopped
        time.sleep(0.1)
    draft.rename(folder)
