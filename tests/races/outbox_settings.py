"""The settings of a worker in the outbox races: the test's database, its mail server, a short lease."""

import os

from tests.settings import *
from tests.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["RACE_DATABASE"]
PIO_MESSAGES_VIA = "live"
PIO_MESSAGE_LEASE_SECONDS = float(os.environ["RACE_LEASE"])
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS = "127.0.0.1", int(os.environ["RACE_PORT"]), False
EMAIL_HOST_USER = EMAIL_HOST_PASSWORD = ""
EMAIL_TIMEOUT = 5.0
