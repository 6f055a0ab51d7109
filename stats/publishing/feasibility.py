"""The check of P16: a linear programme over all published margins, this release and the earlier ones of the year.

Heavy (scipy), so only the worker and commands import it. A number that has not changed between two versions is one
unknown, so that what one version shows narrows what the other hides.
"""

from collections.abc import Iterable, Mapping
from math import ceil, floor

import numpy as np
from scipy.optimize import linprog

from stats.publishing.protection import Place, adds_up, bounds, tables
from stats.publishing.snapshot import Cell

Row = dict[int, float]


class Releases:
    """Everything a reader has: unknowns with their bounds, and the sums they must meet."""

    def __init__(self, earlier: Iterable[list[Cell]] = ()) -> None:
        """Args: earlier: the cells of each earlier version of the year."""
        self.earlier = list(earlier)

    def values_left(self, cells: list[Cell]) -> dict[Place, int]:
        """How many values each hidden cell of the newest release may have; the check that `protect` asks for."""
        return self._solve([*self.earlier, cells], cells)

    def _solve(self, releases: list[list[Cell]], newest: list[Cell]) -> dict[Place, int]:
        unknowns: dict[tuple[Place, int], int] = {}
        limits: list[tuple[float, float]] = []
        rows: list[tuple[Row, float]] = []
        for release in releases:
            totals = {each.key: each for each in release if each.section == "figures"}
            for (section, key, _), table in tables(release).items():
                numbers = [self._unknown(each, unknowns, limits) for each in table]
                if adds_up(section) and not _total_is_hidden(key, totals):
                    rows.append((dict.fromkeys(numbers, 1.0), float(sum(each.value for each in table))))
        hidden = {
            each.place: unknowns[each.place, int(each.value)]
            for table in tables(newest).values() for each in table if each.shown is None
        }  # fmt: skip
        return {place: _width(number, limits, rows) for place, number in hidden.items()}

    @staticmethod
    def _unknown(each: Cell, unknowns: dict[tuple[Place, int], int], limits: list[tuple[float, float]]) -> int:
        number = unknowns.setdefault((each.place, int(each.value)), len(unknowns))
        low, high = bounds(each)
        if number == len(limits):
            limits.append((low, high))
        else:
            limits[number] = (max(limits[number][0], low), min(limits[number][1], high))
        return number


def _total_is_hidden(key: str, totals: Mapping[str, Cell]) -> bool:
    return key in totals and totals[key].shown is None


def _width(number: int, limits: list[tuple[float, float]], rows: list[tuple[Row, float]]) -> int:
    near = [row for row in rows if number in row[0]]
    reach = {number}
    while True:  # only the sums that hang together with this number
        near = [row for row in rows if reach & row[0].keys()]
        wider = reach.union(*(row[0] for row in near))
        if wider == reach:
            break
        reach = wider
    order = {each: place for place, each in enumerate(sorted(reach))}
    sums = np.zeros((len(near), len(order)))
    for line, (row, _) in enumerate(near):
        for each, weight in row.items():
            sums[line, order[each]] = weight
    wanted = np.zeros(len(order))
    wanted[order[number]] = 1.0
    found = []
    for sign in (1.0, -1.0):
        answer = linprog(
            sign * wanted, A_eq=sums if near else None, b_eq=[total for _, total in near] if near else None,
            bounds=[limits[each] for each in sorted(reach)], method="highs",
        )  # fmt: skip
        if not answer.success:
            return 0
        found.append(sign * answer.fun)
    return floor(found[1] + 1e-6) - ceil(found[0] - 1e-6) + 1
