"""How many statements a page costs, computed anew on the demo's data: the budgets that are numbers of queries."""

import json

import pytest

from tests.bench.conftest import Measured
from tests.bench.prepare import COURSE
from tests.bench.servers import Server, manage

PUBLIC = ("/kurs/", f"/kurs/{COURSE}/", "/grupper/", "/radgivning/bestill/")
LISTS = ("/intern/telefon/", "/intern/radgivning/", "/intern/kurs/", "/intern/grupper/")


@pytest.mark.parametrize(
    ("what", "who", "paths", "most"),
    [
        ("public page, computed", "", PUBLIC, 6),
        ("staff list", "leder@example.org", LISTS, 10),
        ("start page", "leder@example.org", ("/intern/",), 12),
        ("start page", "radgiver@example.org", ("/intern/",), 12),
    ],
)
def test_statements(what: str, who: str, paths: tuple[str, ...], most: int, portal: Server, measured: Measured) -> None:
    code = f"from tests.bench.prepare import count_statements; count_statements({who!r}, {paths!r})"
    found: dict[str, int] = json.loads(manage(portal.data_dir, "shell", "-c", code).splitlines()[-1])
    words = ", ".join(f"`{path}` {number}" for path, number in found.items())
    whose = f" of {who.split('@', 1)[0]}" if who else ""
    measured(f"statements of a {what}{whose}", f"≤ {most}", words, max(found.values()) <= most)
