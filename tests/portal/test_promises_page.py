"""/hva-vi-ser/ (P19): each claim is shown with its tests, and each of these is one that runs and can turn red."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from pio.portal.promises import CLAIMS

TESTS = Path(__file__).resolve().parents[1]
NEVER = {"skip", "skipif", "xfail"}
LOOKS = {"raises", "expect", "fail"}
NAMED = sorted({test for claim in CLAIMS for test in claim.tests})


@cache
def suite() -> dict[str, list[tuple[ast.FunctionDef, ast.Module]]]:
    """Every test function of the suite, with the file it stands in."""
    found: dict[str, list[tuple[ast.FunctionDef, ast.Module]]] = {}
    for path in TESTS.rglob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found.setdefault(node.name, []).append((node, tree))
    return found


def words(node: ast.AST) -> set[str]:
    """Every name and attribute below a node."""
    return {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)} | {
        each.id for each in ast.walk(node) if isinstance(each, ast.Name)
    }


@pytest.mark.parametrize("name", NAMED)
def test_p19_a_claim_rests_on_one_test_that_runs_and_looks(name: str) -> None:
    ((node, tree),) = suite()[name]
    marks = [each for each in tree.body if isinstance(each, ast.Assign) and "pytestmark" in words(each)]
    assert [word for each in (*node.decorator_list, *marks, node) for word in words(each) & NEVER] == []
    asserts = any(isinstance(each, ast.Assert) for each in ast.walk(node))
    assert asserts or words(node) & LOOKS or any(word.startswith(("assert", "check")) for word in words(node))


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "path"), [("nb", "/hva-vi-ser/"), ("en", "/en/hva-vi-ser/")])
def test_p19_the_page_shows_each_claim_with_its_tests(language: str, path: str) -> None:
    page = Client().get(path).content.decode()
    with translation.override(language):
        missing = [str(claim.text) for claim in CLAIMS if page.count(str(claim.text)) != 1]
    assert missing == []
    counts = Counter(test for claim in CLAIMS for test in claim.tests)
    assert {test: page.count(test) for test in counts} == dict(counts)
