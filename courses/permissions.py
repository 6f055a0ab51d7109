"""Fetch and authorise at once: what nobody may see is 404."""

from datetime import datetime
from uuid import UUID

from courses.models import Evening, Offering, Registration, SurveyTicket
from courses.selectors.offerings import PublicRead, find_public, public_offering
from courses.services.registrations import token_hash
from pio.core.errors import or_404


def read_public_offering(slug: str, *, now: datetime) -> PublicRead:
    """What `public_offering` makes a published or cancelled offering of; two queries.

    Raises:
        Http404: no such offering, or a draft.
    """
    return or_404(find_public(slug, now=now))


def access_public_offering(slug: str, *, now: datetime) -> Offering:
    """A published or cancelled offering with its evenings and its counts.

    Raises:
        Http404: no such offering, or a draft.
    """
    return public_offering(read_public_offering(slug, now=now))


def access_published(slug: str) -> Offering:
    """The bare row of a published or cancelled offering; who signs up looks at the rest under the lock.

    Raises:
        Http404: no such offering, or a draft.
    """
    found: Offering | None = Offering.objects.public().filter(slug=slug).first()
    return or_404(found)


def access_registration(token: str) -> Registration:
    """The registration that a link belongs to.

    Raises:
        Http404: no such link, or its contact has been forgotten.
    """
    found: Registration | None = (
        Registration.objects.select_related("offering").filter(token_hash=token_hash(token)).first()
    )
    return or_404(found)


def access_offering(pk: UUID) -> Offering:
    """Any offering, for staff; the right is asked by the view.

    Raises:
        Http404: no such offering.
    """
    found: Offering | None = Offering.objects.with_places().select_related("room").filter(pk=pk).first()
    return or_404(found)


def access_evening(pk: UUID) -> Evening:
    """One evening with its offering, for staff.

    Raises:
        Http404: no such evening.
    """
    found: Evening | None = Evening.objects.select_related("offering").filter(pk=pk).first()
    return or_404(found)


def access_staff_registration(pk: UUID) -> Registration:
    """One registration with its offering, for staff.

    Raises:
        Http404: no such registration.
    """
    found: Registration | None = Registration.objects.select_related("offering").filter(pk=pk).first()
    return or_404(found)


def access_ticket(token: str) -> SurveyTicket:
    """The survey ticket that a link belongs to.

    Raises:
        Http404: no such link.
    """
    found: SurveyTicket | None = (
        SurveyTicket.objects.select_related("offering").filter(token_hash=token_hash(token)).first()
    )
    return or_404(found)
