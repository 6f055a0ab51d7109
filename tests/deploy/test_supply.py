"""`make audit` tells of known holes, and never calls unasked packages good."""

import json

import pytest

from tests import supply

GOOD = {"dependencies": [{"name": "django", "version": "5.2.19", "vulns": []}]}
BAD = {
    "dependencies": [
        {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]},
        {"name": "b", "version": "2", "vulns": [{"id": "CVE-2", "fix_versions": []}]},
        {"name": "c", "skip_reason": "not found"},
    ]
}
UNASKED = {"dependencies": [{"name": "a", "skip_reason": "not found"}]}
NPM = {"metadata": {"dependencies": {"total": 31}}, "vulnerabilities": {}}


@pytest.mark.parametrize(
    ("python", "npm", "code", "lines"),
    [
        (GOOD, NPM, 0, ["{}: 0 known holes in 1 packages", "package-lock.json: 0 known holes in 31 packages"]),
        (UNASKED, {"error": {}}, 0, ["{}: not audited, this network gives no advisories",
                                     "package-lock.json: not audited, this network gives no advisories"]),
        (BAD, NPM | {"vulnerabilities": {"x": {"severity": "high"}}}, 1, [
            "{}: 2 known holes in 2 packages, 1 could not be asked about",
            "  a 1: PYSEC-1, mended in 1.1", "  b 2: CVE-2, mended in no version yet",
            "package-lock.json: 1 known holes in 31 packages", "  x: high"]),
    ],
)  # fmt: skip
def test_what_is_told(python, npm, code, lines, capsys) -> None:
    def run(command: list[str]) -> str:
        return json.dumps(npm if "audit" in command else python)

    assert supply.main([], run=run) == code
    python_lines = [line for line in lines if "package-lock" not in line and line != "  x: high"]
    twice = [line.format(f"requirements/{name}.txt") for name in ("base", "test") for line in python_lines]
    assert capsys.readouterr().out.splitlines() == twice + lines[len(python_lines) :]


@pytest.mark.parametrize("output", ["", "not json", "{}"])
def test_a_tool_that_says_nothing_has_asked_nothing(output, capsys) -> None:
    assert supply.main([], run=lambda _command: output) == 0
    assert supply.main(["--strict"], run=lambda _command: output) == 2
