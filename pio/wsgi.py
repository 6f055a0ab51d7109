"""The WSGI application that granian serves. With `PIO_METRICS_PORT` its requests are counted and told on that port."""

import os
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pio.settings")


def _measured() -> Any:
    import django

    from pio.core import metrics, metrics_page

    django.setup(set_prefix=False)
    metrics_page.start(settings.PIO_METRICS_BIND, settings.PIO_METRICS_PORT)
    return metrics.MeasuredHandler(metrics.Counters(metrics.folder()))


application = _measured() if settings.PIO_METRICS_PORT else get_wsgi_application()
