"""Settings. `PIO_ENV` chooses demo (default), test or production; production names each variable it misses."""

import os
from pathlib import Path

from environs import Env

from pio import embedded
from pio.core import keys

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
PIO_ENV = env.str("PIO_ENV", "demo")
DEMO, TEST, PRODUCTION = (PIO_ENV == name for name in ("demo", "test", "production"))
PIO_DATA_DIR = Path(env.str("PIO_DATA_DIR", str(BASE_DIR / ".data"))).resolve()
PIO_PORT = env.int("PIO_PORT", 8000)
PIO_DEMO_PASSWORD = env.str("PIO_DEMO_PASSWORD", "pio-demo")

KEYS = keys.from_environment(dict(os.environ)) if PRODUCTION else keys.from_file(PIO_DATA_DIR / "keys.json")
SECRET_KEY = KEYS.secret_key
DEBUG = False
ALLOWED_HOSTS = env.list("PIO_HOSTS") if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]

# --- parts -----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "pio.core",
    "pio.accounts",
    "pio.audit",
    "pio.messaging",
    "pio.scheduling",
    "pio.waitlist",
    "pio.drafts",
    "advising",
    "groups",
    "courses",
    "ombud",
    "platform_stories",
    "stats",
    "pio.portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "crispy_forms",
    "django_filters",
    "django_tables2",
    "pgtrigger",
    "pghistory",
]
ROOT_URLCONF = "pio.urls"
WSGI_APPLICATION = "pio.wsgi.application"

MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "designsystemet"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- stores ----------------------------------------------------------------------------------------------------------
_servers = embedded.servers(PIO_DATA_DIR)
DATABASES = {"default": _servers.database | {
    "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, "TIME_ZONE": "UTC",
    "OPTIONS": {"isolation_level": 2},  # psycopg IsolationLevel.READ_COMMITTED: lock first, then look
}}
REDIS_URL = _servers.redis_url
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# --- later and periodic work -----------------------------------------------------------------------------------------
CELERY_BROKER_URL = _servers.celery_url
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Europe/Oslo"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {}

# --- language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Norsk"), ("en", "English")]
LOCALE_PATHS = sorted((BASE_DIR / "locale").glob("*"))
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

# --- static files ----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "vendor"]
