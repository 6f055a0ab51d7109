"""The check of the login settings says what is wrong, and says nothing when all is right."""

import pytest
from django.core.checks import Error

from pio.accounts import checks


@pytest.fixture
def as_production(settings):
    settings.PRODUCTION = True
    for name, value in checks.REQUIRED.items():
        setattr(settings, name, value)
    settings.PASSWORD_HASHERS = [checks.ARGON2]
    settings.ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Real-IP"
    settings.SECURE_HSTS_SECONDS = 31_536_000
    return settings


def test_right_settings_pass(as_production):
    assert checks.login_settings(None) == []


@pytest.mark.parametrize("name", sorted(checks.REQUIRED))
def test_each_setting_is_held(as_production, name):
    setattr(as_production, name, "noe annet")
    assert [error.id for error in checks.login_settings(None)] == ["accounts.E001"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PASSWORD_HASHERS", ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]),
        ("ALLAUTH_TRUSTED_CLIENT_IP_HEADER", None),
        ("INSTALLED_APPS", ["allauth.usersessions"]),
        ("SECURE_HSTS_SECONDS", 31_535_999),
        ("CONTENT_SECURITY_POLICY", {"DIRECTIVES": {"default-src": ["'self'"]}}),
        ("CONTENT_SECURITY_POLICY", {"DIRECTIVES": {"default-src": ["'none'"], "script-src": ["'unsafe-inline'"]}}),
    ],
)
def test_the_rest_is_held(as_production, name, value):
    setattr(as_production, name, value)
    assert len(checks.login_settings(None)) == 1


def test_outside_production_nothing_is_asked(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert checks.login_settings(None) == []
    assert isinstance(Error("x"), Error)
