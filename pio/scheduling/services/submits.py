"""The same form sent twice is one booking: a record by the form's key, written first in the transaction.

The record knows the day, never the time of day: with it, a booking made while somebody was on the telephone could be
found beside that call (product.md, helpline log).
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from pio.scheduling import intervals
from pio.scheduling.models import SubmitRecord
from pio.scheduling.needs import Outcome, Submit
from pio.scheduling.refusals import SubmitChanged

CLAIM = """INSERT INTO scheduling_submitrecord (id, key, body_hash, answer, created_at)
VALUES (%s, %s, %s, '{}', %s) ON CONFLICT (key) DO NOTHING"""


def once(submit: Submit, work: Callable[[], dict[str, str]], *, now: datetime) -> Outcome:
    """Do `work` unless this submit has been answered; then answer the same again. Needs a transaction.

    A copy that comes while the first is at work waits for it on the unique key. A refusal leaves no record, so the
    form can be sent again with another time. Raises SubmitChanged when the key comes with another body.
    """
    digest = _digest(submit)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, (uuid4(), submit.key, digest, _day_of(now)))
        claimed = cursor.rowcount == 1
    if not claimed:
        return _replay(submit, digest)
    answer = work()
    SubmitRecord.objects.filter(key=submit.key).update(answer=answer)
    return Outcome(answer=answer)


def _day_of(now: datetime) -> datetime:
    """Midnight in Oslo: the record must not tell when somebody booked while on the telephone with us."""
    return intervals.instant(intervals.on_day(intervals.oslo_date(now), None, None)[0][0])


def _replay(submit: Submit, digest: bytes) -> Outcome:
    record = SubmitRecord.objects.get(key=submit.key)
    if bytes(record.body_hash) != digest:
        raise SubmitChanged
    return Outcome(answer=record.answer, replayed=True)


def _digest(submit: Submit) -> bytes:
    body = json.dumps(submit.body, sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(body.encode()).digest()
