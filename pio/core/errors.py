"""What a service raises when it says no, and which rule it was when PostgreSQL said it."""

from typing import TypeVar

from django.http import Http404

T = TypeVar("T")


class Refusal(Exception):
    """A rule said no. Subclasses are named for the outcome; the text is fit to show to the person who asked."""

    @property
    def message(self) -> str:
        """The sentence for the user, in the active language."""
        return str(self.args[0]) if self.args else ""


def broken_constraint(error: BaseException) -> str:
    """The name of the constraint that PostgreSQL says was broken; its sentence may leave it out. Empty when none."""
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "")


def or_404(found: T | None) -> T:
    """What was found. Raises Http404 when it is nothing: what is not there and what one may not see look the same."""
    if found is None:
        raise Http404
    return found
