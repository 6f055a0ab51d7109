"""The table of `docs/performance.md`: what was measured, beside its budget, on which machine, and what is over."""

import os
import platform
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
HEAD = """# Performance, as measured

Written by `make bench`; do not edit by hand. Budgets and method: machines are shared and noisy, so a budget is a ratio
to a floor that runs beside the portal on the same server and database (`hello`: a constant line; `one`: one query of
20 rows in a template of about 14 kB, Django's default middleware), taken in interleaved rounds whose order alternates.
Absolute times are for orientation; no difference under 15 % is believed. Numbers of statements are
asserted by the ordinary tests too.

"""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    budget: str
    measured: str
    is_kept: bool


def spread(values: Iterable[float], digits: int = 2) -> str:
    """The median, with the least and the greatest in brackets."""
    found = sorted(values)
    words = [f"{value:.{digits}f}" for value in (statistics.median(found), found[0], found[-1])]
    return f"{words[0]} ({words[1]}–{words[2]})"


def probe() -> float:
    """Milliseconds of a fixed loop on this machine, the best of five: what its own speed is just now."""
    best = float("inf")
    for _round in range(5):
        begun = time.perf_counter()
        sum(number * number for number in range(500_000))
        best = min(best, (time.perf_counter() - begun) * 1000)
    return best


def table(rows: list[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| what | budget | measured | |", "|---|---|---|---|"]
    lines += [
        f"| {row.what} | {row.budget} | {row.measured} | {'kept' if row.is_kept else '**over**'} |" for row in rows
    ]
    return "\n".join(lines) + "\n"


def write(rows: list[Row], *, day: date, load: float) -> None:
    """Replace `docs/performance.md`.

    Args:
        rows: in the order of the measurements.
        day: when it was measured.
        load: the machine's load average before the bench began; above 1, other work was going on.
    """
    where = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    about = f"{day.isoformat()}, {where}, load before the run {load:.1f}, fixed loop {probe():.0f} ms.\n\n"
    PAGE.write_text(HEAD + about + table(rows), encoding="utf-8")
