"""The components with sample inputs, for those who build pages. Only in the demo."""

from datetime import time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.messages import ERROR, SUCCESS, WARNING
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pio.core import sample_form
from pio.core.joining import Row
from pio.core.public import public_page

ICONS = (
    "phone", "menu", "leave", "arrow", "back", "warning", "today", "calendar", "people", "book", "door", "pen", "bars",
    "gear", "check", "cross", "clock", "info", "mail", "video", "download", "print", "plus", "lock", "search",
)  # fmt: skip


@public_page()
def components(request: HttpRequest) -> HttpResponse:
    """Every component once, with its name."""
    if not settings.DEMO:
        raise Http404
    return render(request, "portal/components.html", _samples())


def _samples() -> dict[str, Any]:
    return {
        "icons": ICONS,
        "form": sample_form.filled(),
        "wrong_form": sample_form.wrong(),
        "page": Paginator(range(100), 10).page(3),
        "tabs": [
            {"label": "Dag", "url": "?dag", "is_current": True},
            {"label": "Uke", "url": "?uke", "is_current": False},
        ],
        "head": ["Måned", "Samtaler"],
        "rows": [["Januar", 141], [{"text": "Februar", "url": "#"}, 138]],
        "said": [Message(SUCCESS, "Timen er flyttet."), Message(WARNING, "Noen kom først."), Message(ERROR, "Feilet.")],
        "day": timezone.localdate() + timedelta(days=4),
        "steps": ["Hvordan", "Tid", "Hvem", "Sjekk"],
        "days": [
            {"name": "mandag", "opens": time(9), "closes": time(15)},
            {"name": "tirsdag", "opens": None, "closes": None},
        ],
        "line": Row("Oppmøte, rom 2", "#", "Åpne", "12.00", "Mor og far. 3. time"),
        "late": Row("Ring opp igjen, 2. forsøk", "#", "Ring", "Forfalt", "Skulle vært ringt fredag", is_late=True),
    }
