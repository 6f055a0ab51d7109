"""Writes docs/reliability.md from what a drill has seen."""

import datetime as dt
import os
from collections.abc import Iterable, Mapping

from tests.faults.drill import Seen
from tests.setup.conftest import ROOT

PATH = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- measured by make faults -->", "<!-- end -->"


def write(rows: Iterable[Seen], counted: Mapping[str, int]) -> None:
    """Put the measured part between its marks; the words around it stay."""
    text = PATH.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PATH.write_text(f"{before}{BEGIN}\n{part(rows, counted)}{END}{after}", encoding="utf-8")


def part(rows: Iterable[Seen], counted: Mapping[str, int]) -> str:
    """The two tables."""
    when, load = dt.datetime.now(tz=dt.UTC), os.getloadavg()[0]
    lines = [
        f"Measured {when:%Y-%m-%d %H:%M} UTC on {os.cpu_count()} cores, load {load:.1f} when it ended.",
        "",
        "| fault, under load | sign-ups refused | the last of them after | all there again and `/readyz` green after |",
        "|---|--:|--:|--:|",
        *(f"| {row.fault} | {row.refused} | {row.refused_until:.1f} s | {row.ready_after:.1f} s |" for row in rows),
        "",
        "| in all | number |",
        "|---|--:|",
        *(f"| {name} | {number} |" for name, number in counted.items()),
    ]
    return "".join(f"{line}\n" for line in lines)
