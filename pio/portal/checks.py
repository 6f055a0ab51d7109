"""What a browser must be told in production, and the order that the promises to visitors stand on.

The order is checked everywhere; the values only in production (`privacy.md`).
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import Error, register

FIRST = (
    "pio.core.middleware.PublicMiddleware",
    "pio.core.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
)
YEAR = 365 * 24 * 60 * 60  # seconds
MINUTE = 60  # seconds: the oldest a copy of a public page may be
SELF = ["'self'"]
POLICY = {
    "default-src": ["'none'"],
    "script-src": SELF,
    "style-src": SELF,
    "font-src": SELF,
    "connect-src": SELF,
    "manifest-src": SELF,
    "img-src": ["'self'", "data:"],
    "form-action": SELF,
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}


@register()
def visitors_are_protected(app_configs: Sequence[Any] | None, **_kwargs: Any) -> list[Error]:
    """Refuse an order or a value that would break a promise of `/hva-vi-ser/`."""
    faults = {
        f"MIDDLEWARE must begin with {', '.join(FIRST)}.": tuple(settings.MIDDLEWARE[: len(FIRST)]) == FIRST,
        "CONTENT_SECURITY_POLICY differs from privacy.md.": settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] == POLICY,
        "PIO_PAGE_SECONDS may be 60 at most.": settings.PIO_PAGE_SECONDS <= MINUTE,
        "SECURE_REFERRER_POLICY must be same-origin.": settings.SECURE_REFERRER_POLICY == "same-origin",
    }
    if settings.PRODUCTION:
        faults |= {
            "SECURE_HSTS_SECONDS must be a year or more.": settings.SECURE_HSTS_SECONDS >= YEAR,
            "PIO_EXIT_URL must be https.": settings.PIO_EXIT_URL.startswith("https://"),
        }
    return [
        Error(words, id=f"portal.E{number:03}") for number, (words, good) in enumerate(faults.items(), 1) if not good
    ]
