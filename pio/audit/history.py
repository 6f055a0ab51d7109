"""Change history (`privacy.md`, architecture): triggers keep each earlier state of structured fields.

`@history.track()` keeps the fields that the model's `Privacy` keeps, so no free text, no identity and no sealed value
reaches a history table. Not for calls and experiences. Each event carries who and which verb, when the service that
writes runs in `history.acting(by, verb)`; addresses and URLs are never stored. Events are erased with the person.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar
from uuid import UUID

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from pio.core.privacy import Retention, declaration, field_names

Model = TypeVar("Model", bound=type[models.Model])
EVENT_FIELDS = ("pgh_created_at", "pgh_label", "pgh_obj", "pgh_context")
MONTHS_KEPT = 24  # as the log of reads


def track(
    *, fields: tuple[str, ...] | None = None, months: int = MONTHS_KEPT, inserts: bool = True
) -> Callable[[Model], Model]:
    """Keep the history of a model in `<Model>Event`: inserts, updates and deletes.

    Args:
        fields: which fields; by default all that `Privacy.keep` names.
        months: how long events are kept.
        inserts: False where the moment of making must not be known finer than the row's own day.

    Raises:
        ValueError: a field is one that `Privacy.erase` names.
    """

    def tracked(model: Model) -> Model:
        declared = declaration(model)
        columns = {each.name for each in model._meta.concrete_fields} & field_names(model)
        kept = [name for name in (fields or declared.keep) if name in columns]
        if secret := set(kept) & set(declared.erase):
            msg = f"{model._meta.label}: {', '.join(sorted(secret))} is erased with the person, so it has no history"
            raise ValueError(msg)
        pk = model._meta.pk
        assert pk is not None  # noqa: S101 – every model has one
        pghistory.track(
            *([pghistory.InsertEvent()] if inserts else []),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            fields=[pk.name, *kept],
            obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
            context_field=pghistory.ContextJSONField(),
            context_id_field=None,  # type: ignore[arg-type]  # None leaves it out, says the function
            model_name=f"{model.__name__}Event",
            attrs={"Privacy": _privacy_of_events(model, pk.name, kept, declared.subject, months)},
        )(model)
        return model

    return tracked


def _privacy_of_events(
    model: type[models.Model], pk: str, kept: list[str], subject: tuple[str, ...], months: int
) -> type:
    rule = Retention(
        f"history.{model._meta.label_lower}",
        since="pgh_created_at",
        months=months,
        action="delete",
        why=_("Viser hvem som endret hva."),
    )
    return type(
        "Privacy",
        (),
        {
            "erase": (),
            "keep": (*EVENT_FIELDS, pk, *kept),
            "retention": rule,
            "on_erase": "delete",
            "held_with": ("pgh_obj",),
            "subject": tuple(f"pgh_obj__{path}" for path in subject),
        },
    )


def acting(by: Any, verb: str) -> AbstractContextManager[Any]:
    """Name who writes and why, for the events of all writes inside: `with history.acting(by, "session.cancel"):`.

    Args:
        by: a user, their key, or None when the portal itself acts.
        verb: `area.verb`, as in the table of rights.
    """
    user: UUID | None = getattr(by, "pk", by)
    return pghistory.context(user=str(user) if user else None, verb=verb)
