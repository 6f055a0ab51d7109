"""From parsed calls to rows: COPY into a temporary table, compare with what is known, insert what is new.

An advisory lock makes imports follow one another, so that "known" stays true until the end of the transaction.
"""

import uuid
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from advising.enums.calls import CallSource
from advising.models import Call
from advising.services.import_calls.parsing import ParsedCall
from advising.services.import_calls.report import BadCell
from pio.core.fields import Sealed

LOCK = 0x63616C6C  # "call"
BATCH = 5_000
FIELDS = (
    "id", "external_key", "import_digest", "started_at", "duration_minutes", "channel", "kind", "caller_role",
    "relation", "caller_gender", "caller_age_band", "county", "municipality", "diagnosis_areas", "topics",
    "referred_from", "referred_to", "note", "source", "help_given", "severity", "amended",
)  # fmt: skip
NAMES = ", ".join(FIELDS)
NOTE: Any = Call._meta.get_field("note")


def lock_imports() -> None:
    """Wait until no other import runs; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def stage(calls: Iterable[ParsedCall]) -> int:
    """Write the calls to the temporary table, which goes with the transaction; returns how many."""
    count = 0
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS staged_call")
        cursor.execute(f"CREATE TEMP TABLE staged_call ON COMMIT DROP AS SELECT 0 AS line, {NAMES} "  # noqa: S608
                       "FROM advising_call WITH NO DATA")  # fmt: skip
        rows = iter(calls)
        while batch := list(islice(rows, BATCH)):  # understanding a row may ask the database: never during a COPY
            with cursor.copy(f"COPY staged_call (line, {NAMES}) FROM STDIN") as copy:
                for call in batch:
                    copy.write_row((call.line, *_row(call)))
            count += len(batch)
        cursor.execute("ANALYZE staged_call")
    return count


def _row(call: ParsedCall) -> tuple[Any, ...]:
    pk = uuid.uuid4()
    lists = {name: list(codes) for name, codes in call.lists.items()}
    return (
        pk, call.key, call.digest, call.started_at, call.duration_minutes, call.codes["channel"],
        call.codes["call_kind"], call.codes["caller_role"], call.codes["relation"], call.codes["caller_gender"],
        call.codes["caller_age_band"], call.place.county, call.place.municipality, lists["diagnosis_areas"],
        lists["topics"], lists["referred_from"], lists["referred_to"], NOTE.seal(call.note, pk) if call.note else None,
        CallSource.IMPORT.value, [], "", False,
    )  # fmt: skip


def compare() -> tuple[int, list[BadCell]]:
    """Look the staged calls up among the known ones.

    Returns:
        How many are known with the same values, and a bad cell for each that is known with other values.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT staged.line, call.import_digest = staged.import_digest, call.id, call.note, staged.id, staged.note"
            " FROM staged_call staged JOIN advising_call call USING (external_key) ORDER BY staged.line"
        )
        rows = cursor.fetchall()
    bad = [
        BadCell(line, "call_id", "…", _("samme svar som da samtalen ble importert første gang"))
        for line, same, pk, note, staged_pk, staged_note in rows
        if not (same and _opened(note, pk) == _opened(staged_note, staged_pk))
    ]
    return len(rows) - len(bad), bad


def _opened(note: bytes | None, pk: uuid.UUID) -> str:
    return "" if note is None else NOTE.open(Sealed(bytes(note)), pk)


def insert_new() -> int:
    """Move the staged calls that are not known into the log; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO advising_call ({NAMES}) SELECT {NAMES} FROM staged_call "  # noqa: S608 – our own names
            "ON CONFLICT (external_key) DO NOTHING"
        )
        return int(cursor.rowcount)
