"""Drafts with boring content."""

from typing import Any
from uuid import UUID, uuid4

import factory

from pio.drafts.forms import Save
from pio.drafts.models import Draft
from tests.conftest import NOW

PATH = "/intern/telefon/ny/"


class DraftFactory(factory.django.DjangoModelFactory):
    """A draft of a call, saved just now."""

    class Meta:
        model = Draft

    client_id = factory.LazyFunction(uuid4)
    form = "call"
    content = factory.LazyFunction(lambda: {"path": PATH, "title": "Ny samtale", "fields": [["note", "sorg"]]})
    writer = factory.LazyFunction(uuid4)
    version = 1
    saved_at = NOW


def a_save(owner: UUID, **changes: Any) -> Save:
    """One save of the call form by `owner`."""
    values: dict[str, Any] = {
        "owner": owner, "form": "call", "writer": uuid4(), "base": 0, "version": 1, "is_empty": False,
        "path": PATH, "title": "Ny samtale", "fields": [["note", "sorg"]],
    }  # fmt: skip
    return Save(**values | changes)
