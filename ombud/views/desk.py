"""`/intern/ombud/`: the ombud's desk, or the manager's overview of counts; who waits for whom."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from ombud import selectors
from ombud.models import Case, DeadlineRule
from ombud.selectors import manager
from ombud.selectors.waits import waits
from ombud.services.enquiries import current_stop
from pio.accounts.access import SignedInRequest, requires

FIRST = 10  # of the queue, on the overview


@requires("ombud.start")
def caseload(request: SignedInRequest) -> HttpResponseBase:
    """What is due today, for whom, at which office; and all my cases. The manager sees counts and numbers instead."""
    user, now = request.user, timezone.now()
    if not user.has_right("ombud.work"):
        return overview(request)
    search = request.GET.get("q", "")[:80]
    context = {
        "desk": selectors.desk(user, now=now, search=search), "search": search, "today": timezone.localdate(now),
        "queue_count": Case.objects.queue().count(), "stop": current_stop(timezone.localdate(now)),
        "may_assign": user.has_right("ombud.assign"),
    }  # fmt: skip
    return render(request, "ombud/caseload.html", context)


@requires("ombud.assign")
def overview(request: SignedInRequest) -> HttpResponse:
    """The manager's page: load of each ombud, the queue, all cases by number. No names, no texts."""
    today, ombud = timezone.localdate(), request.GET.get("ombud", "")[:254]
    context = {
        "loads": manager.loads(today=today), "queue": manager.waiting_days(request.user, today=today, most=FIRST),
        "cases": manager.open_cases(request.user, after=request.GET.get("etter", "")[:12], ombud=ombud),
        "ombud": ombud, "rules": DeadlineRule.objects.to_verify(today=today).count(), "stop": current_stop(today),
    }  # fmt: skip
    return render(request, "ombud/overview.html", context)


@requires("ombud.work")
def waiting(request: SignedInRequest) -> HttpResponse:
    """Who waits for whom, with days for each office; then what waits for clients, those close to them and others."""
    return render(request, "ombud/waiting.html", {"groups": waits(request.user, now=timezone.now())})


@requires("ombud.queue")
def queue(request: SignedInRequest) -> HttpResponse:
    """Those who have asked: days, place and priority; who they are, only the ombud who gets the case reads."""
    after = request.GET.get("etter", "")[:12]
    page = manager.waiting_days(request.user, today=timezone.localdate(), after=after)
    context = {"queue": page, "after": after, "may_assign": request.user.has_right("ombud.assign")}
    return render(request, "ombud/queue.html", context)
