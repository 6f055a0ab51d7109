"""What can go wrong when a message is handed over. Codes are short and hold neither address nor server text."""


class DeliveryProblem(Exception):
    """Base; `code` is stored in the row's `reason`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(DeliveryProblem):
    """The other side refused for good (SMTP 5xx, unknown number, unsafe header): trying again changes nothing."""


class Unreachable(DeliveryProblem):
    """It certainly did not arrive (no connection, SMTP 4xx, time-out before the content): try again later."""


class Ambiguous(DeliveryProblem):
    """It may have arrived (time-out or broken line after the content had left)."""
