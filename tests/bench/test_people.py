"""What it costs to open the contact of 50 people, and to read 100,000 calls from a file."""

import csv
import os
import random
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from advising.models import SessionContact
from tests.advising.factories.sessions import AdviceSessionFactory, ContactFactory
from tests.bench.conftest import Measured
from tests.bench.servers import ROOT, Server, environment, manage

CALLS = 100_000
FORGET = "from advising.models import Call; Call.objects.filter(source='import', started_at__year__lt=2024).delete()"


@pytest.mark.django_db
def test_decrypting_a_list_of_50_people(measured: Measured) -> None:
    for _number in range(50):
        ContactFactory(session=AdviceSessionFactory())
    took = []
    for _round in range(20):
        rows = list(SessionContact.objects.all())
        begun = time.perf_counter()
        assert {row.email for row in rows} == {"kari@example.org"}
        took.append((time.perf_counter() - begun) * 1000)
    best = sorted(took)[len(took) // 2]
    measured("decrypting a list of 50 people", "≤ 5 ms", f"{best:.1f} ms", best <= 5)


def test_import_of_100_000_calls(portal: Server, tmp_path: Path, measured: Measured) -> None:
    file = tmp_path / "calls.csv"
    some, begun_on = random.Random(7), datetime(2019, 1, 2, 9)
    with file.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(["call_id", "started_at", "duration_minutes", "channel", "call_kind", "relation", "topics"])
        for number in range(CALLS):
            moment = begun_on + timedelta(minutes=5 * number % (5 * 365 * 24 * 60))
            lines.writerow([
                f"b{number}", f"{moment:%d.%m.%Y %H:%M}", some.randint(1, 60), "phone", "support",
                some.choice(["mother", "father", "sister"]), "burden",
            ])  # fmt: skip
    printed = tmp_path / "printed"
    begun = time.perf_counter()
    with printed.open("wb") as out:
        command = [sys.executable, "manage.py", "import_calls", str(file)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment(portal.data_dir), stdout=out, stderr=out)
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds, megabytes = time.perf_counter() - begun, usage.ru_maxrss / 1000
    lines_printed = printed.read_text(encoding="utf-8").strip().splitlines()
    assert lines_printed[-1] == f"{CALLS} imported, 0 unchanged, 0 rejected"
    manage(portal.data_dir, "shell", "-c", FORGET)  # the exports are measured by fewer
    found = f"{seconds:.0f} s, {megabytes:.0f} MB"
    measured("import of 100,000 calls", "≤ 60 s, ≤ 400 MB", found, seconds <= 60 and megabytes <= 400)
