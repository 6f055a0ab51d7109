"""What production must have set; `check --deploy` and the start refuse without it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import Error, register

REQUIRED: dict[str, Any] = {
    "SECOND_FACTOR_REQUIRED": True,
    "SESSION_ENGINE": "pio.accounts.sessions",
    "SESSION_COOKIE_NAME": "__Host-pio",
    "CSRF_COOKIE_NAME": "__Host-pio-csrf",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_DOMAIN": None,
    "CSRF_COOKIE_DOMAIN": None,
    "SESSION_COOKIE_PATH": "/",
    "CSRF_COOKIE_PATH": "/",
    "CSRF_COOKIE_AGE": None,
    "CSRF_USE_SESSIONS": False,
    "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
    "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
    "MFA_ADAPTER": "pio.accounts.adapters.MFAAdapter",
    "MFA_TRUST_ENABLED": False,
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
    "MFA_WEBAUTHN_USER_VERIFICATION": "required",
    "ACCOUNT_ADAPTER": "pio.accounts.adapters.AccountAdapter",
    "ACCOUNT_PREVENT_ENUMERATION": True,
    "ACCOUNT_RATE_LIMITS": False,
    "MFA_RATE_LIMITS": False,
    "ACCOUNT_SESSION_REMEMBER": False,
    "DEBUG": False,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_REFERRER_POLICY": "same-origin",
    "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
    "CELERY_TASK_SERIALIZER": "json",
    "CELERY_ACCEPT_CONTENT": ["json"],
    "CELERY_TASK_IGNORE_RESULT": True,
}
"""Setting → the one value production may have."""

ARGON2 = "django.contrib.auth.hashers.Argon2PasswordHasher"


A_YEAR = 31_536_000


def faults() -> list[str]:
    """Return what is wrong with the settings that protect people, one sentence each; nothing when all is right."""
    wrong = [
        f"{name} must be {value!r} in production, and is {getattr(settings, name, None)!r}."
        for name, value in REQUIRED.items()
        if getattr(settings, name, None) != value
    ]
    if settings.PASSWORD_HASHERS[0] != ARGON2:
        wrong.append("Argon2 must be the first of PASSWORD_HASHERS.")
    if not settings.ALLAUTH_TRUSTED_CLIENT_IP_HEADER:
        wrong.append("ALLAUTH_TRUSTED_CLIENT_IP_HEADER must name the header that the own proxy sets.")
    if settings.SECURE_HSTS_SECONDS < A_YEAR:
        wrong.append("SECURE_HSTS_SECONDS must be a year or more.")
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    if list(policy["default-src"]) != ["'none'"] or "unsafe-" in str(policy):
        wrong.append("CONTENT_SECURITY_POLICY must begin with nothing, and hold nothing unsafe.")
    if "allauth.usersessions" in settings.INSTALLED_APPS:
        wrong.append("allauth.usersessions stores address and agent, and must not be installed.")
    if settings.PIO_OIDC_ISSUER:
        if not settings.PIO_OIDC_ISSUER.startswith("https://"):
            wrong.append("PIO_OIDC_ISSUER must be an https address.")
        if not (settings.PIO_OIDC_CLIENT_ID and settings.PIO_OIDC_SECRET):
            wrong.append("PIO_OIDC_CLIENT_ID and PIO_OIDC_SECRET must be given with PIO_OIDC_ISSUER.")
    return wrong


@register()
def login_settings(app_configs: Sequence[Any] | None, **_kwargs: Any) -> list[Error]:
    """Refuse a production start with loose login settings."""
    if not settings.PRODUCTION:
        return []
    return [Error(text, id=f"accounts.E{number:03}") for number, text in enumerate(faults(), start=1)]
