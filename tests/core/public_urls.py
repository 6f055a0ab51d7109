"""A portal with three addresses, to test what the marks of `pio.core.public` do."""

import itertools

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path

from pio.core.models import Choice
from pio.core.public import no_store, public_form, public_page

seen: list[dict[str, str | None]] = []
numbers = itertools.count(1)
FORM = (
    """{% load public_forms %}<form method="post">{% form_guard %}<input name="word" required>{% honeypot %}</form>"""
)


@public_page(params=("kind",))
def counted(request: HttpRequest) -> HttpResponse:
    """Every computing gives another number."""
    seen.append(
        {
            "cookie": request.META.get("HTTP_COOKIE"),
            "language": request.META.get("HTTP_ACCEPT_LANGUAGE"),
            "query": request.GET.urlencode(),
        }
    )
    return HttpResponse(f"{next(numbers)} {request.GET.get('kind', '')}")


@public_form
def word(request: HttpRequest) -> HttpResponse:
    """A form that says the word it was sent; `les` is looked up too, `skriv` written down."""
    if request.method == "POST":
        found = Choice.objects.filter(code=request.POST["word"])
        {"les": found.exists, "skriv": lambda: found.update(sort=1)}.get(request.POST["word"], int)()
        return HttpResponse(f"took {request.POST['word']}")
    return HttpResponse(engines["django"].from_string(FORM).render({}, request))


@no_store
@public_form
def receipt(request: HttpRequest) -> HttpResponse:
    """One person's page."""
    return HttpResponse("yours")


def cookie(request: HttpRequest) -> HttpResponse:
    """A mistake."""
    response = HttpResponse("oops")
    response.set_cookie("a", "b")
    return response


def elsewhere(request: HttpRequest) -> HttpResponse:
    """A redirect."""
    return HttpResponseRedirect("/teller/")


def broken(request: HttpRequest) -> HttpResponse:
    """A view with a fault."""
    raise RuntimeError(request.path)


urlpatterns = [
    path("intern/skriv/", word),
    path("kapsel/", cookie),
    path("videre/", elsewhere),
    path("feil/", broken),
    *i18n_patterns(
        path("teller/", counted), path("ord/", word), path("kvittering/", receipt), prefix_default_language=False
    ),
]
handler403 = "pio.core.error_pages.forbidden"
handler404 = "pio.core.error_pages.not_found"
handler500 = "pio.core.error_pages.server_error"
