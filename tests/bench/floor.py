"""The floor of the bench: plain Django on the same server and database, so that budgets are ratios (performance.md).

`/hello` is a constant line. `/one` is one query of 20 rows in a template of about 14 kB with four translated strings a
row, behind Django's default middleware. No setting of the portal is read but the address of its database.
"""

import json
import os

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

ROWS = 20
KEPT = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}

settings.configure(
    SECRET_KEY="floor of the bench, not a secret",
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    LANGUAGE_CODE="nb",
    INSTALLED_APPS=[
        "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    DATABASES={"default": KEPT | json.loads(os.environ["FLOOR_DATABASE"])},
)  # fmt: skip
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402  the settings come first
from django.db import models  # noqa: E402


class Row(models.Model):
    """A choice of the portal, read as any table is."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=60)
    label_nb = models.CharField(max_length=160)
    label_en = models.CharField(max_length=160)

    class Meta:
        app_label = "floor"
        managed = False
        db_table = "core_choice"


FILLING = "<p class='text'>" + "Rolig tekst om det som skjer når du tar kontakt, og hvem som svarer. " * 6 + "</p>"
PAGE = engines["django"].from_string(
    "{% load i18n %}<!doctype html><html lang='nb'><title>{% translate 'Yes' %}</title><main><ul>{% for row in rows %}"
    "<li><a href='/one/{{ row.pk }}'>{{ row.label_nb }}</a> <b>{{ row.code }}</b> <i lang='en'>{{ row.label_en }}</i> "
    "{% translate 'Yes' %} {% translate 'No' %} {% translate 'Save' %} {% translate 'Delete' %}"
    f"{FILLING}</li>{{% endfor %}}</ul></main></html>"
)


def hello(_request: HttpRequest) -> HttpResponse:
    """A constant line."""
    return HttpResponse("hello\n")


def one(_request: HttpRequest) -> HttpResponse:
    """One query, one page."""
    return HttpResponse(PAGE.render({"rows": Row.objects.order_by("id")[:ROWS]}))


urlpatterns = [path("hello", hello), path("one", one)]
application = get_wsgi_application()
