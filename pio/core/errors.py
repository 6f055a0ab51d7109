"""What a service raises when it says no."""


class Refusal(Exception):
    """A rule said no. Subclasses are named for the outcome; the text is fit to show to the person who asked."""

    @property
    def message(self) -> str:
        """The sentence for the user, in the active language."""
        return str(self.args[0]) if self.args else ""
