"""Every promise of privacy.md has a test with its number, and a guard that is gone is missed (P19)."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pio.core.table_files import safe_cell

TESTS = Path(__file__).resolve().parents[1]
PROMISES = {f"p{number:02}" for number in range(1, 20)}
MUTATIONS = {  # the guard that is switched off → the file and the test that must turn red
    "public_page_keeps_cookies": ("tests/core/test_public_pages.py", "test_p04_cookies_and_language"),
    "sealing_forgets_the_row": ("tests/core/test_fields.py", "test_p07_a_value_of_another_row"),
    "erasure_writes_no_ledger": ("tests/security/test_backup.py", "test_p17_the_ledger_tells"),
    "everybody_has_every_right": ("tests/accounts/test_rights.py", "test_walk_every_address"),
    "a_newcomer_passes_the_queue": ("tests/machines/test_waiting_list.py", "keeps_its_rules"),
    "a_form_sent_twice_books_twice": ("tests/machines/test_booking.py", "agree_whatever_happens"),
    "time_that_is_given_back_stays_taken": ("tests/machines/test_booking.py", "agree_whatever_happens"),
    "marks_are_never_locked": ("tests/machines/test_attendance.py", "after_the_lock"),
    "nobody_is_kept_from_a_case": ("tests/machines/test_case_access.py", "ones_own_cases"),
    "forms_need_no_token": ("tests/core/test_public_pages.py", "test_a_form_without_its_token"),
}


def test_p19_every_promise_has_a_test_with_its_number() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    assert PROMISES - set(re.findall(r"def test_(p\d\d)_", text)) == set()


@pytest.mark.parametrize("word", ["=1+1", "+47", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_p18_a_cell_that_a_spreadsheet_would_run_is_quoted(word: str) -> None:
    assert safe_cell(word) == f"'{word}"
    assert (safe_cell("Ola = Kari"), safe_cell(-2), safe_cell(None)) == ("Ola = Kari", -2, None)


def pytest_with(mutation: str, file: str, test: str) -> subprocess.CompletedProcess[str]:
    """Run one test of the suite, a guard switched off where `mutation` names one."""
    environment = os.environ | {"PIO_MUTATION": mutation}
    command = [
        sys.executable, "-m", "pytest", "-q", "--no-header", "--reuse-db", "-p", "tests.security.mutations", file,
        "-k", test, "-p", "no:cacheprovider", "-x",
    ]  # fmt: skip
    return subprocess.run(command, cwd=TESTS.parent, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_p19_a_guard_that_is_gone_turns_a_test_red(mutation: str) -> None:
    done = pytest_with(mutation, *MUTATIONS[mutation])
    assert done.returncode == 1, done.stdout[-2000:] + done.stderr[-500:]
    assert " failed" in done.stdout


@pytest.mark.slow
def test_without_a_mutation_the_same_tests_are_green() -> None:
    done = pytest_with("", *MUTATIONS["sealing_forgets_the_row"])
    assert done.returncode == 0, done.stdout[-2000:]
