"""Fetch and authorise at once: what nobody may see is 404."""

from django.http import Http404

from courses.models import Offering, Registration
from courses.services.registrations import token_hash


def access_public_offering(slug: str) -> Offering:
    """A published or cancelled offering with its evenings and its counts.

    Raises:
        Http404: no such offering, or a draft.
    """
    found = Offering.objects.public().with_places().prefetch_related("evenings").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def access_registration(token: str) -> Registration:
    """The registration that a link belongs to.

    Raises:
        Http404: no such link, or its contact has been forgotten.
    """
    found = Registration.objects.select_related("offering").filter(token_hash=token_hash(token)).first()
    if found is None:
        raise Http404
    return found
