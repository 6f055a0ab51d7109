"""A new way of meeting may need what the person has not given yet: a number to call, an address to answer."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from advising.enums.sessions import Channel
from advising.models import AdviceSession, SessionContact
from advising.services.session_orders import ContactMissing, contact_index


@dataclass(frozen=True)
class Reach:
    """What was given together with the new way; empty strings for nothing."""

    phone: str = ""
    email: str = ""


@transaction.atomic
def complete_contact(session: AdviceSession, reach: Reach, *, channel: str, by_relative: bool) -> None:
    """Add what the contact lacks; what it has stays, since whoever has the link must not learn or replace it.

    Raises:
        ContactMissing: there is no number to call, or the relative chooses e-mail and gives no address.
    """
    contact = SessionContact.objects.select_for_update(no_key=True).filter(session=session).first()
    if contact is None:
        return
    if not contact.phone and reach.phone:
        contact.phone, contact.phone_index = reach.phone, contact_index(reach.phone)
    if not contact.email and reach.email:
        contact.email, contact.email_index = reach.email, contact_index(reach.email)
    contact.save()
    if channel == Channel.PHONE and not contact.phone:
        raise ContactMissing(_("Skriv mobilnummeret vi skal ringe."))
    if by_relative and channel == Channel.EMAIL and not contact.email:
        raise ContactMissing(_("Skriv e-postadressen vi skal svare til."))


def keep_old_time(session: AdviceSession) -> None:
    """Keep the time that is about to be given back with the contact: a calendar must be told what to take out."""
    SessionContact.objects.filter(session=session).update(old_start=session.starts_at, old_end=session.ends_at)
