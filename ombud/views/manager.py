"""The manager assigns and counts without reading; break-glass when there is no other way."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.enums import IN_QUEUE
from ombud.forms.cases import AssignForm, BreakGlassForm, find_person
from ombud.permissions import access_countable
from ombud.services import cases as services
from ombud.views.guard import act, form_page, posted
from ombud.views.hand_over import hand_over_page
from pio.accounts.access import SignedInRequest, requires
from pio.audit.services import open_break_glass


@requires("ombud.assign")
def assign(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give a case from the queue to an ombud; an open one goes to another, after the preview."""
    case, now = access_countable(request.user, pk), timezone.now()
    if case.status not in IN_QUEUE:
        return hand_over_page(request, case, now, back=reverse("ombud_overview"))
    form = AssignForm(posted(request))
    reference = case.reference.replace("-", "\N{NON-BREAKING HYPHEN}")
    return form_page(
        request, form, title=_("Gi sak %(reference)s til et ombud") % {"reference": reference},
        button=_("Gi saken"), back=reverse("ombud_queue"), done=_("Saken er gitt."),
        save=lambda: services.assign_case(case, to=find_person(form.cleaned_data["ombud"]), by=request.user, now=now),
    )  # fmt: skip


@requires("ombud.assign")
def keep_waiting(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer an enquiry with a place in the queue."""
    case = access_countable(request.user, pk)
    if request.method != "POST":
        return redirect("ombud_queue")
    return act(
        request, lambda: services.keep_waiting(case, by=request.user, now=timezone.now()),
        done=_("Satt på venteliste."), back=reverse("ombud_queue"),
    )  # fmt: skip


@requires("ombud.break_glass")
@reauthentication_required
def break_glass(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Open another's case for an hour, with a reason; announced, logged, and seen by the client."""
    case, now = access_countable(request.user, pk), timezone.now()
    form = BreakGlassForm(posted(request))
    return form_page(
        request, form, title=_("Åpne sak %(reference)s") % {"reference": case.reference}, button=_("Åpne i en time"),
        back=reverse("ombud_caseload"), to=case.get_absolute_url(), done=_("Saken er åpen for deg i en time."),
        save=lambda: open_break_glass(
            case, by=request.user, right="ombud.break_glass", reason=form.cleaned_data["reason"], reauthenticated=True,
            now=now,
        ),
    )  # fmt: skip
