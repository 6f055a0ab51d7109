"""Forms whose view knows nothing of drafts: a redirect as the answer means that the form was sent.

Such a form says so itself (`{% draft_line finish=True %}`). What its view stores and the end of its draft are one
transaction, and the same form sent twice is stored once. A redirect to the login is no answer, nor is an error.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from pio.accounts.models import User
from pio.drafts import services

Respond = Callable[[HttpRequest], HttpResponseBase]
FORMS = "/intern/"
LOGIN = "/konto/"
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


class FinishMiddleware:
    """Wraps the posts that ask for it; stands inside the middleware that knows who is signed in."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        is_form = request.method == "POST" and request.content_type in FORM_TYPES and request.path.startswith(FORMS)
        if not is_form or "draft_finish" not in request.POST or not isinstance(request.user, User):
            return self.get_response(request)
        return self._once(request, request.POST.get("draft_id", ""), request.user)

    def _once(self, request: HttpRequest, posted: str, by: User) -> HttpResponseBase:
        with transaction.atomic():
            if not services.lock_open(posted, by=by):
                return _sent_before(request)
            response = self.get_response(request)
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                transaction.set_rollback(True)
            elif _is_sent(response):
                services.finish(posted, by=by, now=timezone.now())
        return response


def _is_sent(response: HttpResponseBase) -> bool:
    is_redirect = response.status_code in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER)
    return is_redirect and not response.headers.get("Location", "").startswith(LOGIN)


def _sent_before(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Skjemaet er allerede sendt."))
    return redirect("start")
