"""What the client does on their own page, the same with an account and with a printed code; what the page shows.

Each form of the page names its act in the hidden field `act`. The database looks again at everything.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from ombud import selectors
from ombud.enums import Side
from ombud.forms.own import WishForm
from ombud.models import Case, Consent, Mandate
from ombud.permissions import one_of
from ombud.services import assignments, contacts, own, permits
from pio.accounts.models import User
from pio.audit.selectors import reading_days
from pio.core.errors import Refusal

Data = Mapping[str, str]
Act = Callable[[Case, Data, User | None, datetime], str]
SHOWN = 50
RATINGS = range(1, 6)


class WishIncomplete(Refusal):
    """The client's words or the kind of help are missing; the form says which."""


def act(case: Case, data: Data, *, by: User | None, now: datetime) -> str:
    """Do what a form of the page asks for; returns what came of it, in words.

    Raises:
        Http404: no such act, or nothing of that name in this case.
        Refusal: why not.
    """
    verb = ACTS.get(data.get("act", ""))
    if verb is None:
        raise Http404
    return verb(case, data, by, now)


def _permit(case: Case, data: Data) -> Mandate | Consent:
    if data.get("kind") == "mandate":
        return one_of(case.mandates.all(), data.get("permit", ""))
    return one_of(case.consents.all(), data.get("permit", ""))


def _withdraw(case: Case, data: Data, by: User | None, now: datetime) -> str:
    permits.withdraw(_permit(case, data), how=permits.HOW_BY_CLIENT, by=by, now=now)
    return _("Trukket. Ombudet kan ikke ta kontakt lenger.")


def _confirm(case: Case, data: Data, by: User | None, now: datetime) -> str:
    if data.get("assignment"):
        assignments.confirm_assignment(one_of(case.assignments.all(), data["assignment"]), by=by, now=now)
    else:
        permits.confirm(_permit(case, data), by=by, now=now)
    return _("Bekreftet.")


def _end(case: Case, data: Data, by: User | None, now: datetime) -> str:
    row = one_of(case.assignments.all(), data.get("assignment", ""))
    own.end_assignment(row, how=data.get("how", ""), rating=data.get("rating", ""), by=by, now=now)
    return _("Oppdraget er avsluttet.")


def _remark(case: Case, data: Data, by: User | None, now: datetime) -> str:
    entry = one_of(case.entries.filter(not_shared=False, amends=None), data.get("entry", ""))
    contacts.remark_on(entry, text=data.get("text", ""), by=by, now=now)
    return _("Merknaden står ved siden av det ombudet skrev.")


def _wish(case: Case, data: Data, by: User | None, now: datetime) -> str:
    form = WishForm(data)
    if not form.is_valid():
        raise WishIncomplete(_("Ønsket er ikke lagret ennå."))
    assignments.open_assignment(case, wish=assignments.Wish(**form.cleaned_data), by=by, now=now)
    return _("Ønsket ditt står i saken. Ombudet ser det.")


ACTS: Mapping[str, Act] = {
    "withdraw": _withdraw, "confirm": _confirm, "end": _end, "remark": _remark, "wish": _wish,
}  # fmt: skip


def context_of(
    case: Case, *, now: datetime, sent: Data | None = None, refusal: str = "", before: int = 0
) -> dict[str, Any]:
    """All that the page shows; `sent` is what was posted when the answer was no, so that no word is lost.

    `before` is where the page of who has opened the case begins; 0 for the latest.
    """
    entries = case.entries.filter(amends=None, not_shared=False).select_related("office", "person")
    given = sent or {}
    wish = WishForm(given if given.get("act") == "wish" else None)
    return {
        "case": case, "assignments": case.assignments.with_awaited(), "form": wish,
        "mandates": selectors.permit_rows(case.mandates.select_related("office"), now=now, reader=Side.CLIENT),
        "consents": selectors.permit_rows(case.consents.select_related("person"), now=now, reader=Side.CLIENT),
        "entries": entries.prefetch_related("remarks", "amendments")[:SHOWN], "shown": SHOWN, "ratings": RATINGS,
        "readings": reading_days(case, before=before), "is_older": before > 0, "refusal": refusal, "sent": given,
        "hidden": case.entries.filter(amends=None, not_shared=True).count(),
    }  # fmt: skip
