"""URLs of this part. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from pio.core import views

public: list[URLPattern | URLResolver] = []
plain: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
