"""Finding the session of somebody on the phone: by reference, or by the contact it was booked with."""

from advising.models import AdviceSession
from advising.services.session_orders import contact_index, normalise_reference
from pio.accounts.models import User

MOST = 20


def find_sessions(user: User, text: str) -> list[AdviceSession]:
    """Sessions with this reference, e-mail or mobile, the latest first: two queries, whatever was typed."""
    rows = AdviceSession.objects.visible_to(user).with_people()
    index = contact_index(text.strip())
    by_contact = rows.of_contact(email_index=index, phone_index=index)
    by_reference = rows.filter(reference=normalise_reference(text))
    found = [*by_reference, *by_contact.order_by("-session_date", "id")[:MOST]]
    return list(dict.fromkeys(found))
