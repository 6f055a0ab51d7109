"""A kind of message whose answer each test chooses, and a real mail server."""

from collections.abc import Iterator

import pytest

from pio.messaging import kinds
from pio.messaging.enums import Channel
from pio.messaging.kinds import Message, MessageKind
from tests.messaging.smtp_server import MailServer


class Probe:
    """The kind `probe`: `answer` is what compose returns, or a function of the row and the time."""

    def __init__(self):
        self.answer = Message(Channel.EMAIL, "kari@example.org", "Timen din", "Hei\n")
        self.finished = []

    def compose(self, row, now):
        return self.answer(row, now) if callable(self.answer) else self.answer


@pytest.fixture
def probe() -> Iterator[Probe]:
    held = Probe()
    kinds.register(MessageKind("probe", held.compose, "Prøve", finished=lambda row: held.finished.append(row.state)))
    yield held
    kinds._registry.pop("probe")


@pytest.fixture
def smtp(settings) -> Iterator[MailServer]:
    with MailServer() as server:
        settings.PIO_MESSAGES_VIA = "live"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 0.5
        yield server
