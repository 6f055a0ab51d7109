"""The settings of the tests: PIO_ENV=test and a data directory of their own, so that a running portal is left alone."""

import os
from pathlib import Path

os.environ["PIO_ENV"] = "test"
os.environ.setdefault("PIO_DATA_DIR", str(Path(__file__).resolve().parent.parent / ".data" / "test"))

from pio.settings import *  # noqa: TID251  the one place besides Django

# A Redis database of one's own for every worker of pytest-xdist: emptying the cache empties the whole of it.
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw14").removeprefix("gw")
REDIS_URL = f"{REDIS_URL}?db={int(_WORKER) + 1}"
CACHES["default"]["LOCATION"] = REDIS_URL
CELERY_BROKER_URL = f"{CELERY_BROKER_URL}?virtual_host={int(_WORKER) + 1}"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
REFERENCE_SECONDS = None
INSTALLED_APPS = [*INSTALLED_APPS, "tests.core.sample"]  # models of tests/core and tests/audit
# Static files straight from static/ and build/vendor/, without collectstatic.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
