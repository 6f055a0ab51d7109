"""Import of earlier years' log by upload: choose a file, follow the reading, see what it would do, say yes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advising.forms.call_import import ConfirmForm, UploadForm
from advising.services import call_uploads
from advising.services.call_uploads import Job
from advising.services.import_calls.columns import COLUMNS, REQUIRED
from pio.accounts.access import SignedInRequest, requires
from pio.core.errors import Refusal
from pio.core.pages import render_form


@requires("calls.import")
def call_import(request: SignedInRequest) -> HttpResponse:
    """Choose a file; a worker looks at it."""
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            upload_id = call_uploads.keep_upload(form.cleaned_data["file"].read(), now=now)
            call_uploads.begin(upload_id, act=call_uploads.PREVIEW, now=now)
        except Refusal as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("calls_import_job", upload_id)
    columns = [(name, name in REQUIRED) for name in COLUMNS]
    return render_form(request, "advising/call_import.html", {"columns": columns}, form=form)


@requires("calls.import")
def call_import_job(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How far it has come and what an import would do; a POST imports."""
    if request.method == "POST":
        return _say_yes(request, pk)
    job = call_uploads.job_of(pk)
    if job is None:
        return _gone(request)
    if job.is_imported and not request.headers.get("HX-Request"):
        return _done(request, job)
    return _show(request, pk, job)


def _show(request: SignedInRequest, pk: UUID, job: Job) -> HttpResponse:
    is_part = bool(request.headers.get("HX-Request"))
    context = {"job": job, "upload": pk, "has_stopped": job.has_stopped(now=timezone.now())}
    context |= {"is_working": job.state != call_uploads.DONE and not context["has_stopped"]}
    if is_part and not context["is_working"]:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context["form_has_errors"] = bool(job.error)
    template = "advising/call_import_progress.html" if is_part else "advising/call_import_job.html"
    return render(request, template, context, status=422 if job.error else 200)


def _say_yes(request: SignedInRequest, pk: UUID) -> HttpResponse:
    form = ConfirmForm(request.POST)
    form.is_valid()
    try:
        partial = bool(form.cleaned_data.get("partial"))
        call_uploads.begin(pk, act=call_uploads.IMPORT, partial=partial, now=timezone.now())
    except call_uploads.UploadBusy:
        return redirect("calls_import_job", pk)
    except Refusal:
        return _gone(request)
    return redirect("calls_import_job", pk)


def _gone(request: SignedInRequest) -> HttpResponse:
    messages.warning(request, _("Fila er ikke her lenger. Last den opp på nytt."))
    return redirect("calls_import")


def _done(request: SignedInRequest, job: Job) -> HttpResponse:
    count = job.report.imported
    text = ngettext("%(count)d samtale er importert.", "%(count)d samtaler er importert.", count)
    messages.success(request, text % {"count": count})
    return redirect("calls_list")
