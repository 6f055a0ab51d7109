"""Staff: messages to many with preview and test, and the survey: questions and results."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.forms.staff import NoticeForm, QuestionForm
from courses.models import Offering
from courses.permissions import access_offering
from courses.results import results
from courses.services import broadcasts, surveys
from courses.views.staff_offerings import attempt
from pio.accounts.access import SignedInRequest, requires
from pio.core.errors import Refusal
from pio.core.pages import render_form


@requires("courses.message")
def notice(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Write to many. The main button shows how it will look; the buttons under it send a test, or send."""
    offering, now = access_offering(pk), timezone.now()
    form, act = NoticeForm(request.POST or None), request.POST.get("act", "")
    context: dict[str, Any] = {"offering": offering}
    if request.method == "POST" and form.is_valid():
        written = form.cleaned_data
        text = {"subject": written["subject"], "body": written["body"], "by": request.user, "now": now}
        if act == "test":
            broadcasts.send_test(offering, **text)
            messages.success(request, _("Vi har sendt en prøve til deg."))
        elif act == "send" and attempt(
            form, lambda: broadcasts.send_notice(offering, receivers=written["receivers"], **text)
        ):
            messages.success(request, _("Meldingen er på vei."))
            return redirect("courses_staff_offering", pk)
        context |= {"preview": written, "count": len(broadcasts.receivers_of(offering, written["receivers"]))}
    return render_form(request, "courses/notice.html", context, form=form)


@requires("courses.surveys")
def survey_results(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Results, and the own questions until the survey is sent."""
    offering = access_offering(pk)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt(form, lambda: surveys.add_question(offering, **values)):
            messages.success(request, _("Spørsmålet er lagt til."))
            return redirect("courses_survey_results", pk)
    return render_form(request, "courses/survey_results.html", _context(offering), form=form)


def _context(offering: Offering) -> dict[str, Any]:
    return {"offering": offering, "results": results(offering), "questions": list(offering.questions.all())}


@requires("courses.surveys")
@require_POST
def remove_question(request: SignedInRequest, pk: UUID, question: UUID) -> HttpResponse:
    """Take an own question away."""
    try:
        surveys.remove_question(access_offering(pk), question)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("courses_survey_results", pk)
