"""What the environment must say before the portal starts: told whole, in words, at the first start.

Imported by the settings, so it must not import Django.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

ENVIRONMENTS = ("demo", "test", "production")
NEAR = {"", "localhost", "127.0.0.1", "::1"}
NEEDED = {
    "PIO_HOSTS": "the names the portal answers to, separated by commas",
    "PIO_BASE_URL": "the address that stands in messages, such as https://portal.example.org",
    "PIO_SECRET_KEY": "a long random text that signs sessions and tokens",
    "PIO_FIELD_KEYS": "keys of encrypted fields, number:base64, separated by commas",
    "PIO_INDEX_KEY": "key of the search for e-mail addresses and telephone numbers (32 bytes, base64)",
    "PIO_CALLS_KEY": "key of the identities of imported calls (32 bytes, base64)",
    "DATABASE_URL": "postgresql://user:password@host:5432/name",
    "REDIS_URL": "redis://host:6379/0",
    "PIO_SMTP_HOST": "the mail server",
}


class EnvironmentRefused(SystemExit):
    """The portal must not start like this; the text says what to change."""


def check(environ: Mapping[str, str]) -> None:
    """Look at all of the environment at once.

    Raises:
        EnvironmentRefused: an unknown PIO_ENV; variables that production misses, each with its meaning; a demo on
            another machine's database, which may be somebody's real one.
    """
    name = environ.get("PIO_ENV", "demo")
    if name not in ENVIRONMENTS:
        raise EnvironmentRefused(f"PIO_ENV is {name!r}; it may be {', '.join(ENVIRONMENTS)}.")
    port = environ.get("PIO_PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise EnvironmentRefused(f"PIO_PORT is {port!r}; it must be a number from 1 to 65535.")
    missing = [f"  {key}: {meaning}" for key, meaning in NEEDED.items() if not environ.get(key)]
    if name == "production" and missing:
        raise EnvironmentRefused("\n".join(["Production needs these environment variables:", *missing]))
    host = urlsplit(environ.get("DATABASE_URL", "")).hostname or ""
    if name == "demo" and host not in NEAR:
        raise EnvironmentRefused(f"The demo never writes to a database on another host ({host}). Unset DATABASE_URL.")
