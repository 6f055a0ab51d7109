"""Rows of the sample app and accounts; boring defaults."""

import uuid
from datetime import datetime

from pio.accounts.models import User
from tests.core.sample.models import Client, Visit


def user(**values) -> User:
    """An account without roles."""
    return User.objects.create(**{"email": f"{uuid.uuid4().hex}@example.org", "name": "Prøve Person"} | values)


def client(**values) -> Client:
    """A client with something in every field that is forgotten."""
    return Client.objects.create(**{
        "note": "Et notat", "short": "kort", "facts": {"a": [1, "æ"]}, "seed": b"\x00\x01", "name": "Prøve Person",
        "email": f"{uuid.uuid4().hex}@example.org", "tags": ["en"], "answers": {"x": 1},
    } | values)  # fmt: skip


def visit(of: Client, at: datetime, **values) -> Visit:
    """A visit of a client."""
    return Visit.objects.create(**{"client": of, "text": "Det vi snakket om", "at": at} | values)
