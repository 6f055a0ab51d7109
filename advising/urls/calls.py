"""Addresses of calls. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver

public: list[URLPattern | URLResolver] = []
plain: list[URLPattern | URLResolver] = []
