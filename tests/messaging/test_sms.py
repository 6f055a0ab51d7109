"""The SMS backends against a real HTTP server."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pio.messaging import channels
from pio.messaging.channels.outcomes import Ambiguous, Refused, Unreachable
from pio.messaging.enums import Channel
from pio.messaging.kinds import Message

SMS = Message(Channel.SMS, "+4799999999", "", "Timen din er kl. 12.")


class Provider(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((json.loads(body), self.headers["Authorization"]))
        if self.server.status == "silent":
            time.sleep(0.6)
            return
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def provider(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.requests, server.status, server.daemon_threads = [], 200, True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    settings.PIO_MESSAGES_VIA, settings.PIO_SMS_BACKEND = "live", "http"
    settings.PIO_SMS_URL = f"http://127.0.0.1:{server.server_port}/sms"
    settings.PIO_SMS_TOKEN, settings.PIO_SMS_SENDER, settings.EMAIL_TIMEOUT = "secret", "PIO", 0.3
    yield server
    server.shutdown()
    server.server_close()


def send(message=SMS, steps=None):
    channels.send(message, reference="probe:1", handing_over=lambda: (steps if steps is not None else []).append("now"))


def test_sms_is_posted_once_with_a_reference_that_tells_nothing(provider):
    steps = []
    send(steps=steps)
    ((body, authorization),) = provider.requests
    reference = body.pop("reference")
    assert (body, authorization) == ({"to": "+4799999999", "from": "PIO", "text": SMS.body}, "Bearer secret")
    assert (len(reference), steps) == (32, ["now"])


def test_reference_is_the_same_for_a_resend(provider):
    send()
    send()
    first, second = (body["reference"] for body, _authorization in provider.requests)
    assert first == second


@pytest.mark.parametrize(
    ("status", "problem", "code"),
    [
        (400, Refused, "http_400"),
        (401, Refused, "http_401"),
        (302, Refused, "http_302"),
        (429, Unreachable, "http_429"),
        (500, Ambiguous, "http_500"),
        (503, Ambiguous, "http_503"),
        ("silent", Ambiguous, "no_answer"),
    ],
)
def test_provider_that_does_not_take_it(provider, status, problem, code):
    provider.status = status
    with pytest.raises(problem) as raised:
        send()
    assert (type(raised.value), raised.value.code) == (problem, code)


def test_provider_that_is_away(provider, settings):
    settings.PIO_SMS_URL = "http://127.0.0.1:1/"
    with pytest.raises(Unreachable) as raised:
        send()
    assert raised.value.code == "no_connection"


@pytest.mark.parametrize("number", ["99999999", "+47 99999999", "+4799999999\r\nX: y", ""])
def test_number_that_is_not_international_is_refused(provider, number):
    with pytest.raises(Refused) as raised:
        send(Message(Channel.SMS, number, "", "Hei"))
    assert (raised.value.code, provider.requests) == ("bad_number", [])


def test_console_tells_neither_number_nor_text(settings, capsys):
    settings.PIO_MESSAGES_VIA, settings.PIO_SMS_BACKEND = "live", "console"
    send()
    written = capsys.readouterr().err
    assert written.endswith(": 20 characters\n")
    assert "99999999" not in written
