"""The figures that only people know: entered on one page, or from a file."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pio.accounts.access import SignedInRequest, requires
from pio.core.pages import render_form
from stats.forms import ManualFiguresForm, ManualFileForm
from stats.selectors.manual import entries_of, missing
from stats.services.manual_figures import BadFile, enter_figures, read_file
from stats.views.years import known_year


@requires("figures.manual")
def manual_page(request: SignedInRequest, year: int) -> HttpResponse:
    """See and enter the manual figures of a year."""
    known_year(year)
    form = ManualFiguresForm(request.POST or None, known=entries_of(year))
    if request.method == "POST" and form.is_valid():
        changed = enter_figures(year, form.entries(), by=request.user, now=timezone.now())
        _say(request, changed)
        return redirect("figures_manual", year)
    context = {"year": year, "missing": missing(year), "file_form": ManualFileForm()}
    return render_form(request, "stats/manual.html", context, form=form)


@requires("figures.manual")
def manual_import(request: SignedInRequest, year: int) -> HttpResponse:
    """Enter the manual figures of a year from a CSV file; nothing is stored when a line is bad."""
    known_year(year)
    form = ManualFileForm(request.POST or None, request.FILES or None)
    lines: list[str] = []
    if request.method == "POST" and form.is_valid():
        file: UploadedFile = form.cleaned_data["file"]
        try:
            changed = enter_figures(year, read_file(file.read()), by=request.user, now=timezone.now())
        except BadFile as refusal:
            form.add_error("file", str(refusal))
            lines = refusal.lines
        else:
            _say(request, changed)
            return redirect("figures_manual", year)
    return render_form(request, "stats/manual_import.html", {"year": year, "lines": lines}, form=form)


def _say(request: SignedInRequest, changed: int) -> None:
    text = ngettext("%(count)s tall er lagret.", "%(count)s tall er lagret.", changed) % {"count": changed}
    messages.success(request, text if changed else _("Ingenting er endret."))
