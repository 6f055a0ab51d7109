"""URLs of this part. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from pio.portal.views import public as pages

public: list[URLPattern | URLResolver] = [
    path("", pages.front_page, name="front_page"),
]
plain: list[URLPattern | URLResolver] = []
