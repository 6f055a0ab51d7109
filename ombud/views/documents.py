"""Documents and letters of a case. Files are served as attachments under a random name."""

import secrets
from datetime import datetime

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud import selectors
from ombud.forms.service import LetterChoiceForm, LetterForm, UploadForm
from ombud.forms.work import find_office
from ombud.models import Case, Office
from ombud.permissions import access_document
from ombud.services import documents as services
from ombud.services import letters, printing
from ombud.views.cases import case_url
from ombud.views.guard import case_page, form_page, posted
from pio.accounts.access import SignedInRequest


@case_page("ombud.documents")
def document_list(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """What lies in the case, and a form for one file more."""
    rows = selectors.documents_of(case)
    context = {"case": case, "tab": "documents", "name": selectors.name_of(case), "documents": rows}
    return render(request, "ombud/documents.html", context)


@case_page("ombud.documents")
def upload(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Put a file in the case."""
    form = UploadForm(posted(request), request.FILES if request.method == "POST" else None)

    def save() -> None:
        values = form.cleaned_data
        clean = services.clean_file(values["file"].read(services.MOST_BYTES + 1))
        services.add_document(case, kind=values["kind"], title=values["title"], file=clean, by=request.user, now=now)

    return form_page(
        request, form, title=_("Legg inn en fil"), button=_("Legg inn"), case=case, multipart=True, save=save,
        intro=_("Vi lager filen på nytt, så skjulte opplysninger som sted og forfatter blir borte."),
        back=case_url("ombud_documents", case), done=_("Filen er lagt inn."),
    )  # fmt: skip


@case_page("ombud.document")
def download(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """One document (`?dokument=`), as an attachment; `&utskrift=1` as a PDF with a watermark, to be printed."""
    document = access_document(case, request.GET.get("dokument", ""))
    if "utskrift" not in request.GET:
        return attachment(bytes(document.content or b""), document.content_type)
    mark = f"{_('Fortrolig')} · {case.reference} · {request.user} · {timezone.localdate(now):%d.%m.%Y}"
    return attachment(printing.with_watermark(document, mark), services.PDF)


def attachment(content: bytes, content_type: str) -> HttpResponse:
    """The file under a name that tells nothing."""
    response = HttpResponse(content, content_type=content_type)
    name = f"{secrets.token_hex(6)}.{services.SUFFIXES.get(content_type, 'bin')}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@case_page("ombud.letter")
def letter(request: SignedInRequest, case: Case, now: datetime) -> HttpResponseBase:
    """Choose kind and office (`?type=&kontor=`), then write; saved as DOCX and PDF, and logged."""
    mandates = case.mandates.valid_at(now).select_related("office")
    offices = sorted({each.office for each in mandates}, key=lambda office: office.name)
    choice = LetterChoiceForm(request.GET if "type" in request.GET else None, offices=offices)
    if not choice.is_bound or not choice.is_valid():
        context = {"case": case, "form": choice, "offices": offices}
        return render(request, "ombud/letter_choice.html", context)
    office = find_office(choice.cleaned_data["kontor"])
    if office is None:
        return redirect("ombud_letter", case.pk)
    return _write(request, case, office, choice.cleaned_data["type"], now)


def _write(request: SignedInRequest, case: Case, office: Office, kind: str, now: datetime) -> HttpResponseBase:
    title, text = letters.draft_of(kind, case, letters.ground_of(case, office, kind=kind, now=now))
    form = LetterForm(posted(request), initial={"title": title, "text": text}, documents=selectors.documents_of(case))
    return form_page(
        request, form, title=_("Brev til %(office)s") % {"office": office.name}, button=_("Lagre brevet"), case=case,
        intro=office.address, back=case_url("ombud_documents", case), done=_("Brevet ligger i saken som Word og PDF."),
        save=lambda: letters.write_letter(case, letter=form.letter(office), by=request.user, now=now),
    )  # fmt: skip
