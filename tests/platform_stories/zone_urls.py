"""Addresses in the anonymous zone that look at the request, touch what they must not, or fail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from pio.core.public import public_form

seen: list[dict[str, Any]] = []


@public_form
def look(request: HttpRequest) -> HttpResponse:
    """Note everything the view can know."""
    strings = {name: value for name, value in request.META.items() if isinstance(value, str) and value}
    seen.append({"meta": strings, "headers": dict(request.headers), "cookies": dict(request.COOKIES),
                 "session": hasattr(request, "session"), "user": hasattr(request, "user")})  # fmt: skip
    return HttpResponse("sett")


@public_form
def touch_session(request: HttpRequest) -> HttpResponse:
    """A mistake: ask for the session."""
    return HttpResponse(str(request.session.get("x")))


@public_form
def touch_user(request: HttpRequest) -> HttpResponse:
    """A mistake: ask who it is."""
    return HttpResponse(str(request.user))


@public_form
def fail(request: HttpRequest) -> HttpResponse:
    """A fault whose text holds what somebody wrote."""
    raise RuntimeError(f"hemmelig {request.GET.get('x')}")


urlpatterns = [
    path("erfaringer/se/", look),
    path("erfaringer/okt/", touch_session),
    path("erfaringer/hvem/", touch_user),
    path("erfaringer/feil/", fail),
    path("andre/", look),
]
