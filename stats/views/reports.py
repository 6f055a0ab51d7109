"""Reports for those who fund the centre: saved choices of figures and months, read by link after login."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pio.accounts.access import SignedInRequest, requires
from pio.core.errors import Refusal
from pio.core.pages import render_form
from stats.exports.report import as_csv
from stats.models import SavedReport
from stats.permissions import access_report, visible_reports
from stats.report_forms import ReportForm
from stats.selectors import reports as selectors
from stats.services import reports as services


@requires("figures.see")
def report_list(request: SignedInRequest) -> HttpResponse:
    """The reports this reader may open."""
    context = {"reports": visible_reports(request.user), "can_make": request.user.has_right("figures.reports")}
    return render(request, "stats/report_list.html", context)


@requires("figures.see")
def report_page(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One report, of what has been let out."""
    report, today = access_report(request.user, pk), timezone.localdate()
    rows = selectors.report_rows(report, today=today)
    context = {
        "report": report, "rows": rows, "period": selectors.period_of(report, today=today),
        "months": selectors.months_of(report, today=today), "can_make": request.user.has_right("figures.reports"),
        "is_held_back": any(row.value is None or None in row.months for row in rows),
        "is_about": any(row.is_about and row.value for row in rows),
        "receivers": report.receivers.order_by("pk") if request.user.has_right("figures.reports") else [],
    }  # fmt: skip
    return render(request, "stats/report.html", context)


@requires("figures.export")
def report_file(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One report as CSV."""
    report, today = access_report(request.user, pk), timezone.localdate()
    content = as_csv(
        selectors.report_rows(report, today=today), selectors.months_of(report, today=today),
        selectors.period_of(report, today=today),
    )  # fmt: skip
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="tall-{today.isoformat()}.csv"'
    return response


@requires("figures.reports")
def report_new(request: SignedInRequest) -> HttpResponse:
    """Make a report."""
    return _form_page(request, None)


@requires("figures.reports")
def report_change(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change a report."""
    return _form_page(request, access_report(request.user, pk))


@requires("figures.reports")
def report_delete(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask, and delete a report; no number goes with it."""
    report = access_report(request.user, pk)
    if request.method == "POST":
        services.delete_report(report, now=timezone.now())
        messages.success(request, _("Rapporten er slettet."))
        return redirect("figures_reports")
    return render(request, "stats/report_delete.html", {"report": report})


def _form_page(request: SignedInRequest, report: SavedReport | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = ReportForm(posted, today=timezone.localdate(), report=report)
    if form.is_bound and form.is_valid():
        try:
            saved = services.save_report(form.choices(), report=report, by=request.user, now=timezone.now())
        except Refusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Rapporten er lagret."))
            return redirect(saved)
    return render_form(request, "stats/report_form.html", {"report": report}, form=form)
