"""Files that wait between preview and import: sealed, for half an hour, never on disk after the request.

The preview of an upload is a dry run; the same file is imported when the manager says yes. Until then it lies sealed in
the cache, under an id that travels in the form.
"""

import datetime as dt
import tempfile
import uuid
from pathlib import Path

from django.core.cache import cache
from django.utils.translation import gettext as _

from advising.services.import_calls import ImportReport, import_calls
from pio.core import fields
from pio.core.errors import Refusal

KEPT_SECONDS = 30 * 60
MAX_BYTES = 25 * 1024 * 1024
LABEL = "advising.call_upload"


class UploadGone(Refusal):
    """The half hour is over, or the file is imported already."""


class UploadTooLarge(Refusal):
    """The file is larger than an upload may be."""


def keep_upload(content: bytes) -> uuid.UUID:
    """Keep a file, sealed, for half an hour; returns its id.

    Raises:
        UploadTooLarge: more than 25 MB.
    """
    if len(content) > MAX_BYTES:
        raise UploadTooLarge(_("Fila er større enn 25 MB. Del den i flere, eller be teknikeren importere den."))
    upload_id = uuid.uuid4()
    cache.set(_key(upload_id), bytes(fields.seal(content, label=LABEL, pk=upload_id)), KEPT_SECONDS)
    return upload_id


def try_upload(upload_id: uuid.UUID, *, now: dt.datetime) -> ImportReport:
    """What an import of the kept file would do.

    Raises:
        UploadGone: it is kept no longer.
        FileUnreadable: it cannot be read.
    """
    return _run(upload_id, now=now, dry_run=True, partial=False)


def import_upload(upload_id: uuid.UUID, *, partial: bool, now: dt.datetime) -> ImportReport:
    """Import the kept file and forget it.

    Raises:
        UploadGone: it is kept no longer, or a second press of the button came after the first.
        FileUnreadable: it cannot be read.
    """
    report = _run(upload_id, now=now, dry_run=False, partial=partial)
    if report.imported:
        cache.delete(_key(upload_id))
    return report


def _run(upload_id: uuid.UUID, *, now: dt.datetime, dry_run: bool, partial: bool) -> ImportReport:
    sealed = cache.get(_key(upload_id))
    if sealed is None:
        raise UploadGone(_("Fila er ikke her lenger. Last den opp på nytt."))
    with tempfile.NamedTemporaryFile() as file:
        file.write(fields.unseal(sealed, label=LABEL, pk=upload_id))
        file.flush()
        return import_calls(Path(file.name), now=now, dry_run=dry_run, partial=partial)


def _key(upload_id: uuid.UUID) -> str:
    return f"advising-upload-{upload_id}"
