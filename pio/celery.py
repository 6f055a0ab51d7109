"""The Celery application: workers only carry what is already a row in PostgreSQL."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pio.settings")
app = Celery("pio")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
