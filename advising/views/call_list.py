"""The helpline log as a list, and its exports."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from advising.forms.call_filters import NAMES, CallFilterForm
from advising.models import CallFollowUp
from advising.selectors.call_pages import Saved
from advising.selectors.calls import call_page, export_rows
from pio.accounts.access import SignedInRequest, requires
from pio.core.table_files import csv_response, xlsx_response


def _address(request: SignedInRequest, **more: str) -> str:
    """The list's own address with its filters, and `more`."""
    kept = {name: request.GET[name] for name in NAMES if request.GET.get(name)}
    return f"?{urlencode(kept | more)}"


@requires("calls.see")
def call_list(request: SignedInRequest) -> HttpResponse:
    """The log, newest first; the filters stand in the address."""
    form = CallFilterForm(request.GET)
    page = call_page(form.filters(), older=request.GET.get("eldre", ""), newer=request.GET.get("nyere", ""))
    context = {
        "form": form,
        "page": page,
        "newer_url": _address(request, nyere=page.newer) if page.newer else "",
        "older_url": _address(request, eldre=page.older) if page.older else "",
        "csv_url": f"eksport.csv{_address(request)}",
        "xlsx_url": f"eksport.xlsx{_address(request)}",
        "saved": Saved.from_token(request.GET.get("lagret", "")),
        "can_export": request.user.has_right("calls.export"),
        "can_import": request.user.has_right("calls.import"),
        "waiting": CallFollowUp.objects.open().count(),
    }
    return render(request, "advising/call_list.html", context)


@requires("calls.export")
def call_export(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """The filtered log as a file, streamed; words that the import reads again, never a note."""
    rows: Iterator[tuple[object, ...]] = export_rows(CallFilterForm(request.GET).filters())
    if kind == "csv":
        return csv_response(rows, "samtaler")
    if kind == "xlsx":
        return xlsx_response(rows, "samtaler", sheet="Samtaler")
    raise Http404
