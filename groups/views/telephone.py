"""Staff on the helpline: note interest in a group for whoever is on the telephone. Nothing of the call comes along."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.forms.telephone import NoteInterestForm
from groups.selectors import public as selectors
from groups.services.entries import IntakeClosed, show_interest
from pio.accounts.access import SignedInRequest, requires
from pio.core.pages import render_form


@requires("groups.note_interest")
def note_interest(request: SignedInRequest) -> HttpResponse:
    """The same place in the queue as through the public page; who noted it is not stored."""
    now = timezone.now()
    form = NoteInterestForm(
        request.POST if request.method == "POST" else None, rows=selectors.rows(selectors.read_groups(now=now))
    )
    if form.is_valid():
        row = form.rows[form.cleaned_data["group"]]
        try:
            number, _entry = show_interest(row.group.pk, form.interest(language="nb"), now=now)
        except IntakeClosed as refusal:
            form.add_error("group", refusal.message)
        else:
            values = {"name": row.group.name, "number": number}
            messages.success(request, _("Notert for %(name)s, som nummer %(number)s i køen.") % values)
            return redirect("groups_note_interest")
    return render_form(request, "groups/note_interest.html", {}, form=form)
