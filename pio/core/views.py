"""Pages of the core: what monitors ask."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pio.core import health


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this web process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether the whole portal is ready; 503 with the names of what is not."""
    checks = health.report(now=timezone.now())
    ready = all(checks.values())
    answer = {"ready": ready, "checks": checks}
    response = JsonResponse(answer, status=200 if ready else 503, headers={"Cache-Control": "no-store"})
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  asked every few seconds: no line of the log
    return response
