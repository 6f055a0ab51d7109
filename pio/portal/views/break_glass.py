"""`/intern/oppsett/nodapninger/`: who has opened what beyond their right, when and why. For the manager."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pio.accounts.access import SignedInRequest, requires
from pio.audit.selectors import recent_break_glass

SHOWN_FOR = timedelta(days=365)
KINDS = {"ombud.Case": _("Sak hos personlig ombud"), "advising.AdviceSession": _("Rådgivningstime")}


@requires("setup.break_glass_log")
def break_glass_log(request: SignedInRequest) -> HttpResponse:
    """The openings of the last year, newest first; which record it was stands in that record's own log."""
    now = timezone.now()
    rows = [
        {"row": row, "kind": KINDS.get(row.subject_type, row.subject_type), "is_open": row.ends_at > now}
        for row in recent_break_glass(since=now - SHOWN_FOR)[:200]
    ]
    return render(request, "portal/break_glass.html", {"rows": rows})
