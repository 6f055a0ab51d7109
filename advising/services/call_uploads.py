"""Files that wait between preview and import: sealed, for half an hour, worked on by a worker, then forgotten.

An upload is a file and a job, both sealed in the cache under one random id. The job first looks (a dry run), and
imports when the manager says yes. It says how far it has come, and at the end what an import would do or has done. The
file is forgotten when something was imported, or when the half hour is over; while a worker reads it, it lies in a
temporary file of that process. An import is all or nothing, so a worker that dies leaves nothing behind; a job that
has not been heard of for a while has stopped.
"""

import datetime as dt
import json
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from advising.services.import_calls import BadCell, FileUnreadable, ImportReport, import_calls
from advising.services.import_calls.parsing import Parser
from advising.services.import_calls.reading import open_lines
from pio.celery import app
from pio.core import fields
from pio.core.errors import Refusal

KEPT_SECONDS = 30 * 60
MAX_BYTES = 25 * 1024 * 1024
FILE, JOB = "advising.call_upload", "advising.call_upload_job"
SHOWN_ERRORS = 200
SILENCE = dt.timedelta(seconds=120)
"""The longest that a job at work says nothing: writing 100,000 rows at the end, on a busy machine."""
PREVIEW, IMPORT = "preview", "import"
WAITING, RUNNING, DONE = "waiting", "running", "done"
TASK = "advising.tasks.call_uploads.work_on"


class UploadGone(Refusal):
    """The half hour is over, or the file is imported already."""


class UploadTooLarge(Refusal):
    """The file is larger than an upload may be."""


class UploadBusy(Refusal):
    """A worker is at it already."""


@dataclass(frozen=True)
class Job:
    """How far an upload has come.

    Args:
        act: `preview` or `import`.
        state: `waiting`, `running`, `done`.
        share: of the file that is read, 0 to 1.
        heard: when the worker last said something, seconds since 1970.
        language: of the person who waits.
        error: a sentence when the file cannot be read.
        report: what an import would do, or has done; at most `SHOWN_ERRORS` bad cells, `hidden` more.
    """

    act: str = PREVIEW
    partial: bool = False
    state: str = WAITING
    share: float = 0.0
    heard: float = 0.0
    language: str = "nb"
    error: str = ""
    report: ImportReport = field(default_factory=ImportReport)
    hidden: int = 0

    @property
    def percent(self) -> int:
        """The share in whole per cent."""
        return int(self.share * 100)

    @property
    def importable(self) -> int:
        """How many rows an import would add."""
        return self.report.good - self.report.unchanged

    @property
    def is_imported(self) -> bool:
        """Whether the import has been done."""
        return self.state == DONE and self.act == IMPORT and (self.partial or not self.report.bad_cells)

    def has_stopped(self, *, now: dt.datetime) -> bool:
        """Whether the worker has not been heard of for too long."""
        return self.state == RUNNING and now.timestamp() - self.heard > SILENCE.total_seconds()


def keep_upload(content: bytes, *, now: dt.datetime) -> uuid.UUID:
    """Keep a file, sealed, for half an hour; returns its id.

    Raises:
        UploadTooLarge: more than 25 MB.
        FileUnreadable: it is no CSV or XLSX, or its first line is not the header.
    """
    if len(content) > MAX_BYTES:
        raise UploadTooLarge(_("Fila er større enn 25 MB. Del den i flere, eller be teknikeren importere den."))
    with _on_disk(content) as path, open_lines(path) as lines:
        Parser(ImportReport(), now=now).read_header(lines)
    upload_id = uuid.uuid4()
    _put(FILE, upload_id, content)
    return upload_id


def begin(upload_id: uuid.UUID, *, act: str, partial: bool = False, now: dt.datetime) -> Job:
    """Have a worker look at the file, or import it.

    Raises:
        UploadGone: it is kept no longer.
        UploadBusy: a worker is at it, as after a second press of the button.
    """
    if _get(FILE, upload_id) is None:
        raise UploadGone(_("Fila er ikke her lenger. Last den opp på nytt."))
    before = job_of(upload_id)
    if before and before.state != DONE and not before.has_stopped(now=now):
        raise UploadBusy(_("Fila blir lest akkurat nå."))
    job = Job(act=act, partial=partial, heard=now.timestamp(), language=translation.get_language() or "nb")
    _write(upload_id, job)
    transaction.on_commit(lambda: _wake(upload_id))
    return job


def job_of(upload_id: uuid.UUID) -> Job | None:
    """How far the upload has come; None when it is forgotten."""
    text = _get(JOB, upload_id)
    if text is None:
        return None
    data: dict[str, Any] = json.loads(text)
    report = data.pop("report")
    report["bad_cells"] = [BadCell(**cell) for cell in report["bad_cells"]]
    return Job(**data, report=ImportReport(**report))


def work_on(upload_id: uuid.UUID, *, now: dt.datetime) -> None:
    """Do what the job says; a file that is gone, and a job that somebody else has done, are passed over."""
    content, job = _get(FILE, upload_id), job_of(upload_id)
    if content is None or job is None or job.state == DONE:
        return
    job = replace(job, state=RUNNING)

    def tell(share: float) -> None:
        _write(upload_id, replace(job, share=share, heard=timezone.now().timestamp()))

    tell(0.0)
    try:
        with translation.override(job.language), _on_disk(content) as path:
            report = import_calls(path, now=now, dry_run=job.act == PREVIEW, partial=job.partial, progress=tell)
    except FileUnreadable as refusal:
        _write(upload_id, replace(job, state=DONE, error=refusal.message))
        return
    hidden = max(0, len(report.bad_cells) - SHOWN_ERRORS)
    report.bad_cells = report.bad_cells[:SHOWN_ERRORS]
    done = replace(job, state=DONE, share=1.0, report=report, hidden=hidden)
    _write(upload_id, done)
    if done.is_imported:
        cache.delete(_key(FILE, upload_id))


def _wake(upload_id: uuid.UUID) -> None:
    """Ask a worker; should the broker be away, the job is forgotten, and the page asks for the file again."""
    try:
        app.send_task(TASK, [str(upload_id)], retry=False, ignore_result=True, expires=KEPT_SECONDS)
    except (OperationalError, OSError, RedisError):
        cache.delete(_key(JOB, upload_id))


@contextmanager
def _on_disk(content: bytes) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        yield Path(file.name)


def _write(upload_id: uuid.UUID, job: Job) -> None:
    _put(JOB, upload_id, json.dumps(asdict(job)).encode())


def _put(label: str, upload_id: uuid.UUID, content: bytes) -> None:
    cache.set(_key(label, upload_id), bytes(fields.seal(content, label=label, pk=upload_id)), KEPT_SECONDS)


def _get(label: str, upload_id: uuid.UUID) -> bytes | None:
    sealed = cache.get(_key(label, upload_id))
    return fields.unseal(sealed, label=label, pk=upload_id) if sealed is not None else None


def _key(label: str, upload_id: uuid.UUID) -> str:
    return f"{label}-{upload_id}"
