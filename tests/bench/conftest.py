"""`make bench`: the portal, the same pages without copies, and the floor, side by side; every result goes into a table.

Run on a quiet machine. A budget that is not kept fails its test, and stands as "over" in `docs/performance.md`, which
a run of the whole folder writes at its end.
"""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.bench import prepare, report, servers

ROWS: list[report.Row] = []
LOAD = os.getloadavg()[0]
Measured = Callable[[str, str, str, bool], None]


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """The whole portal with demo data, web, worker and beat."""
    with servers.portal(tmp_path_factory.mktemp("bench") / "data") as running:
        servers.manage(running.data_dir, "shell", "-c", prepare.COMMAND)
        yield running


@pytest.fixture(scope="session")
def computed(portal: servers.Server) -> Iterator[servers.Server]:
    """The same pages from the same data, each read anew; what depends on the rows alone may be drawn already."""
    with servers.web("tests.bench.computed", "/healthz", data_dir=portal.data_dir, BENCH_PAGE_SECONDS="0") as running:
        yield running


@pytest.fixture(scope="session")
def anew(portal: servers.Server) -> Iterator[servers.Server]:
    """The same, and everything is drawn anew."""
    variables = {"BENCH_PAGE_SECONDS": "0", "BENCH_DRAWINGS": "0"}
    with servers.web("tests.bench.computed", "/healthz", data_dir=portal.data_dir, **variables) as running:
        yield running


@pytest.fixture(scope="session")
def floor(portal: servers.Server) -> Iterator[servers.Server]:
    """Plain Django beside it."""
    database = servers.database(portal.data_dir)
    with servers.web(
        "tests.bench.floor", "/hello", data_dir=portal.data_dir, FLOOR_DATABASE=servers.json.dumps(database)
    ) as running:
        yield running


@pytest.fixture
def measured() -> Measured:
    """Put a line into the table, and fail when the budget is not kept: `measured(what, budget, found, is_kept)`."""

    def add(what: str, budget: str, found: str, is_kept: bool) -> None:
        ROWS.append(report.Row(what, budget, found, is_kept))
        print(f"\n{what}: {found} (budget: {budget})")
        assert is_kept, f"{what}: {found}, and the budget is {budget}"

    return add


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pages first, on the demo's own data: before the crowds have filled the courses and the advisers' calendars."""
    items.sort(key=lambda item: item.path.name != "test_pages.py")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table; a run of the whole folder also writes the page."""
    if not ROWS:
        return
    terminalreporter.write_line("\n" + report.table(ROWS))
    asked = {Path(each).resolve() for each in config.args}
    if asked == {Path(__file__).resolve().parent} and not config.option.keyword:
        report.write(ROWS, day=date.today(), load=LOAD)
        terminalreporter.write_line(f"Written to {report.PAGE.relative_to(servers.ROOT)}.")
