"""The checks refuse what would break a promise to visitors."""

import pytest
from django.conf import LazySettings

from pio.portal.checks import visitors_are_protected


def words(settings: LazySettings, **changed: object) -> list[str]:
    """What the check says after a change."""
    for name, value in changed.items():
        setattr(settings, name, value)
    return [fault.msg for fault in visitors_are_protected(None)]


def test_the_settings_hold(settings: LazySettings) -> None:
    assert words(settings) == []


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"MIDDLEWARE": ["django.contrib.sessions.middleware.SessionMiddleware"]}, "MIDDLEWARE"),
        ({"CONTENT_SECURITY_POLICY": {"DIRECTIVES": {"script-src": ["'unsafe-inline'"]}}}, "CONTENT_SECURITY_POLICY"),
        ({"PIO_PAGE_SECONDS": 61}, "PIO_PAGE_SECONDS"),
        ({"SECURE_REFERRER_POLICY": "no-referrer"}, "SECURE_REFERRER_POLICY"),
        ({"PRODUCTION": True, "SECURE_HSTS_SECONDS": 60, "PIO_EXIT_URL": "https://a"}, "SECURE_HSTS_SECONDS"),
        ({"PRODUCTION": True, "SECURE_HSTS_SECONDS": 63_072_000, "PIO_EXIT_URL": "http://a"}, "PIO_EXIT_URL"),
    ],
)
def test_a_weaker_setting_is_refused(settings: LazySettings, changed: dict[str, object], word: str) -> None:
    assert [fault.split()[0] for fault in words(settings, **changed)] == [word]
