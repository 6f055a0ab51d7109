"""Settings that a portal must not start with."""

import pytest

from pio.messaging import checks

GOOD = {
    "PRODUCTION": True,
    "PIO_MESSAGES_VIA": "live",
    "PIO_SMS_BACKEND": "http",
    "PIO_SMS_URL": "https://sms.example.org/",
    "PIO_SMS_TOKEN": "secret",
}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"PIO_MESSAGES_VIA": "demo"}, ["messaging.E001"]),
        ({"PIO_SMS_BACKEND": "pigeon"}, ["messaging.E002"]),
        ({"PIO_SMS_URL": "http://sms.example.org/"}, ["messaging.E003"]),
        ({"PIO_SMS_URL": ""}, ["messaging.E003"]),
        ({"PIO_SMS_TOKEN": ""}, ["messaging.E004"]),
        (
            {"PRODUCTION": False, "PIO_MESSAGES_VIA": "demo", "PIO_SMS_URL": "http://127.0.0.1/", "PIO_SMS_TOKEN": ""},
            [],
        ),
    ],
)
def test_settings_of_the_channels(settings, change, found):
    for name, value in (GOOD | change).items():
        setattr(settings, name, value)
    assert [problem.id for problem in checks.channels(app_configs=None)] == found
