"""docs/promises.md names a test for everything that is promised, and each of them exists, runs and looks."""

import ast
import re
from functools import cache

import pytest

from tests.architecture.source import ROOT

NUMBERS = [f"P{number:02}" for number in range(1, 20)] + [f"B{number:02}" for number in range(1, 18)]
NEVER = {"skip", "skipif", "xfail", "importorskip"}
ROW = re.compile(r"^\| ([PB]\d\d) \| .+? \| (.+) \|$", re.MULTILINE)
TEXT = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
ROWS = {number: re.findall(r"`(test_\w+)`", tests) for number, tests in ROW.findall(TEXT)}


@cache
def suite() -> dict[str, list[ast.FunctionDef]]:
    """Every test of the suite by its name."""
    found: dict[str, list[ast.FunctionDef]] = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found.setdefault(node.name, []).append(node)
    return found


def test_every_promise_has_its_row() -> None:
    assert list(ROWS) == NUMBERS


@pytest.mark.parametrize("number", NUMBERS)
def test_promise_has_tests_that_run(number: str) -> None:
    assert ROWS[number]
    for name in ROWS[number]:
        assert name in suite(), f"{name} is named in docs/promises.md and is nowhere"
        nodes = [each for test in suite()[name] for each in ast.walk(test)]
        assert {each.attr for each in nodes if isinstance(each, ast.Attribute)} & NEVER == set()
        assert number[0] == "B" or name.startswith(f"test_{number.lower()}_")


def test_every_test_that_the_page_names_exists() -> None:
    assert set(re.findall(r"`(test_\w+)`", TEXT)) - set(suite()) == set()


def test_no_test_bears_a_number_that_was_never_promised() -> None:
    numbers = {name[5:8].upper() for name in suite() if re.match(r"test_p\d\d_", name)}
    assert numbers == {number for number in NUMBERS if number[0] == "P"}
