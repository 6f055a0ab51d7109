"""Fetch and authorise at once: what nobody may see is 404."""

from django.http import Http404

from groups.models import GroupEntry, SupportGroup
from groups.services.entries import token_hash


def access_public_group(slug: str) -> SupportGroup:
    """A running group with its counts.

    Raises:
        Http404: no such group, a draft, or one that has ended.
    """
    found: SupportGroup | None = SupportGroup.objects.public().with_places().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def access_entry(token: str) -> GroupEntry:
    """The entry that a link belongs to.

    Raises:
        Http404: no such link, or its contact has been forgotten.
    """
    found = GroupEntry.objects.select_related("group").filter(token_hash=token_hash(token)).first()
    if found is None:
        raise Http404
    return found
