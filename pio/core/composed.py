"""Readings whose SQL is composed once and sent again and again with other values.

Django composes a statement anew for every request, which on a page for visitors takes longer than sending it. A page
that everybody asks for says what it reads as a queryset; the statement is kept for the life of the process, and only
the values differ (docs/decisions/0293).
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.models import Lookup, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

MOST_SHAPES = 64  # of one reading: its filters and its pages
Value = str | date | list[Any]
Raw = tuple[Any, ...]
M = TypeVar("M", bound=Model)


class AnyOf(Lookup):
    """`filter(AnyOf(F("offering"), keys))`: as `in`, but one parameter, so that the text is the same for any number."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """The comparison with an array."""
        sql, parameters = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s)", [*parameters, self.rhs]


@dataclass(frozen=True)
class Statement:
    """A composed statement: its database, its text and parameters, and what tells how its rows become objects."""

    using: str
    sql: str
    parameters: Sequence[object]
    marks: dict[str, Value]
    compiler: Any

    def filled(self, values: dict[str, Value]) -> list[Any]:
        """The parameters, with each mark replaced by its value."""
        found = {id(mark): values[name] for name, mark in self.marks.items()}
        return [found.get(id(each), each) for each in self.parameters]


class Reading(Generic[M]):
    """A queryset of whole objects that is composed once for each shape of it; every shape has the same columns.

    Args:
        compose: takes the shape by position and the values by name, and gives the queryset. The statement may depend
            on the shape alone; every value must reach it as it is, as a parameter.
    """

    def __init__(self, compose: Callable[..., QuerySet[M]]) -> None:
        self._compose = compose
        self._statement = lru_cache(maxsize=MOST_SHAPES)(self._composed)
        self._newest: Statement

    def rows(self, *shape: Hashable, **values: Value) -> list[Raw]:
        """The rows as the database gives them, to compare and to make `objects` of; one query.

        Raises:
            ImproperlyConfigured: a value does not reach the statement as a parameter.
            TransactionManagementError: the queryset locks its rows, and there is no transaction to keep them locked.
        """
        statement = self._statement(shape, tuple((name, type(value)) for name, value in values.items()))
        connection: Any = connections[statement.using]  # pio/core/postgresql
        if statement.compiler.query.select_for_update and connection.get_autocommit():  # Django asks when composing
            raise TransactionManagementError("rows are locked in a transaction only")
        found: list[Raw] = connection.fetch_prepared(statement.sql, statement.filled(values))
        return found

    def objects(self, rows: Collection[Raw]) -> list[M]:
        """What the queryset would make of rows that `rows` has given; no query."""
        if not rows:
            return []
        statement = self._newest
        compiler = statement.compiler
        model, fields = compiler.klass_info["model"], compiler.klass_info["select_fields"]
        names = [compiler.select[at][0].target.attname for at in fields]
        populators = get_related_populators(compiler.klass_info, compiler.select, statement.using)  # type: ignore[call-arg]
        found: list[M] = []
        for row in compiler.results_iter([rows]):
            made = model.from_db(statement.using, names, row[fields[0] : fields[-1] + 1])
            for name, at in compiler.annotation_col_map.items():
                setattr(made, name, row[at])
            for related in populators:
                related.populate(row, made)
            found.append(made)
        return found

    def _composed(self, shape: tuple[Hashable, ...], kinds: tuple[tuple[str, type], ...]) -> Statement:
        marks = {name: _mark(kind, number) for number, (name, kind) in enumerate(kinds)}
        queryset = self._compose(*shape, **marks)
        compiler: Any = queryset.query.get_compiler(using=queryset.db)
        sql, parameters = compiler.as_sql()
        for name, mark in marks.items():
            if not any(each is mark for each in parameters):
                raise ImproperlyConfigured(f"{name} does not reach the statement as a parameter")
        self._newest = Statement(queryset.db, sql, parameters, marks, compiler)
        return self._newest


def _mark(kind: type, number: int) -> Value:
    """A value of the kind that is known again because no other is the same object."""
    if issubclass(kind, list):
        return [number]
    if issubclass(kind, datetime):
        return datetime(1, 1, 2, microsecond=number, tzinfo=UTC)
    return date(1, 1, 2 + number) if issubclass(kind, date) else f"value {number}"


def attach(owner: Model, name: str, found: list[Any]) -> None:
    """Let `owner.<name>.all()` be these objects without a query, as after `prefetch_related`."""
    related: Any = getattr(owner, name).all()
    related._result_cache = found  # noqa: SLF001  what prefetch_related itself does
    cached: dict[str, Any] = owner.__dict__.setdefault("_prefetched_objects_cache", {})
    cached[name] = related
