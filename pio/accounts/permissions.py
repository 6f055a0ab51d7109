"""Who may reach whose account in the set-up."""

import uuid

from pio.accounts.models import User
from pio.core.errors import or_404


def access_colleague(user: User, pk: uuid.UUID) -> User:
    """Fetch the account `pk` for somebody who runs the set-up; a relative's account is nobody's business there.

    Raises:
        Http404: no such colleague, or `user` has no right to people.
    """
    colleague: User | None = User.objects.staff().filter(pk=pk).first() if user.has_right("setup.people") else None
    return or_404(colleague)
