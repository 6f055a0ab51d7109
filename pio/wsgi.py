"""The WSGI application that granian serves. With `PIO_METRICS_PORT` its requests are counted and told on that port.

What is loaded here lives as long as the process, so the collector of garbage leaves it alone: to look through it took a
tenth of a second each time, in the middle of somebody's request.
"""

import gc
import os
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pio.settings")


def _measured() -> Any:
    import django

    from pio.core import metrics, metrics_page

    django.setup(set_prefix=False)
    metrics_page.start(settings.PIO_METRICS_BIND, settings.PIO_METRICS_PORT)
    return metrics.MeasuredHandler(metrics.Counters(metrics.folder()))


def _loaded() -> Any:
    """The application with every page behind it."""
    gc.disable()
    made = _measured() if settings.PIO_METRICS_PORT else get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018  loads the views
    gc.freeze()
    gc.enable()
    return made


application = _loaded()
