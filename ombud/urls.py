"""URLs of this part. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from ombud.views import public as pages

public: list[URLPattern | URLResolver] = [path("personlig-ombud/", pages.about, name="ombud_about")]
plain: list[URLPattern | URLResolver] = []
