"""What a service raises when it says no, and which rule it was when PostgreSQL said it."""


class Refusal(Exception):
    """A rule said no. Subclasses are named for the outcome; the text is fit to show to the person who asked."""

    @property
    def message(self) -> str:
        """The sentence for the user, in the active language."""
        return str(self.args[0]) if self.args else ""


def broken_constraint(error: BaseException) -> str:
    """The name of the constraint that PostgreSQL says was broken; its sentence may leave it out. Empty when none."""
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "")
