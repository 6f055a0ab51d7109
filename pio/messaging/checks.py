"""What a portal in production must not start with, as far as messages go."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def channels(*, app_configs: Sequence[Any] | None, **_options: object) -> list[CheckMessage]:
    """Refuse production that sends nowhere, or sends SMS to an address without https or without a key."""
    problems: list[CheckMessage] = []
    if settings.PRODUCTION and settings.PIO_MESSAGES_VIA != "live":
        problems.append(Error("PIO_MESSAGES_VIA must be live in production.", id="messaging.E001"))
    if settings.PIO_SMS_BACKEND not in {"console", "http"}:
        problems.append(Error("PIO_SMS_BACKEND must be console or http.", id="messaging.E002"))
    schemes = ("https://",) if settings.PRODUCTION else ("https://", "http://")
    if settings.PIO_SMS_BACKEND == "http" and not settings.PIO_SMS_URL.startswith(schemes):
        problems.append(Error("PIO_SMS_URL must be an https address.", id="messaging.E003"))
    if settings.PRODUCTION and settings.PIO_SMS_BACKEND == "http" and not settings.PIO_SMS_TOKEN:
        problems.append(Error("PIO_SMS_TOKEN is missing.", id="messaging.E004"))
    return problems
