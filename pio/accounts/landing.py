"""Where a person comes after the login."""

from pio.accounts.enums import Role
from pio.accounts.models import User

STAFF, BOARD, OWN = "/intern/", "/intern/tall/", "/min-side/"


def url_for(user: User) -> str:
    """Return the page where this person's errand begins: the board's figures, the staff's day, one's own page."""
    if Role.BOARD in user.roles:
        return BOARD
    return STAFF if user.is_staff else OWN
