"""Staff: intake stops."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.enums import GroupStatus
from groups.forms.staff import StopForm
from groups.models import IntakeStop, SupportGroup
from groups.permissions import access_stop
from groups.services import stops as services
from pio.accounts.access import SignedInRequest, requires
from pio.core.pages import render_form, saved


@requires("groups.stops")
def stop_list(request: SignedInRequest) -> HttpResponse:
    """The stops there are and were, and a form for a new one."""
    now = timezone.now()
    running = SupportGroup.objects.filter(status=GroupStatus.OPEN)
    form = StopForm(request.POST or None, groups=running, initial={"starts_date": timezone.localdate(now)})
    if saved(form, lambda: services.open_stop(form.stop(), now=now), field="starts_date"):
        messages.success(request, _("Inntaksstoppet er satt. Teksten står på nettsiden nå."))
        return redirect("groups_stops")
    today = timezone.localdate(now)
    rows = IntakeStop.objects.select_related("group")
    context = {"rows": rows, "today": today}
    return render_form(request, "groups/stops.html", context, form=form)


@require_POST
@requires("groups.stops")
def stop_end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take people in again."""
    services.end_stop(access_stop(pk), now=timezone.now())
    messages.success(request, _("Vi tar inn igjen."))
    return redirect("groups_stops")
