"""Passwords: twelve characters or more, nothing that stands on the bundled list of bad ones, no other rules."""

from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

BAD_LIST = Path(__file__).parent / "data" / "bad_passwords.txt"


@cache
def bad_passwords() -> frozenset[str]:
    """Return the list: one a line, in small letters."""
    return frozenset(BAD_LIST.read_text(encoding="utf-8").split())


LEAST = 12


class LongEnough:
    """Refuse what is shorter than twelve characters."""

    def validate(self, password: str, user: object = None) -> None:  # Django's signature
        """Check one password.

        Raises:
            ValidationError: it is too short.
        """
        if len(password) < LEAST:
            raise ValidationError(_("Passordet må ha minst 12 tegn."), code="short_password")

    def get_help_text(self) -> str:
        """Return nothing; the other rule's sentence says both."""
        return ""


class NotOnBadList:
    """Refuse passwords that are known to be guessed first, also with case, digits or signs added at the end."""

    def validate(self, password: str, user: object = None) -> None:  # Django's signature
        """Check one password.

        Raises:
            ValidationError: it is on the list.
        """
        plain = password.lower()
        if {plain, plain.rstrip("0123456789!?.*#+-_")} & bad_passwords() or len(set(plain)) < 4:
            raise ValidationError(_("Dette passordet er lett å gjette. Velg et annet."), code="bad_password")

    def get_help_text(self) -> str:
        """Return the sentence shown beside the field."""
        return _("Minst 12 tegn. Fire tilfeldige ord er lett å huske og vanskelig å gjette.")
