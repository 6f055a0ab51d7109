"""The front page and what the centre tells about itself. Anonymous, the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pio.core.public import public_page


@public_page()
def front_page(request: HttpRequest) -> HttpResponse:
    """What do you need? Every way in, with a fact that is true right now."""
    return render(request, "portal/front_page.html")
