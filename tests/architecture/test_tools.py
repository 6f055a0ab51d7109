"""The tools that read the code: each must have nothing to say."""

import os
import re
import subprocess
import sys

import pytest

from tests.architecture.source import PARTS, ROOT
from tests.run import GROUPS

PYTHON = [sys.executable, "-m"]
TOOLS = {
    "ruff": [*PYTHON, "ruff", "check", "--quiet", "--output-format", "concise", "."],
    "format": [*PYTHON, "ruff", "format", "--check", "--output-format", "concise", "."],
    "mypy": [*PYTHON, "mypy", "--no-error-summary"],
    "imports": [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-logo",
    ],
    "templates": [*PYTHON, "djlint", "--lint", "--quiet", "templates", *PARTS],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "texts": [sys.executable, "manage.py", "texts", "--check"],
    "django": [sys.executable, "manage.py", "check", "--fail-level", "WARNING"],
}


@pytest.mark.parametrize("name", TOOLS)
def test_tool_has_nothing_to_say(name: str) -> None:
    settings = "pio.settings" if "manage.py" in TOOLS[name] else "tests.settings"
    environment = os.environ | {"PIO_ENV": "test", "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(TOOLS[name], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-12_000:]


@pytest.mark.parametrize("name", ["requirements/base.txt", "requirements/test.txt", "package-lock.json", ".npmrc"])
def test_lock_files_name_no_registry(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    addresses = [line.strip() for line in text.splitlines() if re.search(r'"resolved"|index-url|find-links|://', line)]
    assert [line for line in addresses if not re.match(r'"url": ', line)] == []


@pytest.mark.parametrize("name", ["requirements/base.txt", "requirements/test.txt"])
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    loose = [
        line for line in text.splitlines() if line.strip() and not line.startswith("#") and "--hash=sha256:" not in line
    ]
    assert loose == []


def test_only_markers_that_stand_in_the_list_are_asked_for(pytestconfig: pytest.Config) -> None:
    """A marker that is gone makes `make coverage` or a whole group of tests end before it has begun."""
    known = {line.split(":")[0].split("(")[0] for line in pytestconfig.getini("markers")}
    recipes = re.findall(r"-m '([^']+)'", (ROOT / "Makefile").read_text(encoding="utf-8"))
    groups = [options[options.index("-m") + 1] for options in GROUPS.values() if "-m" in options]
    expressions = [*recipes, *groups]
    assert len(expressions) == 5
    assert {word for each in expressions for word in re.findall(r"\w+", each)} - {"not", "and", "or"} <= known
