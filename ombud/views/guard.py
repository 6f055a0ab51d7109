"""The door of every page of a case: who may read gets the case and a row in the log of reads, who works may post."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from ombud.models import Case
from ombud.permissions import access_case, read_case, works_on
from ombud.services.cases import ChangedMeanwhile
from ombud.views.merging import merge_page
from pio.accounts.access import SignedInRequest, requires
from pio.audit.services import log_read
from pio.core.errors import Refusal
from pio.core.pages import render_form
from pio.drafts.once import save_once

CaseView = Callable[[SignedInRequest, Case, datetime], HttpResponseBase]
PageView = Callable[..., HttpResponseBase]
TEMPLATE = "ombud/case_form.html"
MOST_DIGITS = 10


def case_page(verb: str) -> Callable[[CaseView], PageView]:
    """Open a page of a case: reading is logged under `verb`; a POST needs that one works on the case."""

    def decorate(view: CaseView) -> PageView:
        @requires("ombud.start")
        @wraps(view)
        def page(request: SignedInRequest, pk: UUID) -> HttpResponseBase:
            now = timezone.now()
            if request.method == "POST":
                case = access_case(request.user, pk, now=now)
            else:
                case = read_case(request.user, pk, now=now)
                log_read(by=request.user, subject=case, verb=verb, now=now)
            case.may_work = request.user.has_right("ombud.work") and works_on(request.user, case, now=now)
            return view(request, case, now)

        return page

    return decorate


def form_page(  # noqa: PLR0913  what a page with one form says, by keyword
    request: SignedInRequest, form: BaseForm, *, title: str, button: str, back: str, case: Case | None = None,
    intro: str = "", save: Callable[[], object], done: str, to: str = "", multipart: bool = False,
    is_shown: bool = False,
) -> HttpResponse:  # fmt: skip
    """Show a form; when it is posted and sound, save and go back. A refusal stands above the form, nothing is lost.

    With `is_shown` what was posted is only shown again, to be changed.
    """
    page = {
        "title": title, "button": button, "back": back, "case": case, "intro": intro, "multipart": multipart,
    }  # fmt: skip
    if form.is_bound and not is_shown and form.is_valid():
        try:
            save_once(request, save)
        except ChangedMeanwhile as refusal:
            return merge_page(request, TEMPLATE, page, form, refusal)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, done)
            return redirect(to or back)
    return render_form(request, TEMPLATE, page, form=form)


def page_number(text: str) -> int:
    """Where a page of a list begins, from an address or a form; 0, the first, for what is no number."""
    return int(text) if text.isdecimal() and len(text) < MOST_DIGITS else 0


def posted(request: HttpRequest) -> Any:
    """What was posted, or None for a fresh form."""
    return request.POST if request.method == "POST" else None


def act(request: HttpRequest, verb: Callable[[], object], *, done: str, back: str) -> HttpResponse:
    """A button without fields: do it, say what came of it, go back."""
    try:
        verb()
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(back)
