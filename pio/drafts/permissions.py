"""Whose draft it is: its owner's and nobody else's, whatever the role."""

from uuid import UUID

from django.http import Http404

from pio.accounts.models import User
from pio.drafts.models import Draft


def access_draft(user: User, client_id: UUID) -> Draft:
    """The person's own draft. Raises Http404: there is none, or it is another's."""
    draft: Draft | None = Draft.objects.of(user.pk).filter(client_id=client_id).first()
    if draft is None:
        raise Http404
    return draft
