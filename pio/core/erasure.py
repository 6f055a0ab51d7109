"""A person's own rights, over the whole registry: export of what is about them, and erasure of it.

`Privacy.subject` leads from a row to the account. Erasure empties `erase` (or deletes the row where `on_erase` says so)
and never what we count; a legal hold keeps a row back.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from pio.core import emptying
from pio.core.privacy import Declaration, declarations
from pio.core.retention import held

HISTORY_FIRST = 0  # events are deleted before the rows they are about
THEN_ROWS = 1


def rows_about(declared: Declaration, person: UUID) -> models.QuerySet[Any]:
    """The rows of a model that are about the person's account; none where the model names no subject."""
    if not declared.subject:
        return declared.model._base_manager.none()
    wanted = Q()
    for path in declared.subject:
        wanted |= Q(**{path: person})
    return declared.model._base_manager.filter(wanted).distinct()


def erase_person(person: UUID, *, now: datetime) -> dict[str, int]:
    """Erase what is about a person, in one transaction.

    Returns:
        For each model with rows about them (`app.Model`), how many rows were emptied or deleted.
    """
    with transaction.atomic():
        found = [
            (declared, list(rows_about(declared, person).exclude(held(declared)).values_list("pk", flat=True)))
            for declared in declarations()
            if declared.subject
        ]
        for declared, keys in sorted(found, key=lambda pair: _turn(pair[0])):
            if keys:
                _erase(declared, keys, now=now)
    return {declared.model._meta.label: len(keys) for declared, keys in found if keys}


def _turn(declared: Declaration) -> int:
    return HISTORY_FIRST if declared.on_erase == "delete" else THEN_ROWS


def _erase(declared: Declaration, keys: list[UUID], *, now: datetime) -> None:
    if declared.on_erase == "delete":
        emptying.tell(declared.model, keys, now=now)
        declared.model._base_manager.filter(pk__in=keys).delete()
    elif declared.erase:
        emptying.empty(declared.model, keys, declared.erase, now=now)


def export_person(person: UUID) -> dict[str, list[dict[str, Any]]]:
    """Everything about a person, opened, by model: what erasure would empty and what is kept.

    Left out: what the model names in `Privacy.secret` (passwords, keys), and history, whose state stands in the rows.
    Values are Python's; `DjangoJSONEncoder` writes them.
    """
    exported: dict[str, list[dict[str, Any]]] = {}
    for declared in declarations():
        if declared.subject and not hasattr(declared.model, "pgh_tracked_model"):
            rows = [_exported(row, declared) for row in rows_about(declared, person).order_by("pk")]
            if rows:
                exported[declared.model._meta.label] = rows
    return exported


def _exported(row: models.Model, declared: Declaration) -> dict[str, Any]:
    fields = (field for field in row._meta.concrete_fields if field.name not in declared.secret)
    return {field.name: _plain(getattr(row, field.attname)) for field in fields}


def _plain(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value
