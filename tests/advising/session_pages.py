"""What the tests of the staff pages of sessions share: a session of one's own, addresses, what is filled in."""

from django.urls import reverse

from tests.advising.factories.sessions import AdviceSessionFactory, ContactFactory, ParticipantFactory

PERSON = {"p1-relation": "mother", "p1-gender": "female", "p1-age_band": "51_66"}
CONTACT = {"phone": "900 00 123", "may_leave_message": "sms_only"}


def own(client, **values):
    """A session of the adviser who is signed in, with a participant and a contact."""
    session = AdviceSessionFactory(adviser=client.user, **values)
    ParticipantFactory(session=session)
    ContactFactory(session=session)
    return session


def url(name, *args):
    """The address of a page of the sessions."""
    return reverse(f"advising_{name}", args=args)
