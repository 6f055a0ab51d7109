"""Rules of emptying: what a forgotten field holds afterwards, and how many rows at once.

Null where the column allows it; else the default, an empty text, list or object. A unique text gets a random value, so
that any number of people can be forgotten. A sealed column that cannot be null holds a sealed emptiness.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from pio.core.fields import EncryptedBinaryField, EncryptedField, EncryptedJSONField

EMPTY_SEALED = {EncryptedJSONField: None, EncryptedBinaryField: b""}


class CannotBeEmptiedError(TypeError):
    """A field stands in `Privacy.erase` but its column can hold nothing empty; make it nullable."""


def _of_each_row(field: "models.Field[Any, Any]") -> bool:
    """Whether the empty value differs from row to row."""
    return not field.null and (field.unique or isinstance(field, EncryptedField))


def empty_value(field: "models.Field[Any, Any]") -> Any:
    """What the column holds when it is forgotten. Raises CannotBeEmptiedError."""
    if field.null:
        return None
    if field.has_default():
        return field.get_default()
    if isinstance(field, models.CharField | models.TextField | models.FileField):
        return ""
    if isinstance(field, ArrayField):
        return []
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.BinaryField):
        return b""
    msg = f"{field.model._meta.label}.{field.name} cannot be emptied; allow null"
    raise CannotBeEmptiedError(msg)


def _value_of_row(field: "models.Field[Any, Any]", pk: uuid.UUID) -> Any:
    if isinstance(field, EncryptedField):
        return field.seal(EMPTY_SEALED.get(type(field), ""), pk)
    if isinstance(field, models.EmailField):
        return f"{uuid.uuid4().hex}@slettet.invalid"
    if isinstance(field, models.CharField | models.TextField):
        return uuid.uuid4().hex[: field.max_length]
    if isinstance(field, models.BinaryField):
        return uuid.uuid4().bytes
    return empty_value(field)


def not_yet_empty(model: type[models.Model], names: Iterable[str]) -> Q:
    """Rows in which at least one of the fields still holds something."""
    wanted = Q()
    for name in names:
        field: Any = model._meta.get_field(name)
        if isinstance(field, models.ManyToManyField) or field.null:
            wanted |= Q(**{f"{name}__isnull": False})
        elif _of_each_row(field):
            return Q()
        else:
            wanted |= ~Q(**{name: empty_value(field)})
    return wanted


def empty(model: type[models.Model], keys: Sequence[uuid.UUID], names: Sequence[str], *, now: datetime) -> None:
    """Empty fields of rows, in one transaction; related rows of a many-to-many field are unlinked, files deleted."""
    rows = model._base_manager.filter(pk__in=keys)
    plain: dict[str, Any] = {}
    with transaction.atomic():
        for name in names:
            field: Any = model._meta.get_field(name)
            if field.many_to_many:
                through: Any = field.remote_field.through
                through._base_manager.filter(**{f"{field.m2m_field_name()}__in": keys}).delete()
            elif _of_each_row(field):
                for key in keys:
                    model._base_manager.filter(pk=key).update(**{name: _value_of_row(field, key)})
            else:
                _delete_files(field, rows)
                plain[name] = empty_value(field)
        if plain:
            rows.update(**plain)
        tell(model, keys, now=now)


def _delete_files(field: "models.Field[Any, Any]", rows: models.QuerySet[Any]) -> None:
    if isinstance(field, models.FileField):
        for name in rows.exclude(**{field.name: ""}).values_list(field.name, flat=True):
            transaction.on_commit(partial(field.storage.delete, name))


def tell(model: type[models.Model], keys: Sequence[uuid.UUID], *, now: datetime) -> None:
    """Tell the part named in `ON_FORGOTTEN` (the log of reads) that rows were forgotten."""
    if target := getattr(settings, "ON_FORGOTTEN", ""):
        import_string(target)(model, keys, now=now)
