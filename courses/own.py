"""What courses put on a signed-in relative's own page: what I am signed up for, and offers that wait for an answer."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.models import Registration
from pio.accounts.models import User
from pio.core import words
from pio.core.joining import Box, Row
from pio.waitlist.enums import PlaceState


def boxes(*, user: User, now: datetime) -> list[Box]:
    """My live registrations with something to come; two queries."""
    mine = Registration.objects.filter(account=user, token_hash__isnull=False).live().select_related("offering")
    rows = []
    for registration in mine.prefetch_related("offering__evenings").order_by("joined_date", "pk"):
        evenings = [each for each in registration.offering.evenings.all() if each.ends_at > now]
        coming = [each for each in evenings if not each.is_cancelled]
        if coming:
            rows.append(_row(registration, coming[0].starts_at))
    empty = _("Du er ikke påmeldt noe akkurat nå.")
    return [Box(_("Kurs og arrangementer"), rows, url=reverse("courses_list"), more=_("Se alle"), empty=empty, rank=30)]


def _row(registration: Registration, starts_at: datetime) -> Row:
    is_offer = registration.state == PlaceState.OFFERED
    acts = {PlaceState.OFFERED: _("Svar"), PlaceState.WAITING: _("Se køen")}
    until = registration.offer_expires_at
    more = _("Plassen er din hvis du svarer før %(end)s") % {"end": words.at(until)} if is_offer and until else ""
    return Row(
        registration.offering.text("title"),
        reverse("courses_registration", args=[registration.token]),
        acts.get(PlaceState(registration.state), _("Åpne")),
        words.short_day(starts_at),
        more or registration.get_state_display(),
        is_late=is_offer,
    )
