"""`python -m tests.run`: all groups of tests in turn, and one summary line for all of them at the end.

The checks first (style, types, imports, migrations, texts, templates and the rules of tests/architecture), then what
runs in parallel, the browser, the walks through every page of a running demo, and at last, alone on the machine, races,
what judges times, and what starts whole portals.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.setup.made import open_folder

ROOT = Path(__file__).resolve().parent.parent
PARALLEL = ["-n", "2", "--dist", "worksteal"]
APART = ("race", "browser", "walk", "slow", "bench")
GROUPS = {
    "checks": ["tests/architecture", "--create-db", *PARALLEL],
    "fast": [
        "tests",
        "--ignore",
        "tests/architecture",
        "-m",
        "not (race or browser or walk or slow or bench)",
        "--create-db",  # a run before may have ended with races, which leave the tables empty
        *PARALLEL,
    ],
    "browser": ["tests", "-m", "browser", *PARALLEL],
    "walks": ["tests", "-m", "walk", "-n", "2", "--dist", "loadfile"],
    "races": ["tests", "-m", "(race or slow) and not bench", "--create-db", "-n", "1"],
}
SUMMARY = re.compile(r"(?:=+ )?((?:\d+ \w+(?:, )?)+) in [\d.]+s(?: \([\d:]+\))?(?: =+)?")
COLOURS = re.compile(r"\x1b\[[\d;]*m")
NOTHING_COLLECTED = 5


def run(name: str, more: list[str]) -> tuple[int, Counter[str]]:
    """Run one group, its output passed on line by line.

    Returns:
        pytest's exit code, and its counts ("passed", "failed", …).
    """
    print(f"\n--- {name} ---", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "--tb=short", "--durations=12", "--reuse-db", *GROUPS[name], *more]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    counts: Counter[str] = Counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            print(line, end="", flush=True)
            if summary := _summary(line):
                counts = summary
    return process.returncode, counts


def _summary(line: str) -> Counter[str] | None:
    plain = COLOURS.sub("", line).strip()
    found = SUMMARY.fullmatch(plain)
    if not found:
        return None
    return Counter({word: int(number) for number, word in re.findall(r"(\d+) (\w+)", found[1])})


def main() -> int:
    """Run the groups that are asked for (default: all); the exit code is 0 only if every one was good."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=GROUPS, action="append", help="a group (may be given several times)")
    options, more = parser.parse_known_args()
    start, total, bad = time.monotonic(), Counter[str](), []
    made = open_folder("pio-made-")  # data directories that all groups copy
    os.environ["PIO_TEST_MADE"] = str(made)
    for name in options.only or GROUPS:
        code, counts = run(name, more)
        total += counts
        if code not in {0, NOTHING_COLLECTED}:
            bad.append(name)
    shutil.rmtree(made, ignore_errors=True)
    if bad and not total["failed"] and not total["error"]:
        total["error"] += len(bad)  # a group that could not even begin
    words = [
        f"{total[word]} {word}" for word in ("failed", "passed", "skipped", "xfailed", "error", "errors") if total[word]
    ]
    seconds = time.monotonic() - start
    line = f" {', '.join(words)} in {seconds:.2f}s "
    print(f"\n{line:=^100}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
