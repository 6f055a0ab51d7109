"""What is measured of requests: how many, by route, status and time; nothing of their content, nobody's address.

The anonymous pages are one number without route, status or time, told in whole hundreds only: a count that rises by one
would say at which minute somebody wrote (P02). Counts of all web processes of one host meet in files in
`PIO_METRICS_DIR` (prometheus_client's multiprocess mode); who reads them is `metrics_page`.
"""

import os
import shutil
import time
from http import HTTPStatus
from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponseBase

from pio.core import public_zone

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
STEP = 100  # requests to the anonymous pages that become visible together


class Counters:
    """The counts of this process."""

    def __init__(self, folder: Path | None) -> None:
        """Begin to count; `folder` is where the counts of all processes meet, None keeps them in this one."""
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # read when prometheus_client is first imported
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self.registry = CollectorRegistry()
        self.seconds = Histogram(
            "pio_request_seconds", "Time until the answer began, by route and status.", ["route", "status"],
            buckets=BUCKETS, registry=self.registry,
        )  # fmt: skip
        self.anonymous = Counter(
            "pio_anonymous_requests", "Requests to the experiences, in whole hundreds.", registry=self.registry
        )
        self._anonymous = count(1)

    def took(self, request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        """Count one answered request."""
        if public_zone.is_anonymous(request.path_info):
            if next(self._anonymous) % STEP == 0:
                self.anonymous.inc(STEP)
            return
        status = response.status_code
        self.seconds.labels(route_of(request, status=status), str(status)).observe(seconds)


def route_of(request: HttpRequest, *, status: int) -> str:
    """The route's name: "static" for files, "copy" for a copy of a public page, "none" where no route was asked."""
    if request.path_info.startswith(public_zone.STATIC):
        return "static"
    match = request.resolver_match
    if match is not None:
        return match.view_name or "unnamed"
    return "copy" if status == HTTPStatus.OK else "none"


class MeasuredHandler(WSGIHandler):
    """Django's handler with a stopwatch around everything, copies of pages and static files included."""

    def __init__(self, counters: Counters) -> None:
        super().__init__()
        self.counters = counters

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, counted."""
        begun = time.perf_counter()
        response = super().get_response(request)
        self.counters.took(request, response, time.perf_counter() - begun)
        return response


def folder() -> Path:
    """Where the counts of this host's web processes meet."""
    return Path(settings.PIO_METRICS_DIR)


def clear() -> None:
    """Forget the counts of processes that are gone; called before any web process starts."""
    shutil.rmtree(folder(), ignore_errors=True)
