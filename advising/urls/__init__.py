"""URLs of this part. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver

from advising.urls import calls, sessions

public: list[URLPattern | URLResolver] = [*sessions.public, *calls.public]
plain: list[URLPattern | URLResolver] = [*sessions.plain, *calls.plain]
