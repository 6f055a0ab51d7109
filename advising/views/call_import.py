"""Import of earlier years' log by upload: choose a file, see what it would do, say yes."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advising.forms.call_import import ConfirmForm, UploadForm
from advising.services import call_uploads
from advising.services.import_calls.columns import COLUMNS, REQUIRED
from pio.accounts.access import SignedInRequest, requires
from pio.core.errors import Refusal
from pio.core.pages import render_form

SHOWN_ERRORS = 200


@requires("calls.import")
def call_import(request: SignedInRequest) -> HttpResponse:
    """The page; a POST with a file previews it, one with the previewed file's id imports it."""
    if "upload" in request.POST:
        return _import(request)
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            upload_id = call_uploads.keep_upload(form.cleaned_data["file"].read())
            preview = _preview(upload_id)
        except Refusal as refusal:
            form.add_error("file", refusal.message)
    return _page(request, form, preview)


def _preview(upload_id: uuid.UUID) -> dict[str, Any]:
    report = call_uploads.try_upload(upload_id, now=timezone.now())
    shown = report.bad_cells[:SHOWN_ERRORS]
    return {
        "report": report, "upload": upload_id, "importable": report.good - report.unchanged, "shown": shown,
        "hidden": len(report.bad_cells) - len(shown),
    }  # fmt: skip


def _page(request: SignedInRequest, form: UploadForm, preview: dict[str, Any] | None = None) -> HttpResponse:
    columns = [(name, name in REQUIRED) for name in COLUMNS]
    context = {"preview": preview, "columns": columns}
    return render_form(request, "advising/call_import.html", context, form=form)


def _import(request: SignedInRequest) -> HttpResponse:
    confirm, form = ConfirmForm(request.POST), UploadForm()
    try:
        if not confirm.is_valid():
            raise call_uploads.UploadGone(_("Fila er ikke her lenger. Last den opp på nytt."))
        data = confirm.cleaned_data
        report = call_uploads.import_upload(data["upload"], partial=data["partial"], now=timezone.now())
    except Refusal as refusal:
        form = UploadForm({}, MultiValueDict())
        form.errors.clear()
        form.add_error("file", refusal.message)
        return _page(request, form)
    if report.bad_cells and not data["partial"]:
        return _page(request, form, _preview(data["upload"]))
    text = ngettext("%(count)d samtale er importert.", "%(count)d samtaler er importert.", report.imported)
    messages.success(request, text % {"count": report.imported})
    return redirect("calls_list")
