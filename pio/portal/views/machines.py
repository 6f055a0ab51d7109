"""What programs read: the list of pages, what robots may do, whom to tell about a hole."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pio.core.public import public_page
from pio.portal import centre, parts

PAGES = (
    "/", "/radgivning/", "/telefon/", "/grupper/", "/kurs/", "/personlig-ombud/", "/erfaringer/", "/tall/",
    "/personvern/", "/hva-vi-ser/", "/tilgjengelighet/",
)  # fmt: skip
PRIVATE = (
    "/konto/", "/intern/", "/min-side/", "/radgivning/time/", "/kurs/pamelding/", "/kurs/evaluering/", "/demo/",
    "/erfaringer/kvittering/",
)  # fmt: skip


@public_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    """The public pages in both languages."""
    host = f"{request.scheme}://{request.get_host()}"
    paths = [*PAGES, *parts.sitemap_paths(now=timezone.now())]
    pairs = [(f"{host}{path}", f"{host}/en{path}") for path in paths]
    return render(request, "portal/sitemap.xml", {"pairs": pairs}, content_type="application/xml")


@public_page()
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    if settings.DEMO:
        lines = ["User-agent: *", "Disallow: /"]
    lines += ["", f"Sitemap: {request.scheme}://{request.get_host()}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page()
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116."""
    now = timezone.now()
    expires = (now + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{centre.facts(now=now).email}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: no, en",
        f"Canonical: {request.scheme}://{request.get_host()}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
