"""The public survey, reached by an unlinkable link. GET changes nothing."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from courses.forms.surveys import SurveyForm
from courses.permissions import access_ticket
from courses.services import surveys
from pio.core.pages import render_form
from pio.core.public import no_store, public_form


@no_store
@public_form
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Answer once."""
    ticket = access_ticket(token)
    offering, now = ticket.offering, timezone.now()
    form = SurveyForm(request.POST or None, questions=list(offering.questions.all()))
    context = {"offering": offering, "is_done": ticket.is_used}
    if request.method == "POST" and not ticket.is_used and form.is_valid():
        values = form.cleaned_data
        try:
            surveys.answer(ticket, score=int(values["score"]), comment=values["comment"], own=form.own(), now=now)
        except surveys.AlreadyAnswered:
            return render(request, "courses/survey.html", context | {"is_done": True}, status=HTTPStatus.CONFLICT)
        return render(request, "courses/survey.html", context | {"is_done": True})
    return render_form(request, "courses/survey.html", context, form=form)
