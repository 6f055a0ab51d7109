"""What a migration may do while web processes of the version before still run on the schema (docs/operations.md).

They do not know new columns and still read and write old ones. So nothing they use goes away or changes its meaning in
the version that stops using it, and a new column fills itself.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.migrations import operations as ops
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

TAKES_AWAY = (ops.RemoveField, ops.DeleteModel, ops.RenameField, ops.RenameModel, ops.AlterModelTable)
NARROWS = re.compile(
    r"\b(DROP\s+(TABLE|COLUMN)|RENAME\s+(TO|COLUMN)|SET\s+NOT\s+NULL|ALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE)\b",
    re.IGNORECASE,
)


def breaches(migration: Migration, before: ProjectState) -> Iterator[str]:
    """What in a migration would break the code of the version before, as `migration: operation`; empty = safe.

    Args:
        migration: the migration to judge.
        before: the state of the models before it.
    """
    name = f"{migration.app_label}.{migration.name}"
    state, new = before.clone(), set()
    for operation in migration.operations:
        if isinstance(operation, ops.CreateModel):
            new.add(operation.name_lower)
        elif getattr(operation, "model_name_lower", getattr(operation, "name_lower", "")) not in new:
            yield from (f"{name}: {words}" for words in _of_operation(operation, state, migration.app_label))
        operation.state_forwards(migration.app_label, state)


def _of_operation(operation: Any, state: ProjectState, app: str) -> Iterator[str]:
    if isinstance(operation, TAKES_AWAY):
        yield f"{type(operation).__name__} {operation.describe()}"
    elif isinstance(operation, ops.AddField):
        if not _fills_itself(operation.field):
            yield f"{operation.model_name}.{operation.name} must be null or have db_default: old code does not write it"
    elif isinstance(operation, ops.AlterField):
        old = state.models[app, operation.model_name_lower].fields[operation.name]
        yield from (f"{operation.model_name}.{operation.name} {words}" for words in _narrower(old, operation.field))
    elif isinstance(operation, ops.AddConstraint):
        yield f"a new rule for rows that old code writes: {operation.constraint.name}"
    elif isinstance(operation, ops.RunSQL):
        yield from (f"SQL takes away or narrows: {each[0]}" for each in NARROWS.finditer(str(operation.sql)))


def _fills_itself(field: models.Field) -> bool:
    return field.null or field.many_to_many or field.db_default is not NOT_PROVIDED


def _narrower(old: models.Field, new: models.Field) -> Iterator[str]:
    if old.null and not new.null:
        yield "may not become NOT NULL while old code writes NULL"
    if old.get_internal_type() != new.get_internal_type():
        yield f"may not change from {old.get_internal_type()} to {new.get_internal_type()}"
    if (old.max_length or 0) > (new.max_length or old.max_length or 0):
        yield f"may not become shorter than {old.max_length}"
    if new.unique and not old.unique:
        yield "may not become unique while old code may write it twice"
