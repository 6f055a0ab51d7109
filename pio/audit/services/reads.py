"""Writing the log of reads: one entry for each reading, under the record's advisory lock; forgetting whole chains."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from pio.audit import chain as chaining
from pio.audit.models import ReadChain, ReadEntry


def log_read(*, by: Any, subject: models.Model, verb: str, reason: str = "", now: datetime) -> ReadEntry:
    """Write that `by` has read `subject`. One row for each call; call it once for each opened page.

    Args:
        by: the user.
        subject: the record that was opened: an ombud case, an advice session with its note.
        verb: what was read, `area.verb`, such as `cases.read`; never content.
        reason: why, where a reason was asked for (break-glass); sealed.
    """
    label, key = subject._meta.label, UUID(str(subject.pk))
    with transaction.atomic():
        _lock(label, key)
        head = ReadChain.objects.get_or_create(subject_type=label, subject=key)[0]
        entry = ReadEntry(chain=head, number=head.entries + 1, reader=by.pk, verb=verb, reason=reason or None, at=now)
        entry.digest = chaining.digest_of(entry, head, bytes(head.last_digest))
        entry.save(force_insert=True)
        head.entries, head.last_digest = entry.number, entry.digest
        head.seal = chaining.seal_of(head)
        head.save(update_fields=["entries", "last_digest", "seal"])
    return entry


def _lock(label: str, key: UUID) -> None:
    """Two readers of one record queue here; readers of different records do not meet."""
    number = int.from_bytes(hashlib.sha256(f"audit.read|{label}|{key}".encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def records_forgotten(model: type[models.Model], keys: Iterable[UUID], *, now: datetime) -> int:
    """Start the 24 months of the logs of records that were forgotten; the number of logs. Named in the settings."""
    heads = ReadChain.objects.filter(subject_type=model._meta.label, subject__in=list(keys), record_ended_on=None)
    return heads.update(record_ended_on=timezone.localdate(now))


def forget_chains(chains: models.QuerySet[ReadChain], *, now: datetime) -> int:
    """Delete whole logs whose time has passed; the only way past the trigger. Returns the number of logs."""
    keys = list(chains.values_list("pk", flat=True))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pio.forget_reads', 'on', true)")
        ReadEntry.objects.filter(chain__in=keys).delete()
        ReadChain.objects.filter(pk__in=keys).delete()
        cursor.execute("SELECT set_config('pio.forget_reads', 'off', true)")
    return len(keys)
