"""Saving what a form says once: its draft goes with it, and the same form sent again changes nothing."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from pio.accounts.access import SignedInRequest
from pio.drafts import services


def save_once(request: SignedInRequest, save: Callable[[], object]) -> None:
    """Let the draft of the form go and save, in one transaction; what `save` raises leaves both as they were."""
    with transaction.atomic():
        if services.finish(request.POST.get("draft_id"), by=request.user, now=timezone.now()):
            save()
