"""Staff: the outcome of a session, its notes (each reading logged), e-mail threads, and break-glass for the manager."""

from datetime import datetime
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from advising.enums.sessions import WrittenBy
from advising.forms.session_staff import (
    BreakGlassForm,
    OutcomeForm,
    PersonRow,
    TextForm,
    outcome_initial,
    outcome_rows,
)  # fmt: skip
from advising.models import AdviceSession, SessionParticipant
from advising.permissions import sessions as permissions
from advising.selectors import session_calendar
from advising.services import session_notes, session_threads
from advising.services.session_outcomes import record_outcome
from pio.accounts.access import SignedInRequest, requires
from pio.audit.services import open_break_glass
from pio.core.errors import Refusal
from pio.core.pages import render_form
from pio.drafts.once import save_once


@requires("advising.record")
def outcome(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Log the outcome; the note goes with the same button."""
    session, now = permissions.access_session(request.user, pk), timezone.now()
    if not permissions.can_record_outcome(request.user, session, now=now):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = OutcomeForm(
        data, initial=outcome_initial(session), may_write_note=permissions.can_write_note(request.user, session)
    )
    participants = list(session.participants.all())
    people = outcome_rows(participants, data=data)
    if data is not None and all([each.is_valid() for each in (form, *people)]):  # noqa: C419  every form shows its errors
        try:
            save_once(request, lambda: _store(request, session, form, people, len(participants), now))
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Timen er ført."))
            return redirect(session)
    context = {"session": session, "people": people, "known": len(participants)}
    return render_form(request, "advising/session_outcome.html", context, form=form, also=people)


def _store(
    request: SignedInRequest,
    session: AdviceSession,
    form: OutcomeForm,
    people: list[PersonRow],
    known: int,
    now: datetime,
) -> None:
    came = [present for number, row in enumerate(people) if (present := row.came(known=number < known)) is not None]
    record_outcome(session, outcome=form.outcome(came), by=request.user, now=now)
    session_notes.write_note(session, text=form.cleaned_data.get("note", ""), by=request.user, now=now)


@requires("advising.see")
def notes(request: SignedInRequest, pk: UUID, participant: UUID | None = None) -> HttpResponse:
    """The notes on a session, or on one participant and nobody else. Opening the page is logged."""
    session, now = permissions.access_session(request.user, pk), timezone.now()
    person = _participant(session, participant)
    if not permissions.can_read_notes(request.user, session, now=now):
        raise Http404
    form = TextForm(request.POST if request.method == "POST" else None, label=_("Nytt notat"))
    may_write = permissions.can_write_note(request.user, session)
    if request.method == "POST" and may_write and form.is_valid():
        text = form.cleaned_data["text"]
        save_once(request, lambda: session_notes.write_note(
            session, text=text, by=request.user, now=now, participant=person
        ))  # fmt: skip
        messages.success(request, _("Notatet er lagret."))
        return redirect(request.path)
    found = session_notes.read_notes(session, by=request.user, now=now, participant=person)
    context = {"session": session, "participant": person, "notes": found, "may_write": may_write}
    return render_form(request, "advising/session_notes.html", context, form=form)


def _participant(session: AdviceSession, pk: UUID | None) -> SessionParticipant | None:
    """The participant of this session. Raises Http404 when it is another session's."""
    if pk is None:
        return None
    found = next((each for each in session.participants.all() if each.pk == pk), None)
    if found is None:
        raise Http404
    return found


@requires("advising.see")
def threads(request: SignedInRequest) -> HttpResponse:
    """E-mail advice that waits for us, the oldest first, with the day by which it is promised."""
    found = session_calendar.threads(request.user, now=timezone.now())
    return render(request, "advising/threads.html", {"threads": found})


@requires("advising.threads")
@require_POST
def take(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take a thread that nobody has taken."""
    session = permissions.access_session(request.user, pk)
    try:
        session_threads.take_thread(session, by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("advising_threads")
    return redirect("advising_thread", pk)


@requires("advising.see")
def thread(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Read a thread (logged) and answer it."""
    session, now = permissions.access_session(request.user, pk), timezone.now()
    if not session.is_thread or not permissions.can_read_notes(request.user, session, now=now):
        raise Http404
    form = TextForm(request.POST if request.method == "POST" else None, label=_("Svaret ditt"))
    may_answer = permissions.can_answer_thread(request.user, session)
    if request.method == "POST" and may_answer and form.is_valid():
        text = form.cleaned_data["text"]
        save_once(request, lambda: session_threads.answer_thread(session, text=text, by=request.user, now=now))
        messages.success(request, _("Svaret er sendt."))
        return redirect(request.path)
    found = session_notes.read_thread(session, by=request.user, now=now)
    context = {"session": session, "thread": found, "may_answer": may_answer, "relative": WrittenBy.RELATIVE}
    return render_form(request, "advising/session_thread.html", context, form=form)


@requires("advising.break_glass")
@reauthentication_required
def break_glass(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Open the notes of another's session for an hour, with a reason; announced and logged."""
    session = permissions.access_session(request.user, pk)
    form = BreakGlassForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            open_break_glass(
                session, by=request.user, right="advising.break_glass", reason=form.cleaned_data["reason"],
                reauthenticated=True, now=timezone.now(),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error("reason", refusal.message)
        else:
            return redirect("advising_notes", pk)
    return render_form(request, "advising/session_break_glass.html", {"session": session}, form=form)
