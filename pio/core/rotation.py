"""Key rotation (P07): seal again, under the newest key, what stands under an older one, while the portal runs.

Resumable by nature: each batch looks for values whose first byte is not the newest key's id. A row that somebody holds
is skipped and comes back in a later round. An older key may be taken away when a run says that nothing is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.utils.module_loading import import_string
from psycopg import sql

from pio.core.fields import EncryptedField, SealedValueError, current_key_id

BATCH = 200


@dataclass
class Report:
    """The outcome for one column: sealed again, left (held by somebody), and the rows that do not open."""

    column: str
    rotated: int = 0
    left: int = 0
    broken: list[UUID] = field(default_factory=list)


def encrypted_columns() -> Iterator[tuple[type[models.Model], EncryptedField]]:
    """Every encrypted field of every model, whoever's it is."""
    for model in apps.get_models():
        if not model._meta.proxy and model._meta.managed:
            for each in model._meta.local_concrete_fields:
                if isinstance(each, EncryptedField):
                    yield model, each


def reports_of_others() -> Iterator[Report]:
    """Rotate what is sealed outside our columns: `ALSO_ROTATE` names functions that do so and return a Report."""
    for path in settings.ALSO_ROTATE:
        yield import_string(path)()


def rotate_column(model: type[models.Model], column: EncryptedField) -> Report:
    """Seal one column again, batch by batch, each in a transaction of its own."""
    report = Report(f"{model._meta.label}.{column.name}")
    while True:
        with transaction.atomic():
            rows = _older(model, column, report.broken)
            for key, value in rows:
                _rotate(model, column, key, value, report)
        if not rows:
            break
    report.left = _count_older(model, column) - len(report.broken)
    return report


def _rotate(model: type[models.Model], column: EncryptedField, key: UUID, value: bytes, report: Report) -> None:
    try:
        sealed = column.seal(column.open(value, key), key)
    except (SealedValueError, ValueError):
        report.broken.append(key)
        return
    model._base_manager.filter(pk=key).update(**{column.name: sealed})
    report.rotated += 1


def _query(text: str, model: type[models.Model], column: EncryptedField) -> sql.Composed:
    pk: Any = model._meta.pk
    names = {"table": model._meta.db_table, "column": str(column.column), "pk": pk.column}
    return sql.SQL(text).format(**{name: sql.Identifier(value) for name, value in names.items()})


def _older(model: type[models.Model], column: EncryptedField, but: list[UUID]) -> list[tuple[UUID, bytes]]:
    text = """
        SELECT {pk}, {column} FROM {table}
        WHERE length({column}) > 0 AND get_byte({column}, 0) <> %s AND NOT ({pk} = ANY(%s))
        ORDER BY {pk} LIMIT %s FOR UPDATE SKIP LOCKED
    """
    with connection.cursor() as cursor:
        cursor.execute(_query(text, model, column), [current_key_id(), but, BATCH])
        return [(key, bytes(value)) for key, value in cursor.fetchall()]


def _count_older(model: type[models.Model], column: EncryptedField) -> int:
    text = "SELECT count(*) FROM {table} WHERE length({column}) > 0 AND get_byte({column}, 0) <> %s"
    with connection.cursor() as cursor:
        cursor.execute(_query(text, model, column), [current_key_id()])
        return int(cursor.fetchone()[0])
