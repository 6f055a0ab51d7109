"""What every page is given by the base templates: the centre, the exit, whether this is a demo."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from pio.core import public_zone
from pio.portal import centre


def base(request: HttpRequest) -> dict[str, Any]:
    """Context of the base templates. Asks the database at most once a minute and process."""
    return {
        "centre": centre.lazily(),
        "exit_url": settings.PIO_EXIT_URL,
        "is_demo": settings.DEMO,
        "LANGUAGE_CODE": get_language(),
        "is_public_path": public_zone.is_public(request.path_info),
    }


def frame(*, now: datetime) -> tuple[object, ...]:
    """What the frame of a page for visitors says beside its address and language, to be compared."""
    return centre.at(now), settings.PIO_EXIT_URL, settings.DEMO
