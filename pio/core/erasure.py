"""A person's own rights, over the whole registry: export of what is about them, and erasure of it.

`Privacy.subject` leads from a row to the account. Erasure empties `erase` (or deletes the row where `on_erase` says so)
and never what we count; a legal hold keeps a row back. The ledger of erasures remembers it for restored backups.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from pio.core import emptying, erasure_ledger
from pio.core.privacy import Declaration, declarations
from pio.core.retention import held


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
        found = {
            declared.model: list(rows_about(declared, person).exclude(held(declared)).values_list("pk", flat=True))
            for declared in declarations()
            if declared.subject and not is_history(declared)
        }
        for declared in declarations():
            if found.get(declared.model):
                _erase(declared, found[declared.model], now=now)
        counts = {model._meta.label: len(keys) for model, keys in found.items() if keys}
        counts |= _erase_history(found)
        erasure_ledger.record("person", person, now=now)
        return counts


def is_history(declared: Declaration) -> bool:
    """Whether the model holds the earlier states of another."""
    return hasattr(declared.model, "pgh_tracked_model")


def _erase_history(found: Mapping[type[models.Model], list[UUID]]) -> dict[str, int]:
    """Delete the events of the erased rows, last of all: a deleted row leaves one event more."""
    counts = {}
    for declared in filter(is_history, declarations()):
        model: Any = declared.model
        if keys := found.get(model.pgh_tracked_model):
            counts[model._meta.label] = model._base_manager.filter(pgh_obj__in=keys).delete()[0]
    return counts


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
        if declared.subject and not is_history(declared):
            rows = [_exported(row, declared) for row in rows_about(declared, person).order_by("pk")]
            if rows:
                exported[declared.model._meta.label] = rows
    return exported


def _exported(row: models.Model, declared: Declaration) -> dict[str, Any]:
    fields = (field for field in row._meta.concrete_fields if field.name not in declared.secret)
    return {field.name: _plain(getattr(row, field.attname)) for field in fields}


def _plain(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value
