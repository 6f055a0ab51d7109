"""What a test asks of a portal in other processes: `python -m tests.deploy.inside NAME …` prints the answer as JSON."""

import json
import sys

import django

django.setup()

# ruff: noqa: E402  models can be loaded only now
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.test import RequestFactory
from django.utils import timezone

from courses.models import Registration
from pio.accounts.models import User
from pio.accounts.sessions import SessionStore
from pio.messaging.models import OutboxMessage
from tests.courses.factories import offering


def course() -> str:
    """A course with room for everybody; its path."""
    return offering(timezone.now(), capacity=10_000, largest_party=1).get_absolute_url()


def session(role: str) -> str:
    """The cookie of a member of the staff who has just shown a second factor."""
    user = User.objects.create(email=f"{role}@example.org", name="Prøve", roles=[role], created_on=timezone.localdate())
    request = RequestFactory().get("/")
    request.session = SessionStore()
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_authentication(request, user, method="mfa", type="totp")
    request.session.save()
    return request.session.session_key


def signed_up() -> list[str]:
    """Who is registered: every address."""
    return sorted(row.email for row in Registration.objects.all())


def outbox() -> list[tuple[str, str, int]]:
    """Every message: key, state, re-sends after an ambiguous crash."""
    return list(OutboxMessage.objects.values_list("dedup_key", "state", "ambiguous_resends"))


def message_ids() -> dict[str, str]:
    """The Message-ID of each message by its key."""
    from pio.messaging.channels.email import message_id

    return {key: message_id(key) for key in OutboxMessage.objects.values_list("dedup_key", flat=True)}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
