"""What each model declares about privacy, and the registry made of it.

    class Privacy:
        erase = ("note", "email")            # identifies a person or was told in confidence: emptied when forgotten
        keep = ("day", "channel")            # what we count; stays
        retention = Retention("advising.note", since="ended_at", months=12, fields=("note",))   # or a tuple, or none
        subject = "booking__client"          # look-up (or a tuple of them) from the row to the account it is about
        on_erase = "wipe"                    # or "delete": the row itself goes when the person is erased
        held_with = ("case",)                # a legal hold on that row holds this one too
        secret = ("password",)               # never exported, not even to the person

Every field but the primary key stands in `erase` or `keep`; an architecture test fails on one in neither. Erasure,
export, retention and key rotation are all generated from this registry.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise


@dataclass(frozen=True)
class Retention:
    """One rule of forgetting.

    Args:
        name: unique, such as `helpline.note`; the centre may set another period under this name.
        since: look-up of the date or datetime from which the period runs; rows where it is null are not touched.
        days, months: the period; exactly one. The row is forgotten on the day after the period has passed.
        fields: what is emptied; empty means all of `erase`.
        where: further condition on the rows.
        action: `wipe` empties fields, `delete` deletes the row.
        by: dotted path of `function(queryset, *, now) -> int` instead of `action`, for what is more than emptying.
        why: the purpose in plain words, shown at `/intern/oppsett/`.
    """

    name: str
    since: str
    days: int | None = None
    months: int | None = None
    fields: tuple[str, ...] = ()
    where: Q = field(default_factory=Q)
    action: str = "wipe"
    by: str = ""
    why: str | Promise = ""

    def __post_init__(self) -> None:
        if (self.days is None) == (self.months is None):
            msg = f"{self.name}: give days or months"
            raise ValueError(msg)


@dataclass(frozen=True)
class Declaration:
    """The privacy declaration of one model."""

    model: type[models.Model]
    erase: tuple[str, ...]
    keep: tuple[str, ...]
    retention: tuple[Retention, ...]
    subject: tuple[str, ...]
    on_erase: str
    held_with: tuple[str, ...]
    secret: tuple[str, ...]

    @property
    def undeclared(self) -> set[str]:
        """Names of fields in neither `erase` nor `keep`."""
        return field_names(self.model) - set(self.erase) - set(self.keep)

    @property
    def unknown(self) -> set[str]:
        """Names that are declared but are not fields."""
        return (set(self.erase) | set(self.keep)) - field_names(self.model)

    @property
    def both(self) -> set[str]:
        """Names that stand in both lists."""
        return set(self.erase) & set(self.keep)


def field_names(model: type[models.Model]) -> set[str]:
    """Names of the columns and many-to-many fields of a model, its primary key aside."""
    fields = [*model._meta.concrete_fields, *model._meta.local_many_to_many]
    return {each.name for each in fields if not each.primary_key}


def declaration(model: type[models.Model]) -> Declaration:
    """The declaration of a model; empty lists where it declares nothing."""
    given: Any = getattr(model, "Privacy", None)
    retention = getattr(given, "retention", ()) or ()
    subject = getattr(given, "subject", ())
    return Declaration(
        model=model,
        erase=tuple(getattr(given, "erase", ())),
        keep=tuple(getattr(given, "keep", ())),
        retention=(retention,) if isinstance(retention, Retention) else tuple(retention),
        subject=((subject,) if subject else ()) if isinstance(subject, str) else tuple(subject),
        on_erase=getattr(given, "on_erase", "wipe"),
        held_with=tuple(getattr(given, "held_with", ())),
        secret=tuple(getattr(given, "secret", ())),
    )


def our_models() -> Iterator[type[models.Model]]:
    """Every concrete model of this repository's apps, history tables included, in the order of the apps."""
    from pathlib import Path

    from django.conf import settings

    root = Path(settings.BASE_DIR)
    for app in apps.get_app_configs():
        path = Path(app.path)
        if path.is_relative_to(root) and not path.is_relative_to(root / ".venv"):
            yield from (model for model in app.get_models() if not model._meta.proxy)


def declarations() -> Iterator[Declaration]:
    """The declarations of every model of ours."""
    return (declaration(model) for model in our_models())
