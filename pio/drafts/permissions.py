"""Whose draft it is: its owner's and nobody else's, whatever the role."""

from uuid import UUID

from pio.accounts.models import User
from pio.core.errors import or_404
from pio.drafts.models import Draft


def access_draft(user: User, client_id: UUID) -> Draft:
    """The person's own draft. Raises Http404: there is none, or it is another's."""
    draft: Draft | None = Draft.objects.of(user.pk).filter(client_id=client_id).first()
    return or_404(draft)
